/** A till's screen with nobody in front of it: an X server in memory, and a VNC server on loopback. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';

const PROGRAMS = ['Xvfb', 'x11vnc', 'xsetroot', 'xdotool'] as const;
const SIZE = '1024x768x24';
const TRIES_MAX = 200;
const TRY_MS = 50;

export class XScreen implements AsyncDisposable {
  readonly port: number;
  readonly #display: string;
  readonly #processes: readonly ChildProcess[];

  private constructor(port: number, display: string, processes: readonly ChildProcess[]) {
    this.port = port;
    this.#display = display;
    this.#processes = processes;
  }

  /** Throws where a program is missing, and says which package has it. */
  static async start(): Promise<XScreen> {
    const missing = PROGRAMS.filter((name) => !isThere(name));
    if (missing.length > 0) {
      const packages = 'xvfb x11vnc x11-xserver-utils xdotool';
      throw new Error(`no ${missing.join(', ')} here: apt-get install ${packages}`);
    }
    const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SIZE, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const [said] = (await once(xvfb.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
    const display = `:${said.toString().trim()}`;
    const port = await freePort();
    const vnc = ['-display', display, '-localhost', '-rfbport', String(port), '-nopw', '-quiet'];
    const speed = ['-forever', '-shared', '-wait', '10', '-defer', '5', '-noipv6', '-noxrecord'];
    const x11vnc = spawn('x11vnc', [...vnc, ...speed], { stdio: 'ignore' });
    await answering(port);
    return new XScreen(port, display, [x11vnc, xvfb]);
  }

  /** Fills the whole screen. */
  paint(colour: string): void {
    this.#run('xsetroot', '-solid', colour);
  }

  /** Where the pointer is. */
  pointer(): string {
    return this.#run('xdotool', 'getmouselocation').split(' ').slice(0, 2).join(' ');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#processes) {
      if (each.exitCode !== null || each.signalCode !== null) continue;
      const ended = once(each, 'exit');
      each.kill('SIGKILL');
      await ended;
    }
  }

  #run(program: string, ...args: readonly string[]): string {
    const env = { ...process.env, DISPLAY: this.#display };
    return execFileSync(program, args, { env, encoding: 'utf8' });
  }
}

function isThere(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(':');
  return [...folders, '/usr/bin'].some((folder) => existsSync(`${folder}/${program}`));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Until somebody listens there. */
async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, TRY_MS));
  }
  throw new Error('the VNC server does not answer');
}
