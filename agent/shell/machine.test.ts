import { expect, it } from 'vitest';
import { FakeAcceptor, FakeDispenser } from '../../test/support/fake-devices.ts';
import { Machine } from './machine.ts';

function twoCurrencies(): Machine {
  const coins = new FakeAcceptor({ device: 'coins', valuesMinor: [100] });
  const bills = new FakeAcceptor({ device: 'bills', valuesMinor: [100] });
  const hopper = new FakeDispenser({ device: 'hopper', valueMinor: 100 });
  const recycler = new FakeDispenser({ device: 'recycler', valueMinor: 100 });
  return new Machine([coins, bills, hopper, recycler], { bills: 'USD', recycler: 'USD' });
}

it('what an acceptor of another currency puts into the cashbox lies in one of its own', () => {
  const machine = twoCurrencies();
  const items = [
    { kind: 'inserted', valueMinor: 100, place: 'cashbox' },
    { kind: 'inserted', valueMinor: 100, place: 'recycler' },
    { kind: 'lost', countMax: 1, cause: 'overflow' },
  ] as const;
  const report = { kind: 'cash', cursor: '1', items } as const;
  expect(machine.cashReported({ ...report, device: 'bills' })).toMatchObject({
    currency: 'USD',
    items: [{ place: 'cashbox-usd' }, { place: 'recycler' }, { kind: 'lost' }],
  });
  expect(machine.cashReported({ ...report, device: 'coins' })).toEqual({
    kind: 'cash-reported',
    device: 'coins',
    cursor: '1',
    items,
    currency: undefined,
  });
});

it('every place and every device is of one currency', () => {
  const machine = twoCurrencies();
  expect(machine.places()).toEqual([
    { place: 'hopper', valueMinor: 100 },
    { place: 'recycler', valueMinor: 100, currency: 'USD' },
    { place: 'cashbox' },
    { place: 'cashbox-usd', currency: 'USD' },
  ]);
  expect(machine.readyDispensers().map(({ currency }) => currency)).toEqual([undefined, 'USD']);
  expect(machine.foreignCurrencies()).toEqual(['USD']);
});

it('a dispenser says which unit carries out its orders', () => {
  const notes = [1_000, 2_000].map((valueMinor) => {
    return new FakeDispenser({ device: `notes/${valueMinor}`, valueMinor, unit: 'notes' });
  });
  const machine = new Machine([...notes, new FakeDispenser({ device: 'hopper', valueMinor: 100 })]);
  expect(machine.readyDispensers().map(({ unit }) => unit)).toEqual(['notes', 'notes', undefined]);
});
