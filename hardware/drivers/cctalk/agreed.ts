import type { AskOptions, Bus } from './bus.ts';
import type { Request } from './machine.ts';

const READINGS_MAX = 6;

/**
 * Reads until two readings in a row are the same. One in 256 disturbed frames passes the 8-bit
 * checksum, so no figure that money depends on is taken from a single frame. `first` is a reading
 * there is already.
 */
export async function askAgreed<Reply>(
  bus: Bus,
  request: Request<Reply>,
  options: AskOptions & { readonly first?: Reply } = {},
): Promise<Reply | undefined> {
  const { first, ...asking } = options;
  let previous = first === undefined ? undefined : JSON.stringify(first);
  for (let reading = 0; reading < READINGS_MAX; reading += 1) {
    const answer = await bus.ask(request, asking);
    if (answer.kind !== 'ok') return undefined;
    const text = JSON.stringify(answer.value);
    if (text === previous) return answer.value;
    previous = text;
  }
  return undefined;
}
