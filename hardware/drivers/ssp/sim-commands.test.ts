import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryPipe } from '../../kit/memory-transport.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { parseSimCommand, runSimCommand } from './sim-commands.ts';
import { nv200, simConfigSchema } from './sim-config.ts';
import { SimMachine } from './sim.ts';

function machine() {
  const clock = new FakeClock();
  const config = simConfigSchema.parse(nv200);
  const sim = new SimMachine({ clock, config, random: seededRandom(1) });
  const { line } = createMemoryPipe(clock);
  sim.attach(line);
  return async (text: string) => {
    const parsed = parseSimCommand(text);
    return parsed.kind === 'bad' ? parsed : runSimCommand(sim, line, parsed.command);
  };
}

describe('commands of the simulated units', () => {
  it.each([
    '',
    'dance',
    'insert',
    'insert two',
    'insert 500 1000',
    'insert -5',
    'jam now',
    'silence 0',
    'delay',
    'noise 0',
    '{"do":"insert"}',
    '{"do":"insert","valueMinor":500,"colour":"red"}',
    '{"do":',
    '[]',
    'constructor',
    '__proto__ 1',
  ])('answer %j with an error', (text) => {
    expect(parseSimCommand(text)).toMatchObject({ kind: 'bad' });
  });

  it('never throw on any line', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(() => parseSimCommand(text)).not.toThrow();
      }),
    ));

  it('do what they say', async () => {
    const run = machine();
    expect(await run('insert 7')).toMatchObject({ event: 'error', code: 'unknown-value' });
    const plain = [
      'jam',
      'unjam',
      'stacker-full',
      'stacker-emptied',
      'fraud',
      'surprise',
      'power-cut',
    ];
    const timed = [
      'silence 3',
      'delay 300 2 86',
      'noise 4',
      'clear',
      'power-on',
      'lose-keys',
      'quit',
    ];
    for (const text of [...plain, ...timed]) {
      expect(await run(text)).toEqual({ event: 'done', do: text.split(' ')[0] });
    }
    expect(await run('unplug')).toEqual({ event: 'unplugged' });
    expect(await run('plug')).toEqual({ event: 'plugged' });
    expect(await run('insert 500')).toEqual({ event: 'done', do: 'insert' });
    const truth = await run('truth');
    // Nobody has enabled it: the note comes back at once.
    expect(truth).toMatchObject({ units: { notes: { returned: { 500: 1 }, store: { 500: 10 } } } });
    expect(await run('help')).toMatchObject({ event: 'help', devices: ['notes'] });
  });
});
