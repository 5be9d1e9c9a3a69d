/** What was read and reckoned of licences before: most of them stay what they are for a year. */
import { CLOCK_TOLERANCE_MS, NO_EVIDENCE } from '../../../agent/core/entitlement/clock-evidence.ts';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import {
  licenceStatus,
  type LicenceStatus,
} from '../../../agent/core/entitlement/licence-status.ts';
import { entitlementSchema } from '../../trust/entitlement-schema.ts';

interface Known {
  readonly payload: string;
  readonly entitlement: Entitlement;
  reckoned?: Reckoned;
}

interface Reckoned {
  readonly quarter: number;
  readonly isUnbound: boolean;
  readonly status: LicenceStatus;
}

/** In every zone a day begins with a quarter of an hour. */
const QUARTER_MS = 15 * 60 * 1_000;

export interface StatusFacts {
  /** The till says that it is not the machine any more for which it was licensed. */
  readonly isUnbound: boolean;
  readonly nowMs: number;
}

export class KnownLicences {
  readonly #known = new Map<string, Known>();

  /** What an entitlement says that the hub has kept. */
  read(station: string, payload: string): Entitlement {
    const known = this.#known.get(station);
    if (known?.payload === payload) return known.entitlement;
    const entitlement = entitlementSchema.parse(JSON.parse(payload));
    this.#known.set(station, { payload, entitlement });
    return entitlement;
  }

  /**
   * As the till reckons it, whose clock the hub's stands for; whether the machine is still the one it
   * was licensed for only the till can say.
   */
  status(
    station: string,
    entitlement: Entitlement | undefined,
    { isUnbound, nowMs }: StatusFacts,
  ): LicenceStatus {
    const known = this.#known.get(station);
    const quarter = Math.floor(nowMs / QUARTER_MS);
    const before = known?.entitlement === entitlement ? known?.reckoned : undefined;
    if (before?.quarter === quarter && before.isUnbound === isUnbound) return before.status;
    const status = licenceStatus({
      entitlement,
      clockMs: nowMs,
      evidence: NO_EVIDENCE,
      clockToleranceMs: CLOCK_TOLERANCE_MS,
      unlicensedMs: 0,
      activationGraceDays: 0,
      components: isUnbound ? [] : entitlement?.fingerprint?.hashes,
    });
    if (known?.entitlement === entitlement && known !== undefined) {
      known.reckoned = { quarter, isUnbound, status };
    }
    return status;
  }
}
