import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { backoffDelays } from './backoff.ts';
import { Link } from './link.ts';
import { createMemoryPipe } from './memory-transport.ts';
import { TransportError } from './transport-error.ts';
import type { Transport } from './transport.ts';

const CAP_MS = 5_000;
const LIMIT_MS = 60_000;

function watch(clock: FakeClock, transport: Transport) {
  const log: string[] = [];
  const link = new Link({
    clock,
    transport,
    delaysMs: () => backoffDelays({ firstMs: 100, capMs: CAP_MS, random: () => 0 }),
    onUp: () => void log.push('up'),
    onDown: (reason) => void log.push(`down ${reason}`),
    onBytes: (bytes) => void log.push(Buffer.from(bytes).toString()),
  });
  return { log, link };
}

describe('link', () => {
  it('comes back after each unplugging, for ever', async () => {
    const clock = new FakeClock();
    const { transport, line } = createMemoryPipe(clock);
    const { link, log } = watch(clock, transport);
    for (let turn = 0; turn < 20; turn += 1) {
      expect(await clock.runUntil(() => link.isUp, LIMIT_MS)).toBe(true);
      await line.unplug();
      expect(link.isUp).toBe(false);
      await clock.advance(turn * 1_000);
      await line.plug();
    }
    expect(log.filter((entry) => entry === 'up')).toHaveLength(20);
    expect(log.filter((entry) => entry === 'down unplugged')).toHaveLength(20);
    await link[Symbol.asyncDispose]();
    expect(clock.pendingTimers).toBe(0);
  });

  it('backs off to the cap while the port is missing', async () => {
    const clock = new FakeClock();
    const opened: number[] = [];
    const { link } = watch(clock, {
      open: () => {
        opened.push(clock.monotonicMs());
        return Promise.reject(new TransportError('not-found', 'none'));
      },
    });
    await clock.advance(LIMIT_MS);
    const waits = opened.slice(1).map((atMs, at) => atMs - (opened[at] ?? 0));
    expect(waits.slice(0, 4)).toEqual([100, 200, 400, 800]);
    expect(Math.max(...waits)).toBe(CAP_MS);
    await link[Symbol.asyncDispose]();
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not wait for an open that hangs, and closes it when it comes after all', async () => {
    const clock = new FakeClock();
    let closed = 0;
    let finishFirst: (() => void) | undefined;
    const { transport } = createMemoryPipe(clock);
    const { link } = watch(clock, {
      open: (handlers) => {
        if (finishFirst !== undefined) return transport.open(handlers);
        return new Promise((resolve) => {
          finishFirst = () =>
            resolve({
              write: () => Promise.resolve(),
              close: async () => {
                closed += 1;
                handlers.onClose('late');
              },
            });
        });
      },
    });
    expect(await clock.runUntil(() => link.isUp, LIMIT_MS)).toBe(true);
    finishFirst?.();
    await clock.advance(1);
    expect(closed).toBe(1);
    expect(link.isUp).toBe(true);
  });

  it('reopens a pipe whose write fails', async () => {
    const clock = new FakeClock();
    const { transport } = createMemoryPipe(clock);
    const { link, log } = watch(clock, {
      open: async (handlers) => {
        const inner = await transport.open(handlers);
        return { ...inner, write: () => Promise.reject(new TransportError('write-failed', 'EIO')) };
      },
    });
    await clock.advance(1);
    await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'write-failed' });
    await clock.advance(1_000);
    expect(log).toEqual(['up', 'down closed', 'up']);
  });

  it('answers a write while it is down by an error, and a wait by false', async () => {
    const clock = new FakeClock();
    const { transport, line } = createMemoryPipe(clock);
    await line.unplug();
    const { link } = watch(clock, transport);
    await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'closed' });
    const waited = link.waitUp(500);
    await clock.advance(500);
    expect(await waited).toBe(false);
    const waiting = link.waitUp(LIMIT_MS);
    await line.plug();
    await clock.advance(CAP_MS);
    expect(await waiting).toBe(true);
  });
});

describe('memory transport', () => {
  it('carries bytes both ways in order, and nothing of an ended session', async () => {
    const clock = new FakeClock();
    const { transport, line } = createMemoryPipe(clock);
    const device: number[] = [];
    const host: number[] = [];
    line.listen((bytes) => void device.push(...bytes));
    const handlers = {
      onBytes: (bytes: Uint8Array) => void host.push(...bytes),
      onClose: () => {},
    };
    const connection = await transport.open(handlers);
    await expect(transport.open(handlers)).rejects.toMatchObject({ code: 'locked' });
    await connection.write(Uint8Array.of(1, 2));
    await connection.write(Uint8Array.of(3));
    line.send(Uint8Array.of(4));
    await clock.advance(0);
    expect([device, host]).toEqual([[1, 2, 3], [4]]);
    line.send(Uint8Array.of(5));
    await line.unplug();
    await expect(connection.write(Uint8Array.of(6))).rejects.toMatchObject({ code: 'closed' });
    await expect(transport.open(handlers)).rejects.toMatchObject({ code: 'not-found' });
    await line.plug();
    await transport.open(handlers);
    await clock.advance(0);
    expect([device, host]).toEqual([[1, 2, 3], [4]]);
  });
});
