import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { platform } from 'node:os';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { TraceEvent } from '../../hardware/kit/device.ts';
import type { Config } from '../config/config.ts';
import { Descriptors } from './descriptors.ts';
import { RecentFrames } from './recent-frames.ts';
import { shownPorts } from './shown-ports.ts';
import type { TraceSource } from './trace-files.ts';
import type { PortLine, TraceLine } from './trace-line.ts';
import { tracePlace } from './trace-place.ts';

export interface TraceServer extends AsyncDisposable {
  /** What a port says goes on as before, and under its name to whoever watches at the moment. */
  tracer(port: string | undefined, also: (event: TraceEvent) => void): (event: TraceEvent) => void;
  /** What the ports have said last, whether anybody watches or not. */
  readonly source: TraceSource;
}

const WATCHERS_MAX = 4;
/** A watcher that takes no more is let go: the till waits for nobody who looks on. */
const UNREAD_MAX_BYTES = 1_048_576;
const OWNER_ALONE = 0o600;

/**
 * Watching that does not work is told to `onFailed`, and nothing else depends on it.
 *
 * Lets the user the agent runs as, and nobody else, see the frames of the ports while they happen:
 * the agent holds the ports' locks, so no other process can listen there. Ports of which nobody can
 * say what their bytes are, or that say what is scanned or swiped, are never passed on.
 */
export async function startTraceServer(
  config: Pick<Config, 'store' | 'ports'>,
  clock: Pick<Clock, 'wallMs'>,
  onFailed: (cause: unknown) => void,
): Promise<TraceServer> {
  const isWindows = platform() === 'win32';
  const place = tracePlace(config, isWindows);
  let shown: ReadonlySet<string> = new Set();
  const watchers = new Set<Socket>();
  /** Those that have been told what they can see: nothing comes before that. */
  const ready = new Set<Socket>();
  const descriptors = new Descriptors();
  const recent = new RecentFrames();
  const server = createServer((socket) => {
    admit(socket, watchers);
    showPorts(socket).catch(onFailed);
  });
  // Not before somebody watches: a till that starts should not wait for the codecs.
  const showPorts = async (socket: Socket): Promise<void> => {
    shown = await shownPorts(config.ports);
    tellReady(socket, shown);
    for (const line of descriptors.of(shown)) tellLine(socket, line);
    if (socket.destroyed) return;
    ready.add(socket);
    socket.once('close', () => ready.delete(socket));
  };
  const tell = (port: string, event: TraceEvent): void => {
    const line = lineOf(port, event, clock.wallMs());
    descriptors.hear(line);
    recent.hear(line);
    if (ready.size === 0 || !shown.has(port)) return;
    const text = `${JSON.stringify(line)}\n`;
    for (const watcher of ready) pass(watcher, text);
  };
  server.on('error', onFailed);
  try {
    if (!isWindows) await rm(place, { force: true });
    await listen(server, place);
    if (!isWindows) await chmod(place, OWNER_ALONE);
  } catch (cause) {
    onFailed(cause);
  }
  return {
    tracer: (port, also) => (event) => {
      also(event);
      if (port !== undefined) tell(port, event);
    },
    source: {
      recent: (port) => recent.of(port),
      descriptor: (port) => descriptors.bytesOf(port),
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const watcher of watchers) watcher.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

function admit(socket: Socket, watchers: Set<Socket>): void {
  if (watchers.size >= WATCHERS_MAX) {
    socket.destroy();
    return;
  }
  watchers.add(socket);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => watchers.delete(socket));
  // Whatever a watcher says is thrown away; reading it shows when it has gone.
  socket.resume();
}

/** From here on nothing is missed. */
function tellReady(socket: Socket, ids: ReadonlySet<string>): void {
  tellLine(socket, { kind: 'watching', ports: [...ids] });
}

function tellLine(socket: Socket, line: TraceLine): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(line)}\n`);
}

function listen(server: Server, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(place, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function pass(watcher: Socket, line: string): void {
  if (watcher.writableLength > UNREAD_MAX_BYTES) watcher.destroy();
  else watcher.write(line);
}

function lineOf(port: string, event: TraceEvent, atMs: number): PortLine {
  switch (event.kind) {
    case 'frame-sent':
    case 'frame-received':
      return { atMs, port, kind: event.kind, hex: event.hex };
    case 'report-sent':
    case 'report-received': {
      const { kind, report, reportId, hex } = event;
      return { atMs, port, kind, report, reportId, hex };
    }
    case 'report-descriptor':
      return { atMs, port, kind: event.kind, hex: event.hex };
    case 'bytes-dropped':
      return { atMs, port, kind: event.kind, detail: `${event.count} bytes: ${event.reason}` };
    case 'request-retried':
      return { atMs, port, kind: event.kind, detail: `attempt ${event.attempt}: ${event.reason}` };
    case 'link-up':
    case 'link-down':
    case 'open-failed':
      return { atMs, port, kind: event.kind, detail: event.detail };
  }
}
