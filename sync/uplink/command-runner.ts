/**
 * Commands of the hub: the receipt is in the till's journal before it is acknowledged, the outcome
 * after it is done. What a crash left between the two is done again, so doing must bear repetition.
 */
import type { z } from 'zod';
import {
  commandBodies,
  isCommandKind,
  type Command,
  type CommandBodies,
  type CommandKind,
} from '../protocol/commands.ts';
import type { MailboxCursor } from '../protocol/fields.ts';

export type CommandOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** It came after the time until which it was meant. */
  | { readonly kind: 'expired' }
  /** This release does not know such a command. */
  | { readonly kind: 'unsupported' };

/** A command with the mailbox it came from: together they name it. */
export interface ReceivedCommand {
  readonly hubEpoch: string;
  readonly command: Command;
}

/** Where receipts and outcomes are written down; each is durable on return. */
export interface CommandJournal {
  /** How far the mailbox of this epoch is taken in; 0 before the first receipt. */
  takenTo(hubEpoch: string): number;
  /** Received, and without an outcome; in the order they came. */
  pending(): readonly ReceivedCommand[];
  receive(received: ReceivedCommand): void;
  settle(received: ReceivedCommand, outcome: CommandOutcome): void;
}

/** Carries out a command of each kind; must bear being called twice with the same. */
export type CommandHandlers = {
  readonly [Kind in CommandKind]: (body: CommandBodies[Kind]) => Promise<CommandOutcome>;
};

export interface CommandRunnerParts {
  readonly journal: CommandJournal;
  readonly handlers: CommandHandlers;
  readonly wallMs: () => number;
  /** A fault of our own: the till can no longer be trusted to write down what it does. */
  readonly onFault: (cause: unknown) => void;
}

export class CommandRunner implements AsyncDisposable {
  readonly #parts: CommandRunnerParts;
  #running: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(parts: CommandRunnerParts) {
    this.#parts = parts;
  }

  /** What the till says of the mailbox of this epoch; nothing before the first receipt. */
  cursor(hubEpoch: string): MailboxCursor | undefined {
    const seq = this.#parts.journal.takenTo(hubEpoch);
    return seq === 0 ? undefined : { hubEpoch, seq };
  }

  /** Does what the last run received and left open. */
  start(): void {
    this.#run();
  }

  /** Writes the receipts of what is new; returns how far the mailbox is taken in. */
  take(hubEpoch: string, commands: readonly Command[]): number {
    const { journal } = this.#parts;
    for (const command of commands) {
      if (command.seq === journal.takenTo(hubEpoch) + 1) journal.receive({ hubEpoch, command });
    }
    this.#run();
    return journal.takenTo(hubEpoch);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  #run(): void {
    const { onFault } = this.#parts;
    this.#running = this.#running.then(() => this.#settleAll()).catch(onFault);
  }

  async #settleAll(): Promise<void> {
    const { journal } = this.#parts;
    for (const received of journal.pending()) {
      if (this.#isStopping) return;
      journal.settle(received, await this.#outcomeOf(received.command));
    }
  }

  async #outcomeOf({ kind, body, notAfterMs }: Command): Promise<CommandOutcome> {
    if (notAfterMs !== undefined && this.#parts.wallMs() > notAfterMs) return { kind: 'expired' };
    return isCommandKind(kind) ? this.#handled(kind, body) : { kind: 'unsupported' };
  }

  #handled(kind: CommandKind, body: Command['body']): Promise<CommandOutcome> {
    const { handlers } = this.#parts;
    switch (kind) {
      case 'entitlement':
        return handled(commandBodies.entitlement, body, handlers.entitlement);
      case 'lease':
        return handled(commandBodies.lease, body, handlers.lease);
      case 'plan':
        return handled(commandBodies.plan, body, handlers.plan);
      case 'director':
        return handled(commandBodies.director, body, handlers.director);
      case 'lease-close':
        return handled(commandBodies['lease-close'], body, handlers['lease-close']);
      case 'help-news':
        return handled(commandBodies['help-news'], body, handlers['help-news']);
      case 'help-settle':
        return handled(commandBodies['help-settle'], body, handlers['help-settle']);
      case 'chat':
        return handled(commandBodies.chat, body, handlers.chat);
      case 'logs-collect':
        return handled(commandBodies['logs-collect'], body, handlers['logs-collect']);
      case 'remote-ask':
        return handled(commandBodies['remote-ask'], body, handlers['remote-ask']);
      case 'remote-code':
        return handled(commandBodies['remote-code'], body, handlers['remote-code']);
      case 'remote-stop':
        return handled(commandBodies['remote-stop'], body, handlers['remote-stop']);
    }
  }
}

async function handled<Body>(
  schema: z.ZodType<Body>,
  body: Command['body'],
  handle: (body: Body) => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  const parsed = schema.safeParse(body);
  return parsed.success ? handle(parsed.data) : { kind: 'refused', reason: 'malformed' };
}
