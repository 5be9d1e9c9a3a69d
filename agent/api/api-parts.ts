import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { Plan } from '../core/contract/plan.ts';
import type { Answer } from '../core/till/events.ts';
import type { Peripherals } from '../shell/peripherals.ts';
import type { Shell } from '../shell/shell.ts';
import type { ApiClient, TokenLookup } from './access.ts';
import type { Enabling } from './cash-changer/enabling.ts';
import type { MachineQueue } from './machine-queue.ts';
import type { SignedIn } from './operator-access.ts';
import type { OperatorBook } from './operator-book.ts';
import type { OperatorSessions } from './operator-sessions.ts';
import type { PageFile } from './page-files.ts';

export type ApiShell = Pick<
  Shell,
  | 'ask'
  | 'knows'
  | 'view'
  | 'sale'
  | 'sales'
  | 'cashOperation'
  | 'cashOperations'
  | 'shiftReports'
  | 'directCommands'
  | 'subscribe'
  | 'noteClient'
>;

/** What the API tells the log. Tokens, bodies and addresses with ids in them are not in it. */
export type ApiEvent =
  | {
      readonly kind: 'request-answered';
      readonly method: string;
      /** The pattern, such as `/v1/sales/:saleId`; empty where nothing matched. */
      readonly route: string;
      readonly status: number;
      readonly client: string;
      readonly durationMs: number;
    }
  | { readonly kind: 'connection-refused'; readonly reason: string }
  | { readonly kind: 'subscriber-joined'; readonly client: string }
  | { readonly kind: 'subscriber-left'; readonly client: string; readonly closeCode: number };

/** What an agent hands in. */
export interface ApiParts {
  readonly shell: ApiShell;
  readonly peripherals: Peripherals;
  readonly clients: readonly ApiClient[];
  readonly book: OperatorBook;
  readonly host: '127.0.0.1' | '::1';
  /** 0: any that is free. */
  readonly port: number;
  /** Where the built cashier page lies; without it `/` says so. */
  readonly pageFolder: string | undefined;
  /** Those that come with the program; contracts may name them, and those the till was sent. */
  readonly plans: readonly Plan[];
  readonly version: string;
  /** Takes the order of this station from a folder on a medium; absent where nothing can be installed. */
  readonly takeMedium?: (folder: string) => Promise<Answer | NoOrder>;
  /** Puts the till's logs into a file; absent where there are none to be had. */
  readonly writeLogs?: (withTrace: boolean) => Promise<WrittenLogs>;
  /** The installation's keys are no secret: every answer says DEMO. */
  readonly isDemo: boolean;
  readonly clock: Clock;
  /** Makes an id that was never used before. */
  readonly newId: () => string;
  readonly onEvent: (event: ApiEvent) => void;
  /** Told of faults of our own; the client was answered `internal`. */
  readonly onError: (cause: unknown) => void;
}

/** A bundle of logs on this computer. */
export interface WrittenLogs {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** There is no order for this station on the medium. */
export interface NoOrder {
  readonly kind: 'no-order';
}

/** What the pieces of a running API share. */
export interface ServerParts extends ApiParts {
  readonly nameOf: TokenLookup;
  readonly queue: MachineQueue;
  /** Who may use the machine as a UnifiedPOS CashChanger. */
  readonly enabling: Enabling;
  readonly sessions: OperatorSessions;
  readonly stopping: AbortSignal;
  readonly page: readonly PageFile[] | undefined;
}

export type ApiServer = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** The client whose token came with the request; empty where none is asked for. */
    client: string;
    /** Who is at the till, by the token they were given when they signed in. */
    atTill: SignedIn;
    /** The route's address where it has none for the method; empty otherwise. */
    missedUrl: string;
  }
  interface FastifyContextConfig {
    /** Answered without a token. */
    isOpen?: boolean;
  }
}
