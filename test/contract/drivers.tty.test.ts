/**
 * Every driver over a real terminal with the real serial port: it finds out what stands there, credits
 * once and from where it left off, outlives a pulled plug and garbage, settles what its predecessor
 * began, and will not work with what is not the device it was meant for.
 */
import { describe, expect, it } from 'vitest';
import { drivers } from '../../hardware/drivers.ts';
import { DriverTerminal, type TerminalOptions } from '../support/driver-terminal.ts';
import { terminalFamilies, type TerminalFamily } from './terminal-families.ts';

async function open(
  family: TerminalFamily,
  changes: Partial<TerminalOptions> = {},
): Promise<DriverTerminal> {
  const driver = await drivers[family.driver]?.();
  if (driver?.connection !== 'bytes') throw new RangeError(`No driver ${family.driver}.`);
  const { machine, config } = family;
  return DriverTerminal.open({ driver, machine, config, ...changes });
}

/** A machine that is up and lets in what the family puts in. */
async function accepting(family: TerminalFamily, isSlow = false): Promise<DriverTerminal> {
  const terminal = await open(family, { isSlow });
  await terminal.until(() => terminal.stateOf(family.acceptor) === 'up');
  terminal.acceptor(family.acceptor).setAcceptance([family.valueMinor]);
  return terminal;
}

async function creditOne(terminal: DriverTerminal, family: TerminalFamily): Promise<void> {
  const before = terminal.creditedMinor.length;
  await terminal.insertUntil(family.insert, () => terminal.creditedMinor.length > before);
}

const payers = terminalFamilies.filter(({ dispenser }) => dispenser !== undefined);
const troubles = terminalFamilies.flatMap((family) =>
  family.troubles.map((trouble) => ({ family, machine: family.machine, ...trouble })),
);
const misfits = terminalFamilies.flatMap(({ misfits: all, ...family }) =>
  all.map((misfit) => ({ family, machine: family.machine, ...misfit })),
);

describe.concurrent.each(misfits)('$machine: $name', ({ family, config, equipment, code }) => {
  it(`is the fault ${code}, and nothing is taken`, async () => {
    const changes = { config: config ?? family.config, equipment };
    await using terminal = await open({ ...family, misfits: [] }, changes);
    await terminal.until(() => terminal.complaints.includes(code));
    expect(terminal.creditedMinor).toEqual([]);
  });
});

describe.concurrent.each(troubles)('$machine: $name', ({ family, commands, code, isSlow }) => {
  it(`is told as ${code}`, async () => {
    await using terminal = await accepting(family, isSlow);
    await creditOne(terminal, family);
    const [last = '', ...first] = commands.toReversed();
    for (const command of first.toReversed()) await terminal.tell(command);
    await terminal.insertUntil(last, () => terminal.complaints.includes(code));
    expect(new Set(terminal.creditedMinor)).toEqual(new Set([family.valueMinor]));
  });
});

describe.concurrent.each(terminalFamilies)('$machine on a terminal', (family) => {
  const { acceptor, valueMinor } = family;

  it('goes down with the plug and comes up with it, and takes again what it took', async () => {
    await using terminal = await accepting(family);
    await terminal.tell('unplug');
    await terminal.until(() => terminal.stateOf(acceptor) === 'down');
    await terminal.tell('plug');
    await terminal.until(() => terminal.stateOf(acceptor) === 'up');
    await creditOne(terminal, family);
    expect(terminal.creditedMinor).toEqual([valueMinor]);
  });

  it('is not put off by garbage', async () => {
    await using terminal = await accepting(family);
    for (let burst = 0; burst < 5; burst += 1) await terminal.tell('noise 400');
    await creditOne(terminal, family);
    await terminal.tell('noise 400');
    await creditOne(terminal, family);
    expect(terminal.creditedMinor).toEqual([valueMinor, valueMinor]);
  });

  it('credits once, and goes on from its cursor in another process', async () => {
    await using terminal = await accepting(family);
    expect(terminal.acceptor(acceptor).valuesMinor).toContain(valueMinor);
    await creditOne(terminal, family);
    expect(await terminal.acceptor(acceptor).fixDeposit()).toBe('fixed');
    await terminal.killHost();
    terminal.startHost();
    await terminal.until(() => terminal.stateOf(acceptor) === 'up');
    terminal.acceptor(acceptor).setAcceptance([valueMinor]);
    await creditOne(terminal, family);
    expect(terminal.creditedMinor).toEqual([valueMinor]);
  });

  it('credits nothing of two devices that speak over each other', async () => {
    await using terminal = await open(family, { machineCount: 2 });
    await terminal.until(() => terminal.stateOf(acceptor) !== undefined);
    terminal.acceptor(acceptor).setAcceptance([valueMinor]);
    await terminal.insertUntil(family.insert, () => terminal.stateOf(acceptor) !== 'up');
    expect(terminal.creditedMinor).toEqual([]);
  });
});

describe.concurrent.each(payers)('$machine on a terminal', ({ dispenser = '', ...family }) => {
  it('says to another process what it paid for the one that died', async () => {
    await using terminal = await open(family);
    await terminal.until(() => terminal.stateOf(dispenser) === 'up');
    const prepared = await terminal.dispenser(dispenser).prepare('customer');
    if (prepared.kind !== 'prepared') throw new RangeError(JSON.stringify(prepared));
    const order = { count: 4, evidence: prepared.evidence, to: 'customer' } as const;
    let paid = 0;
    terminal.onMachineEvent(({ event }) => {
      if (event === 'paid-out') paid += 1;
    });
    const dying = terminal.dispenser(dispenser).dispense(order);
    await terminal.until(() => paid > 0);
    await terminal.killHost();
    dying.catch(() => undefined);
    terminal.startHost();
    const settled = await terminal.dispenser(dispenser).settle(order);
    const complete = { kind: 'settled', paid: 4, cause: 'complete' };
    const begun = { kind: 'settled', paid, cause: 'fault' };
    expect(settled).toEqual(family.isPaidSingly === true ? begun : complete);
    expect(await terminal.dispenser(dispenser).settle(order)).toEqual(settled);
  });
});
