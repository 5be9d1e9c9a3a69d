import { readFileSync } from 'node:fs';
import { askHidden, hasTerminal } from './ask-hidden.ts';
import { UsageError, type CommandIo } from './command.ts';
import { firstLine, lineOf } from './typed-text.ts';

export interface PinSources {
  readonly 'pin-file'?: string | undefined;
  readonly 'pin-stdin': boolean;
}

/** A PIN somebody chooses: asked for twice, from a file, or from another program. Never from the arguments. */
export async function newPin(
  sources: PinSources,
  operatorId: string,
  io: CommandIo,
): Promise<string> {
  const file = sources['pin-file'];
  if (file !== undefined) return firstLine(readFileSync(file, 'utf8'));
  if (sources['pin-stdin']) return await lineOf(io.stdin);
  if (!hasTerminal(io)) throw new UsageError('say where the PIN is: --pin-file or --pin-stdin');
  const pin = await askHidden(`New PIN of ${operatorId}, 4 to 12 digits: `, io);
  if ((await askHidden('The same again: ', io)) === pin) return pin;
  throw new UsageError('these were two different PINs; nothing is changed');
}
