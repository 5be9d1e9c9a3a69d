import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryPipe } from '../../kit/memory-transport.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { parseSimCommand, runSimCommand } from './sim-commands.ts';
import {
  euroMachine,
  euroMachineDriverConfig,
  euroNoteMachine,
  simConfigSchema,
} from './sim-config.ts';
import { cctalkConfigSchema } from './config.ts';
import { createSimMachine } from './sim.ts';

function machine(config = euroMachine) {
  const clock = new FakeClock();
  const sim = createSimMachine({ clock, config, random: seededRandom(1) });
  const { line } = createMemoryPipe(clock);
  sim.attach(line);
  const run = async (text: string) => {
    const parsed = parseSimCommand(text);
    return parsed.kind === 'bad' ? parsed : runSimCommand(sim, line, parsed.command);
  };
  return { clock, sim, run };
}

describe('simulator commands', () => {
  it.each([
    '',
    'dance',
    'insert',
    'insert two',
    'insert-note',
    'insert-note 0',
    'string 3',
    'stacker-out validator',
    'insert 200 300',
    'insert -5',
    'fill hopper-20',
    'noise 0',
    'unplug now',
    'silence hopper-20 0',
    'lose-reply hopper-20 1 300',
    '{"do":"insert"}',
    '{"do":"insert","valueMinor":200,"colour":"red"}',
    '{"do":',
    '[]',
    'constructor',
    '__proto__ 1',
  ])('answers %j with an error', (text) => {
    expect(parseSimCommand(text)).toMatchObject({ kind: 'bad' });
  });

  it('never throws on any line', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'binary' }), (text) => {
        expect(() => parseSimCommand(text)).not.toThrow();
      }),
    ));

  it.each([
    ['insert 200', { do: 'insert', valueMinor: 200 }],
    ['insert-note 2000', { do: 'insert-note', valueMinor: 2_000 }],
    ['stacker-out', { do: 'stacker-out' }],
    ['  jam   hopper-20 ', { do: 'jam', device: 'hopper-20' }],
    ['{"do":"noise","count":40}', { do: 'noise', count: 40 }],
    ['silence bus', { do: 'silence', device: 'bus', times: 1 }],
    ['delay acceptor 300 2', { do: 'delay', device: 'acceptor', delayMs: 300, times: 2 }],
    ['power-cut', { do: 'power-cut' }],
  ])('reads %j', (text, command) => {
    expect(parseSimCommand(text)).toEqual({ kind: 'command', command });
  });

  it.each([
    'insert-note 500',
    'string',
    'stacker-out',
    'stacker-in',
    'jam validator',
    'jam hopper-7',
    'silence nobody',
    'power-cut nobody',
    'fill acceptor 3',
    'empty bus',
  ])('answers %j with an unknown device', async (text) => {
    expect(await machine().run(text)).toMatchObject({ event: 'error', code: 'unknown-device' });
  });

  it('does what it is told to the notes', async () => {
    const { clock, run } = machine(euroNoteMachine);
    await run('jam validator');
    await run('insert-note 2000');
    await clock.advance(3_000);
    expect(await run('truth')).toMatchObject({ notes: { path: { 2000: 1 } } });
    await run('unjam validator');
    await run('stacker-out');
    await run('stacker-in');
    await run('string');
    await run('empty validator');
    expect(await run('truth')).toMatchObject({
      notes: { inserted: { 2000: 1 }, removed: { 2000: 1 }, path: {}, stacker: {}, emptied: {} },
    });
  });

  it('does what it is told to the coins', async () => {
    const { clock, run } = machine();
    await run('insert 200');
    await clock.advance(1_000);
    await run('fill hopper-20 30');
    await run('empty hopper-5');
    expect(await run('truth')).toMatchObject({
      event: 'truth',
      tubes: { 'hopper-5': {}, 'hopper-20': { 20: 70 } },
      rejected: { 200: 1 },
      filled: { 20: 30 },
      emptied: { 5: 40 },
    });
    expect(await run('help')).toMatchObject({
      event: 'help',
      devices: expect.arrayContaining(['bus']),
    });
  });
});

describe('the machine to be simulated', () => {
  it('fits the driver configuration that comes with it', () => {
    const sim = simConfigSchema.parse(euroMachine);
    const driver = cctalkConfigSchema.parse(euroMachineDriverConfig);
    expect(driver.dispensers.map(({ serial }) => serial)).toEqual(
      sim.hoppers.map((one) => one.serial),
    );
    expect(sim.hoppers.map(({ address }) => address)).toEqual([3, 4, 5, 6, 7, 8]);
    for (const { path, place } of driver.acceptors[0]?.paths ?? []) {
      expect(sim.acceptor.paths[path - 1]).toBe(place);
    }
  });
});
