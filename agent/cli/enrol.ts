import { mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { freshlySalted } from '../../sync/trust/component-hash.ts';
import { enrolAtHub } from '../../sync/uplink/enrol-client.ts';
import { enrolStation } from '../../sync/uplink/enrol-station.ts';
import type { EnrolmentProof } from '../../sync/uplink/verify-answer.ts';
import { readConfig } from '../config/config.ts';
import { readComponents } from '../hardware-identity.ts';
import { replaceFile } from '../config/replace-file.ts';
import { stationFolder } from '../config/station-folder.ts';
import { readTrust } from '../config/trust-place.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { licenceText, readHeldLicence } from './held-licence.ts';

/** It holds the station's key. */
const FOLDER_MODE = 0o700;

export const enrolCommand: Command = {
  usage: 'enrol --hub URL --code CODE [--ca FILE] [--again] [--config FILE]',
  summary:
    'Make this till a station of a vendor’s hub, with the one-time code from there. The agent connects at its next start.',
  run,
};

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      hub: { type: 'string' },
      code: { type: 'string' },
      ca: { type: 'string' },
      again: { type: 'boolean', default: false },
      config: { type: 'string' },
    },
  });
  const { hub, code } = values;
  if (hub === undefined || code === undefined) {
    throw new UsageError('say where and with which code: --hub URL --code CODE');
  }
  const settings = readConfig(configPath(values.config, io.env));
  const place = { folder: stationFolder(settings), replaceFile };
  mkdirSync(place.folder, { recursive: true, mode: FOLDER_MODE });
  const ca = values.ca === undefined ? undefined : readFileSync(values.ca, 'utf8');
  const trust = readTrust(io.root);
  const address = { url: hub, ca, pins: [] };
  const held = await readHeldLicence({ store: settings.store, place, trust });
  const { document, generation } = held;
  const hardware = freshlySalted(readComponents(io.hardwareRoot ?? '/'));
  const brought = { held: document, generation, hardware };
  const common = { ...brought, address, code, version: io.version, clock: systemClock, trust };
  const enrolled = await enrolStation({
    place,
    address,
    code,
    isAgain: values.again,
    present: (key) => enrolAtHub({ ...common, key }),
  });
  const { station } = enrolled;
  io.stdout.write(
    `${demoBanner(trust?.isDemo ?? false)}This till is ${station} at ${hub}. ` +
      `${proofText(enrolled.proof)}${licenceText(held, enrolled)}` +
      'Restart the agent now: it connects when it starts.\n',
  );
  return 0;
}

function proofText(proof: EnrolmentProof): string {
  switch (proof) {
    case 'verified':
      return 'The hub’s answer is signed by the vendor. ';
    case 'not-signed':
      return 'The hub’s answer is NOT SIGNED: that hub has no issuer key. ';
    case 'no-trust-file':
      return (
        'The hub’s answer is signed, but CANNOT BE VERIFIED: ' +
        'there is no trust.json beside the program. '
      );
  }
}
