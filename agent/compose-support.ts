/** Help and sessions at the till's border: what the desk commands is handed to the till's own decision. */
import { randomInt } from 'node:crypto';
import type { CommandHandlers, CommandOutcome } from '../sync/uplink/command-runner.ts';
import { canonicalJson } from './core/canonical/canonical-json.ts';
import type { SupportAsk } from './core/support/supporting.ts';
import type { Answer, VendorRequest } from './core/till/events.ts';
import type { SupportRequest } from './core/till/support-turn.ts';

type SupportHandlers = Pick<
  CommandHandlers,
  | 'help-news'
  | 'help-settle'
  | 'chat'
  | 'logs-collect'
  | 'remote-ask'
  | 'remote-code'
  | 'remote-stop'
>;

type Tell = (request: SupportRequest | VendorRequest) => Promise<Answer>;

/** Carries out the desk's commands; each may come twice. */
export function supportHandlers(tell: Tell): SupportHandlers {
  const ask = async (request: SupportAsk): Promise<CommandOutcome> =>
    outcomeOf(await tell({ kind: 'support-requested', request }));
  return {
    'help-news': async ({ news }) =>
      // A decision of a newer plan may hold what a line of the journal cannot.
      isWritable(news) ? ask({ kind: 'news-told', news }) : MALFORMED,
    'help-settle': async ({ ticket, amount }) =>
      outcomeOf(
        await tell(
          amount === 0
            ? { kind: 'ticket-released', ticket }
            : { kind: 'ticket-settled', ticket, amount },
        ),
      ),
    chat: (body) => ask({ kind: 'chat-told', ...body }),
    'logs-collect': (body) => ask({ kind: 'logs-asked', ...body }),
    'remote-ask': (body) => ask({ kind: 'session-asked', ...body }),
    'remote-code': (body) => ask({ kind: 'code-typed', ...body }),
    'remote-stop': (body) => ask({ kind: 'session-stopped', ...body }),
  };
}

const MALFORMED = { kind: 'refused', reason: 'malformed' } as const;

function isWritable(value: object): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof RangeError) return false;
    throw cause;
  }
}

function outcomeOf(answer: Answer): CommandOutcome {
  switch (answer.kind) {
    case 'desk-refused':
    case 'lease-refused':
      return { kind: 'refused', reason: answer.reason };
    case 'line-needed':
      return { kind: 'refused', reason: answer.kind };
    case 'refused':
      return { kind: 'refused', reason: answer.refusal.code };
    default:
      return { kind: 'done' };
  }
}

const CODE_DIGITS = 6;

/** Six digits, each as likely as any other. */
export function newCode(): string {
  return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
}
