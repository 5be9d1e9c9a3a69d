/** Carries out what the core asks of a session and of logs; what that came to comes back as an event. */
import type { StreamKind } from '../core/support/remote-session.ts';
import type {
  LiveControl,
  LogOrder,
  StreamBytes,
  StreamEnd,
  SupportEffect,
  SupportSaid,
  SupportSurroundings,
} from '../core/support/supporting.ts';
import type { TillReport } from '../core/till/events.ts';

type EffectOf<Kind extends SupportEffect['kind']> = Extract<SupportEffect, { readonly kind: Kind }>;

/**
 * One session at a time. What ends a stream later than `open` has resolved is told to whoever made
 * this, as `stream-closed`; closing what is not open does no harm.
 */
export interface SessionStreams {
  /** Opens its own outbound socket; never rejects. */
  open(session: string, stream: StreamKind): Promise<'opened' | Exclude<StreamEnd, 'closed'>>;
  /** Cuts all of them before anything is waited for; the hub need not be there. */
  close(session: string): Promise<void>;
  /** From the next message on. Only under `granted` does anything that is typed or clicked pass. */
  control(session: string, control: LiveControl): void;
  /** Since the session began. */
  counters(session: string): StreamBytes;
  /** Starts the tool of another maker; resolves with how it ended, at the end or at once. */
  startExternal(session: string): Promise<'ended' | 'not-started'>;
}

/** What this installation can show and send. */
export interface ShellSupport {
  readonly streams: SessionStreams;
  /** What there is to be shown. */
  readonly kinds: readonly StreamKind[];
  readonly hasExternalTool: boolean;
  /** Six digits that nobody can guess. */
  readonly newCode: () => string;
  /**
   * Puts the logs together and hands them to the hub, again and again until it takes them; what goes
   * wrong is told, never thrown. Undefined: the agent ends first, and goes on after its next start.
   */
  readonly sendLogs: (
    order: LogOrder,
  ) => Promise<Extract<SupportSaid, { readonly kind: 'logs-sent' | 'logs-failed' }> | undefined>;
}

type SupportExecutors = {
  readonly [Kind in SupportEffect['kind']]: (
    effect: EffectOf<Kind>,
  ) => Promise<TillReport | undefined>;
};

/** `undefined`: nothing can be shown, so that no session ever begins. */
export function createSupportExecutors(support: ShellSupport | undefined): SupportExecutors {
  const streams = support?.streams;
  return {
    'open-stream': async ({ session, stream }) => {
      const outcome = (await streams?.open(session, stream)) ?? 'screen-unavailable';
      return told(
        outcome === 'opened'
          ? { kind: 'stream-opened', session, stream }
          : { kind: 'stream-closed', session, stream, reason: outcome },
      );
    },
    'close-streams': async ({ session }) => {
      await streams?.close(session);
      return undefined;
    },
    'set-control': async ({ session, control }) => {
      streams?.control(session, control);
      return undefined;
    },
    'send-logs': async (order) => {
      const { bundle } = order;
      if (support === undefined) return told({ kind: 'logs-failed', bundle, reason: 'no-hub' });
      const said = await support.sendLogs(order);
      return said === undefined ? undefined : told(said);
    },
    'start-external': async ({ session }) => {
      await streams?.startExternal(session);
      return told({ kind: 'external-ended', session });
    },
  };
}

type Moment = Pick<SupportSurroundings, 'monotonicMs' | 'headSeq' | 'durableTo'> & {
  readonly session: string | undefined;
};

/** What the step must know of all this at one moment. */
export function surroundings(
  support: ShellSupport | undefined,
  { session, ...moment }: Moment,
): SupportSurroundings {
  const bytes = session === undefined ? undefined : support?.streams.counters(session);
  return {
    ...moment,
    newCode: support?.newCode() ?? '',
    streams: support?.kinds ?? [],
    hasExternalTool: support?.hasExternalTool ?? false,
    bytes: bytes ?? { bytesIn: 0, bytesOut: 0 },
  };
}

function told(said: SupportSaid): TillReport {
  return { kind: 'support-told', said };
}
