import { spacedHex } from '../trace/recording-text.ts';
import { UsageError, type CommandIo } from './command.ts';
import { openReportRecording } from './report-recording.ts';
import { watchAgent } from './watch-agent.ts';
import { FROM_WIDTH, noteLine, TIME_AT } from './watch-output.ts';
import type { Watched } from './watched-bytes.ts';
import { hidPort } from './watched-port.ts';

export interface ReportsAsked {
  /** As the configuration calls it. */
  readonly port: string;
  readonly configFile: string;
  readonly isJson: boolean;
  readonly record: string | undefined;
}

/**
 * Shows the HID reports of a port of the running agent, which alone has the device open, until it is
 * stopped. 1 when it cannot be watched: nobody may look at a scanner's or a card reader's.
 */
export async function watchReports(asked: ReportsAsked, io: CommandIo): Promise<number> {
  const port = await hidPort(asked.configFile, asked.port);
  if (port === undefined)
    throw new UsageError(`${asked.port} is no HID port of this configuration`);
  using stack = new DisposableStack();
  const recording =
    asked.record === undefined
      ? undefined
      : stack.use(openReportRecording(asked.record, port.family));
  const unread = new AbortController();
  io.stdout.once('error', () => unread.abort());
  const end = await watchAgent({
    place: port.place,
    port: port.id,
    onReady: () => void io.stderr.write(`Watching the port ${port.id} of the running agent.\n`),
    onWatched: (watched) => {
      recording?.record(watched);
      if (watched.kind === 'note') io.stderr.write(noteLine(watched));
      else io.stdout.write(reportLine(watched, asked.isJson));
    },
    signal: AbortSignal.any([io.signal, unread.signal]),
  });
  if (end === 'stopped') return 0;
  io.stderr.write(`${WHY[end](port.id)}\n`);
  return 1;
}

const WHY = {
  'no-agent': () => 'No agent runs with this configuration.',
  'not-shown': (id: string) => `The agent shows nothing of the port ${id}.`,
  ended: () => 'The agent has ended.',
} as const;

function reportLine(watched: Exclude<Watched, { readonly kind: 'note' }>, isJson: boolean): string {
  const { kind, atMs, bytes } = watched;
  const at = new Date(atMs).toISOString();
  const hex = spacedHex(bytes);
  const isReport = kind === 'report';
  const from = kind === 'descriptor' ? 'device' : watched.from;
  const what = isReport ? { report: watched.report, id: watched.reportId } : { report: kind };
  if (isJson) return `${JSON.stringify({ at, from, ...what, hex })}\n`;
  const name = Object.values(what).join(' ');
  return `${at.slice(TIME_AT, -1)} ${from.padEnd(FROM_WIDTH)} ${name}  ${hex}\n`;
}
