import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { traceLineSchema, type PortLine, type TraceLine } from '../trace/trace-line.ts';
import type { OnWatched, Watched } from './watched-bytes.ts';

export type AgentWatchEnd =
  /** Nobody runs there: the port is free for who wants to listen. */
  | 'no-agent'
  /** The agent shows nothing of this port. */
  | 'not-shown'
  | 'ended'
  | 'stopped';

export interface AgentWatch {
  readonly place: string;
  /** The port as the configuration calls it. */
  readonly port: string;
  readonly onReady: () => void;
  readonly onWatched: OnWatched;
  readonly signal: AbortSignal;
}

/** Follows what a running agent says of a port, until it ends or the signal fires. */
export async function watchAgent(watch: AgentWatch): Promise<AgentWatchEnd> {
  const socket = createConnection(watch.place);
  if (!(await isConnected(socket))) return 'no-agent';
  const stop = (): void => void socket.destroy();
  watch.signal.addEventListener('abort', stop, { once: true });
  try {
    return await follow(socket, watch);
  } finally {
    watch.signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

async function isConnected(socket: Socket): Promise<boolean> {
  try {
    await once(socket, 'connect');
    socket.on('error', () => socket.destroy());
    return true;
  } catch {
    return false;
  }
}

async function follow(socket: Socket, watch: AgentWatch): Promise<AgentWatchEnd> {
  const lines = createInterface({ input: socket });
  // A socket that is destroyed has no end that the lines would hear of.
  socket.once('close', () => lines.close());
  for await (const text of lines) {
    const line = parse(text);
    if (line === undefined) continue;
    if (line.kind === 'watching') {
      if (!line.ports.includes(watch.port)) return 'not-shown';
      watch.onReady();
    } else if (line.port === watch.port) {
      watch.onWatched(watchedOf(line));
    }
  }
  return watch.signal.aborted ? 'stopped' : 'ended';
}

function watchedOf(line: PortLine): Watched {
  const { atMs } = line;
  if (!('hex' in line)) return { kind: 'note', atMs, detail: `${line.kind} ${line.detail}` };
  const bytes = Buffer.from(line.hex, 'hex');
  switch (line.kind) {
    case 'frame-sent':
    case 'frame-received':
      return { kind: 'frame', atMs, from: line.kind === 'frame-sent' ? 'host' : 'device', bytes };
    case 'report-sent':
    case 'report-received': {
      const { report, reportId } = line;
      const from = line.kind === 'report-sent' ? 'host' : 'device';
      return { kind: 'report', atMs, from, report, reportId, bytes };
    }
    case 'report-descriptor':
      return { kind: 'descriptor', atMs, bytes };
  }
}

/** A line of a later agent that says something new is passed over. */
function parse(text: string): TraceLine | undefined {
  try {
    return traceLineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
