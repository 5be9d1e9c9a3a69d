/** One press is one call, however long the key is held; a button that was away works again. */
import { expect, it } from 'vitest';
import { createMemoryPipe } from '../../hardware/kit/memory-transport.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { HelpButton, PRESS_PAUSE_MS } from './help-button.ts';

const PRESS = new Uint8Array([0x01]);
const RELEASE = new Uint8Array([0x00, 0x00]);

async function button() {
  const clock = new FakeClock(0);
  const { transport, line } = createMemoryPipe(clock);
  const presses: number[] = [];
  const press = (): void => void presses.push(clock.monotonicMs());
  const opened = new HelpButton({ transport, clock, press });
  await clock.advance(0);
  const send = async (bytes: Uint8Array): Promise<void> => {
    line.send(bytes);
    await clock.advance(0);
  };
  return { clock, line, presses, opened, send };
}

it('hears nothing in a release, and one press while a key repeats', async () => {
  const { clock, presses, opened, send } = await button();
  await send(RELEASE);
  expect(presses).toHaveLength(0);
  for (let count = 0; count < 5; count += 1) {
    await send(PRESS);
    await clock.advance(PRESS_PAUSE_MS - 1);
  }
  expect(presses).toHaveLength(1);
  await clock.advance(PRESS_PAUSE_MS);
  await send(PRESS);
  expect(presses).toHaveLength(2);
  await opened[Symbol.asyncDispose]();
});

it('is looked for again when it was unplugged, and not after the till has ended', async () => {
  const { clock, line, presses, opened, send } = await button();
  await line.unplug();
  await clock.advance(5_000);
  await line.plug();
  await clock.advance(60_000);
  await send(PRESS);
  expect(presses).toHaveLength(1);
  await opened[Symbol.asyncDispose]();
  await clock.advance(60_000);
  await send(PRESS);
  expect(presses).toHaveLength(1);
});
