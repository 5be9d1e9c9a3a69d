/** What happens to those who wait when the till can no longer write down what it does. */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { openDatabase } from '../store/database.ts';
import { TillStore, type StorePoint } from '../store/till-store.ts';
import { Machine } from './machine.ts';
import { ShellError } from './shell-error.ts';
import { Shell } from './shell.ts';

const SETTINGS = { version: 'test', till: 'till', currency: 'EUR', idleExpiryMs: 60_000 };

function startShell(onPoint: (point: StorePoint) => void = () => undefined) {
  let ids = 0;
  const shell = new Shell({
    settings: SETTINGS,
    store: new TillStore(openDatabase(':memory:'), onPoint),
    machine: new Machine([]),
    clock: new FakeClock(),
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  });
  return { shell, run: shell.run() };
}

const REPORT = {
  kind: 'cash',
  device: 'acceptor',
  cursor: '1',
  items: [{ kind: 'inserted', valueMinor: 200, place: 'cashbox' }],
} as const;

describe('a shell whose store fails', () => {
  it('ends its run with the cause, and refuses the report: the device has not been heard', async () => {
    let isBroken = false;
    const cause = new Error('the disk is gone');
    const { shell, run } = startShell((point) => {
      if (isBroken && point === 'lines-inserted') throw cause;
    });
    await shell.ask({ kind: 'cancel-requested', saleId: 'none' });
    isBroken = true;
    await expect(shell.report(REPORT)).rejects.toBe(cause);
    await expect(run).rejects.toBe(cause);
    expect(shell.view().till.cursors).toEqual({});
    await expect(shell.ask({ kind: 'cancel-requested', saleId: 's' })).rejects.toBeInstanceOf(
      ShellError,
    );
  });
});

describe('a shell that is closed', () => {
  it('answers whoever still waits, and takes nothing more', async () => {
    const { shell, run } = startShell();
    const asked = shell.ask({ kind: 'cancel-requested', saleId: 's' }).catch((error) => error);
    await shell[Symbol.asyncDispose]();
    await run;
    expect(['refused', 'Error']).toContain((await asked).kind ?? 'Error');
    await expect(shell.report(REPORT)).rejects.toMatchObject({ code: 'closing' });
  });
});

describe('a report', () => {
  it('is durable when it resolves', async () => {
    const { shell } = startShell();
    await shell.report(REPORT);
    expect(shell.view().till.cursors).toEqual({ acceptor: '1' });
    expect(Object.values(shell.view().till.debts)).toMatchObject([{ amountMinor: 200 }]);
    expect(shell.view().head.seq).toBeGreaterThan(0);
  });
});
