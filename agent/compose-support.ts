/** Help and sessions at the till's border: what the desk commands is handed to the till's own decision. */
import { createHash, randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { version as nodeVersion } from 'node:process';
import type { CommandHandlers, CommandOutcome } from '../sync/uplink/command-runner.ts';
import { LOGS_MAX_BYTES } from '../sync/protocol/logs.ts';
import { uploadLogs } from '../sync/uplink/logs-client.ts';
import { UplinkError, type UplinkErrorCode } from '../sync/uplink/uplink-error.ts';
import { openStreams, type StreamsParts } from './compose-streams.ts';
import { canonicalJson } from './core/canonical/canonical-json.ts';
import type { LogOrder, SupportAsk } from './core/support/supporting.ts';
import type { Answer, VendorRequest } from './core/till/events.ts';
import type { SupportRequest } from './core/till/support-turn.ts';
import type { ShellSupport } from './shell/support-executors.ts';
import { BUNDLE_LINES_MAX, writeBundle, type WrittenBundle } from './support/log-bundle.ts';
import { sendLogs, type LogsAttempt } from './support/logs-sender.ts';
import type { RecentLog } from './support/recent-log.ts';
import { traceFiles } from './trace/trace-files.ts';
import type { TraceServer } from './trace/trace-server.ts';

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

export interface SupportParts extends StreamsParts {
  /** Has what the ports have said last. */
  readonly watch: Pick<TraceServer, 'source'>;
  /** What the agent has said last; absent where nobody keeps it. */
  readonly recentLog?: Pick<RecentLog, 'text'>;
}

/** What the till can show and send; a bundle of logs can be had with no hub at all. */
export interface TillSupport extends ShellSupport, AsyncDisposable {
  readonly writeLogs: (withTrace: boolean) => Promise<WrittenBundle>;
}

/** To be closed before the shell, which waits for all that is under way. */
export function openSupport(parts: SupportParts): TillSupport {
  const { clock, config, shell } = parts;
  const { screen, externalTool } = config.support;
  const streams = openStreams(parts);
  const end = new AbortController();
  const { signal } = end;
  const hasScreen = screen !== undefined || externalTool !== undefined;
  return {
    streams,
    kinds: hasScreen ? ['screen', 'console'] : ['console'],
    hasExternalTool: externalTool !== undefined,
    newCode,
    sendLogs: (order) =>
      sendLogs(order, {
        attempt: () => handOver(order, parts, signal),
        isOpen: () =>
          shell()
            .view()
            .till.supporting.bundles.some(({ bundle }) => bundle === order.bundle),
        clock,
        random: Math.random,
        signal,
      }),
    writeLogs: (withTrace) => logsInto('logs', withTrace, parts),
    async [Symbol.asyncDispose](): Promise<void> {
      end.abort();
      await streams[Symbol.asyncDispose]();
    },
  };
}

async function logsInto(
  name: string,
  withTrace: boolean,
  { config, store, shell, watch, recentLog }: SupportParts,
): Promise<WrittenBundle> {
  const lines = [...store.linesAfter(Math.max(0, store.head.seq - BUNDLE_LINES_MAX))];
  const host = { nodeVersion, platform: `${platform()}-${arch()}` };
  const path = join(dirname(config.store), 'logs', `${name}.tar.gz`);
  const said = {
    log: recentLog?.text() ?? '',
    trace: withTrace ? await traceFiles(config.ports, watch.source) : [],
  };
  return await writeBundle({ view: shell().view(), config, lines, ...said, ...host }, path);
}

async function handOver(
  { bundle, withTrace }: LogOrder,
  parts: SupportParts,
  signal: AbortSignal,
): Promise<LogsAttempt> {
  const { station } = parts;
  if (station.kind === 'unknown' || station.enrolment === undefined) {
    return { kind: 'logs-failed', bundle, reason: 'no-hub' };
  }
  const { hubUrl: url, ca, pins, station: name } = station.enrolment;
  // The hub's name for it is no name for a file of ours.
  const file = createHash('sha256').update(bundle).digest('hex').slice(0, FILE_NAME_CHARS);
  try {
    const { path, sizeBytes, sha256 } = await logsInto(file, withTrace, parts);
    try {
      if (sizeBytes > LOGS_MAX_BYTES) return { kind: 'logs-failed', bundle, reason: 'too-large' };
      const { privateKey } = station;
      const claim = { station: name, bundle, path, sizeBytes, sha256 };
      await uploadLogs({ address: { url, ca, pins }, privateKey, ...claim, signal });
    } finally {
      await rm(path, { force: true });
    }
    return { kind: 'logs-sent', bundle, sizeBytes, sha256 };
  } catch (cause) {
    const reason = cause instanceof UplinkError ? cause.code : 'disk';
    return FOR_GOOD.has(reason)
      ? { kind: 'logs-failed', bundle, reason }
      : { kind: 'not-now', reason };
  }
}

/** What no other try will change. */
const FOR_GOOD: ReadonlySet<string> = new Set<UplinkErrorCode>([
  'logs-refused',
  'hub-url-invalid',
  'plaintext-not-loopback',
]);

const FILE_NAME_CHARS = 16;

const CODE_DIGITS = 6;

/** Six digits, each as likely as any other. */
function newCode(): string {
  return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
}
