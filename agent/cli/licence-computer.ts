/** A file that takes a computer's hashed parts from a till to a vendor who issues licences offline. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { hardwareField } from '../../sync/protocol/fields.ts';
import { freshlySalted } from '../../sync/trust/component-hash.ts';
import { readJsonFile } from '../config/config.ts';
import { replaceFile } from '../config/replace-file.ts';
import type { Fingerprint } from '../core/entitlement/entitlement.ts';
import { fingerprintOf } from '../core/entitlement/hardware.ts';
import { readComponents } from '../hardware-identity.ts';
import { UsageError, type CommandIo } from './command.ts';

const FILE_MODE = 0o644;

const computerSchema = z.strictObject({
  format: z.literal('tillwarden-computer-v1'),
  ...hardwareField.shape,
});

/** Exit code 1 where nothing of this computer can be read. */
export function writeComputer(path: string, io: CommandIo): number {
  if (existsSync(path)) throw new UsageError(`${path} is there already; choose another --out`);
  const hardware = freshlySalted(readComponents(io.hardwareRoot ?? '/'));
  if (hardware.hashes.length === 0) {
    io.stderr.write(
      'No part of this computer says which one it is, or this user may not read it. ' +
        'Nothing was written. Try it as root; a licence without it counts on any computer.\n',
    );
    return 1;
  }
  const file = { format: 'tillwarden-computer-v1', ...hardware };
  replaceFile(path, `${JSON.stringify(file, null, 2)}\n`, FILE_MODE);
  io.stdout.write(
    `${path} is written: ${hardware.hashes.length} parts, hashed. Take it to the vendor; ` +
      'run it as the user that runs the agent, which must find the same parts.\n',
  );
  return 0;
}

/** What a licence says that is bound to the computer of this file. */
export function boundTo(path: string): { readonly fingerprint: Fingerprint } {
  const parsed = computerSchema.safeParse(readJsonFile(path));
  if (!parsed.success) throw new UsageError(`${path}: ${z.prettifyError(parsed.error)}`);
  const fingerprint = fingerprintOf(parsed.data);
  if (fingerprint === undefined) throw new UsageError(`${path} names no parts`);
  return { fingerprint };
}
