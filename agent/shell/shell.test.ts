/** What happens to those who wait when the till can no longer write down what it does. */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { CashDispenser } from '../../hardware/kit/device.ts';
import { UNLICENSED } from '../../test/support/licence-settings.ts';
import { openDatabase } from '../store/database.ts';
import { TillStore, type StorePoint } from '../store/till-store.ts';
import { Machine } from './machine.ts';
import { ShellError } from './shell-error.ts';
import { Shell } from './shell.ts';

const SETTINGS = {
  version: 'test',
  till: 'till',
  licence: UNLICENSED,
  currency: 'EUR',
  idleExpiryMs: 60_000,
  limits: {},
};

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

describe('an effect', () => {
  it('runs only once the line that names it can be read back', async () => {
    const database = openDatabase(':memory:');
    const store = new TillStore(database);
    const known: string[][] = [];
    const note = (): void => {
      known.push([...new TillStore(database).linesAfter(0)].map(({ kind }) => kind));
    };
    const hopper: CashDispenser = {
      kind: 'coin-dispenser',
      device: 'hopper',
      valueMinor: 50,
      countMax: 10,
      canCollect: false,
      async prepare() {
        note();
        return { kind: 'prepared', evidence: 'before' };
      },
      async dispense({ count }) {
        note();
        return { kind: 'settled', paid: count, cause: 'complete' };
      },
      settle: () => Promise.reject(new Error('nothing is to be settled here')),
    };
    const shell = new Shell({
      settings: SETTINGS,
      store,
      machine: new Machine([hopper]),
      clock: new FakeClock(),
      newId: () => 'id',
    });
    void shell.run();
    await shell.report({ kind: 'state', device: 'hopper', state: { kind: 'up' } });
    await shell.report({
      ...REPORT,
      items: [{ ...REPORT.items[0], valueMinor: 50, place: 'hopper' }],
    });
    await shell.ask({
      kind: 'debt-payment-requested',
      debtId: 'id/unassigned',
      by: 'machine',
      client: 'pos',
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(known[0]).toContain('payout-started');
    expect(known[0]).not.toContain('dispense-started');
    expect(known[1]).toContain('dispense-started');
    expect(shell.view().till.debts).toEqual({});
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
