/**
 * A command that was acknowledged is in the journal, and stays open until its outcome is there too:
 * whatever a crash leaves is found again, once, and in the order it came.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import type { CommandLog, LoggedCommand } from './command-log.ts';
import { verifyChain } from './journal.ts';
import { TillStore } from './till-store.ts';

let store: TillStore;
let log: CommandLog;
let told: number[];

beforeEach(() => {
  store = new TillStore(openDatabase(':memory:'));
  told = [];
  log = store.commands({
    station: 'st-a',
    wallMs: () => 7,
    onLines: (lines) => told.push(...lines.map(({ seq }) => seq)),
  });
});

afterEach(() => store[Symbol.dispose]());

function command(seq: number, hubEpoch = 'hub-1'): LoggedCommand {
  return { hubEpoch, command: { seq, kind: 'entitlement', body: { document: `d${seq}` } } };
}

describe('the log of commands', () => {
  it('is empty before the first', () => {
    expect(log.takenTo('hub-1')).toBe(0);
    expect(log.pending()).toEqual([]);
  });

  it('keeps what was received until it is settled, oldest first', () => {
    const late = { ...command(2), command: { ...command(2).command, notAfterMs: 99 } };
    log.receive(command(1));
    log.receive(late);
    expect(log.pending()).toEqual([command(1), late]);
    log.settle(command(1), { kind: 'refused', reason: 'tampered' });
    expect(log.pending()).toEqual([late]);
    expect(log.takenTo('hub-1')).toBe(2);
    expect([...store.linesAfter(0)].map(({ kind }) => kind)).toEqual([
      'command-received',
      'command-received',
      'command-settled',
    ]);
    expect(told).toEqual([1, 2, 3]);
    expect(verifyChain(store.linesAfter(0))).toEqual(store.head);
  });

  it('knows the mailbox of a hub that came back from a backup as another one', () => {
    log.receive(command(1));
    log.receive(command(1, 'hub-2'));
    expect(log.takenTo('hub-2')).toBe(1);
    expect(log.pending()).toHaveLength(2);
  });

  it('knows the first mailbox again when the hub it was of comes back', () => {
    log.receive(command(1));
    log.receive(command(1, 'hub-2'));
    log.receive(command(2));
    expect([log.takenTo('hub-1'), log.takenTo('hub-2')]).toEqual([2, 1]);
  });

  it('counts anew for another station, and does not carry out what was the first one’s', () => {
    log.receive(command(1));
    const other = store.commands({ station: 'st-b', wallMs: () => 7, onLines: () => undefined });
    expect(other.takenTo('hub-1')).toBe(0);
    expect(other.pending()).toEqual([]);
    other.receive(command(1));
    other.settle(command(1), { kind: 'done' });
    expect(log.pending()).toEqual([command(1)]);
  });

  it('takes the same command in once', () => {
    log.receive(command(1));
    log.receive(command(1));
    expect(store.head.seq).toBe(1);
    expect(log.pending()).toHaveLength(1);
  });
});
