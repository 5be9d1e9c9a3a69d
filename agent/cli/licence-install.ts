import { readConfig } from '../config/config.ts';
import { writeOfferedLicence } from '../config/offered-licence.ts';
import { stationFolder } from '../config/station-folder.ts';
import { readEnrolment } from '../../sync/uplink/station-files.ts';
import { verifyDocument } from '../../sync/trust/verify-document.ts';
import { readTrust } from '../config/trust-place.ts';
import { configPath, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { licenceTextOf, stationRefusal, tellRefusal } from './licence-check.ts';

/** Checks a licence as this till will, and lays it down for the agent. Exit code 1 when it is not for it. */
export async function installLicence(
  path: string,
  { config: named, json: isJson }: { readonly config?: string | undefined; readonly json: boolean },
  io: CommandIo,
): Promise<number> {
  const config = readConfig(configPath(named, io.env));
  const folder = stationFolder(config);
  const station = readEnrolment({ folder })?.station ?? config.till;
  const trust = readTrust(io.root);
  if (trust === undefined) {
    io.stderr.write(
      'This installation has no trust.json beside its program, so it can believe no licence. ' +
        'Nothing was installed. Ask the vendor for a complete installation.\n',
    );
    return 1;
  }
  const shape = { isJson, isDemo: trust.isDemo };
  const document = licenceTextOf(path);
  const verified = await verifyDocument(document, 'entitlement', trust);
  if (verified.kind === 'refused') return tellRefusal(verified, shape, io);
  const wrong = stationRefusal(verified.payload, station);
  if (wrong !== undefined) return tellRefusal(wrong, shape, io);
  writeOfferedLicence(folder, document);
  io.stdout.write(
    isJson
      ? `${JSON.stringify({ isInstalled: true, station })}\n`
      : `${demoBanner(trust.isDemo)}The licence waits for the agent of ${station}, which takes it in ` +
          'in a few seconds, or at its next start. See: tillwarden journal show\n',
  );
  return 0;
}
