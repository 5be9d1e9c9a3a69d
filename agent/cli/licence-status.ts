/** Where this till stands with its licence, and which computer that is bound to. */
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { ACTIVATION_GRACE_DAYS } from '../../sync/trust/trust-file.ts';
import { readEnrolment } from '../../sync/uplink/station-files.ts';
import { heldEntitlement } from '../compose-licence.ts';
import { readConfig } from '../config/config.ts';
import { stationFolder } from '../config/station-folder.ts';
import { readTrust } from '../config/trust-place.ts';
import { allowances } from '../core/entitlement/allowances.ts';
import { CLOCK_TOLERANCE_MS } from '../core/entitlement/clock-evidence.ts';
import { bindingOf } from '../core/entitlement/hardware.ts';
import { licenceStatus } from '../core/entitlement/licence-status.ts';
import { stepLicensing, type Licensing } from '../core/entitlement/licensing.ts';
import { readComponents } from '../hardware-identity.ts';
import { openForReading } from '../store/database.ts';
import { TillStore } from '../store/till-store.ts';
import { DEFAULT_LANGUAGE } from '../words/language.ts';
import { bindingText, licenceNotices } from '../words/licence-words.ts';
import { configPath, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { languageOf } from './language-flag.ts';

interface StatusFlags {
  readonly config?: string | undefined;
  readonly lang?: string | undefined;
  readonly json: boolean;
}

/** Reads beside a running agent. Throws `StoreError` where none has run yet. */
export async function showStatus(
  { config: named, lang, json }: StatusFlags,
  io: CommandIo,
): Promise<number> {
  const language = lang === undefined ? DEFAULT_LANGUAGE : languageOf(lang);
  const config = readConfig(configPath(named, io.env));
  const trust = readTrust(io.root);
  const components = readComponents(io.hardwareRoot ?? '/');
  const kept = readLicensing(config.store);
  const held = await heldEntitlement(kept.document, { trust, components });
  const station = readEnrolment({ folder: stationFolder(config) })?.station ?? config.till;
  const { entitlement: verified, components: own } = held?.kind === 'verified' ? held : {};
  const unsealing = { entitlement: verified, components: own, station };
  const { licensing } = stepLicensing(kept, { kind: 'entitlement-unsealed', ...unsealing });
  const status = licenceStatus({
    ...licensing,
    clockMs: systemClock.wallMs(),
    clockToleranceMs: CLOCK_TOLERANCE_MS,
    activationGraceDays: trust?.activationGraceDays ?? ACTIVATION_GRACE_DAYS,
  });
  const { entitlement, components: found = [] } = licensing;
  const computer = bindingOf(entitlement?.fingerprint, found);
  if (json) {
    const { state, flags, clock, lastCoveredDay } = status;
    const said = { station, state, flags, clock, lastCoveredDay, ...allowances(status), computer };
    io.stdout.write(`${JSON.stringify(said)}\n`);
    return 0;
  }
  const notices = licenceNotices(status, language).map(
    ({ title, text }) => `${title}\n  ${text}\n`,
  );
  const bound = entitlement === undefined ? '' : `${bindingText(computer, language)}\n`;
  io.stdout.write(`${demoBanner(trust?.isDemo ?? false)}${notices.join('')}${bound}`);
  return 0;
}

function readLicensing(path: string): Licensing {
  using store = new TillStore(openForReading(path));
  return store.load().licensing;
}
