/** What the agent says about itself: one function an event, so that the log has one word for each. */
import type { Logger } from 'pino';
import type { TraceEvent } from '../hardware/kit/device.ts';
import type { UplinkEvent } from '../sync/uplink/uplink.ts';
import type { ApiEvent } from './api/api-parts.ts';
import type { Ailment } from './core/update/health.ts';
import type { JournalLine } from './core/journal-line.ts';

export interface AgentEvents {
  readonly agentReady: (facts: { readonly till: string; readonly url: string }) => void;
  readonly agentStopped: () => void;
  readonly agentFailed: (cause: unknown) => void;
  readonly linesWritten: (lines: readonly JournalLine[]) => void;
  readonly traced: (trace: TraceEvent) => void;
  /** Nobody can watch the ports; they work all the same. */
  readonly traceFailed: (cause: unknown) => void;
  readonly apiUsed: (event: ApiEvent) => void;
  readonly requestFailed: (cause: unknown) => void;
  readonly hubUsed: (event: UplinkEvent) => void;
  /** Nobody can sign in until the file is put right; selling goes on. */
  readonly operatorsUnusable: (reason: string) => void;
  /** What a program on trial does not do yet that the one before did; none: it does all of it. */
  readonly healthMissing: (missing: readonly Ailment[]) => void;
  /** The supervisor does not take it that a trial is passed: it will undo the release. */
  readonly confirmFailed: (facts: { readonly reason: string }) => void;
  /** Something between till and vendor does not work; selling goes on. */
  readonly vendorFailed: (cause: unknown) => void;
}

export function createAgentEvents(log: Logger): AgentEvents {
  return {
    agentReady: (facts) => log.info(facts, 'agent-ready'),
    agentStopped: () => log.info('agent-stopped'),
    agentFailed: (cause) => log.fatal({ err: cause }, 'agent-failed'),
    linesWritten: (lines) => {
      for (const { seq, kind, body } of lines) {
        log.info(TALKS.has(kind) ? { seq, kind } : { seq, kind, body }, 'line-written');
      }
    },
    traced: (trace) => log[traceLevelOf(trace)](trace, trace.kind),
    traceFailed: (cause) => log.warn({ err: cause }, 'trace-failed'),
    apiUsed: (event) => log.debug(event, event.kind),
    requestFailed: (cause) => log.error({ err: cause }, 'request-failed'),
    hubUsed: ({ kind, ...facts }) => log.info(facts, kind),
    operatorsUnusable: (reason) => log.error({ reason }, 'operators-unusable'),
    healthMissing: (missing) => log.warn({ missing }, 'health-missing'),
    confirmFailed: (facts) => log.error(facts, 'confirm-failed'),
    vendorFailed: (cause) => log.error({ err: cause }, 'vendor-failed'),
  };
}

/** What people write to each other is in the journal, and in no log. */
const TALKS: ReadonlySet<JournalLine['kind']> = new Set([
  'help-asked',
  'help-told',
  'chat-said',
  'chat-heard',
]);

const FILLING: ReadonlySet<TraceEvent['kind']> = new Set([
  'frame-sent',
  'frame-received',
  'report-sent',
  'report-received',
]);

/** A port that cannot be opened has to be seen by whoever installs the till; frames fill the log. */
function traceLevelOf({ kind }: TraceEvent): 'trace' | 'debug' | 'warn' {
  if (kind === 'open-failed') return 'warn';
  return FILLING.has(kind) ? 'trace' : 'debug';
}
