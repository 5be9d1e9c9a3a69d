import type { AskOptions, Bus } from './bus.ts';
import type { Request } from './machine.ts';

const READINGS_MAX = 6;

/**
 * Reads until two readings in a row are the same. One in 256 disturbed frames passes the 8-bit
 * checksum, so no figure that money depends on is taken from a single frame.
 */
export async function askAgreed<Reply>(
  bus: Bus,
  request: Request<Reply>,
  options: AskOptions = {},
): Promise<Reply | undefined> {
  let previous: string | undefined;
  for (let reading = 0; reading < READINGS_MAX; reading += 1) {
    const answer = await bus.ask(request, options);
    if (answer.kind !== 'ok') return undefined;
    const text = JSON.stringify(answer.value);
    if (text === previous) return answer.value;
    previous = text;
  }
  return undefined;
}
