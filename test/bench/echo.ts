/**
 * What the wire itself costs: bytes of a credit reply's size go onto a terminal, a bare serialport
 * in another process reads them, and they come back over a socket.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import { median } from './statistics.ts';

const ROUNDS = 150;
const FRAME_BYTES = 16;
const PACE_MS = 7;
const READER = join(import.meta.dirname, 'echo-reader.ts');

/** Median of a round trip, in ms. */
export async function measureEcho(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-echo-'));
  const path = join(folder, 'tty');
  await using line = await openPseudoTerminal(path);
  const server = createServer({ noDelay: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  const reader = spawn(process.execPath, [READER, path, String(address.port)], {
    stdio: 'inherit',
  });
  const [socket] = (await once(server, 'connection')) as [Socket];
  await once(socket, 'data');
  const samplesMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    samplesMs.push(await roundTrip(() => line.send(new Uint8Array(FRAME_BYTES)), socket));
    await sleep(PACE_MS);
  }
  const ended = once(reader, 'exit');
  socket.destroy();
  server.close();
  await ended;
  rmSync(folder, { recursive: true, force: true });
  return median(samplesMs);
}

async function roundTrip(send: () => void, socket: Socket): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  let bytesBack = 0;
  const count = (bytes: Buffer): void => {
    bytesBack += bytes.length;
    if (bytesBack >= FRAME_BYTES) resolve(performance.now());
  };
  socket.on('data', count);
  const beganMs = performance.now();
  send();
  const cameMs = await promise;
  socket.off('data', count);
  return cameMs - beganMs;
}
