/** A hub's licences over a database in memory: codes made, presented as tills do, mail read as they do. */
import { randomBytes } from 'node:crypto';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import { enrol, type EnrolParts } from '../../sync/hub/fleet/enrol.ts';
import { signOn } from '../../sync/hub/fleet/sign-on.ts';
import { HubOffice } from '../../sync/hub/hub-office.ts';
import type { HubEvent } from '../../sync/hub/hub-parts.ts';
import { openVendor, type HubVendor } from '../../sync/hub/licences/vendor.ts';
import { Attempts } from '../../sync/hub/sessions/attempts.ts';
import { SessionRegistry } from '../../sync/hub/sessions/session-registry.ts';
import { openHubDatabase, type HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { commandsAfter } from '../../sync/hub/store/mailbox.ts';
import {
  enrolmentFacts,
  type EnrolmentRequest,
  type EnrolmentResult,
} from '../../sync/protocol/enrolment.ts';
import { GENESIS } from '../../sync/protocol/fields.ts';
import type { SigningKey } from '../../sync/trust/signing-key.ts';
import { createStationKey, signAsStation, type StationKey } from '../../sync/trust/station-key.ts';
import { verifyDocument } from '../../sync/trust/verify-document.ts';
import { FakeClock } from './fake-clock.ts';
import { createTestVendor } from './test-vendor.ts';

export const TERMS = {
  customer: 'Bar Pepe',
  zone: 'Europe/Madrid',
  product: 'Tillwarden',
  edition: 'standard',
};
export const CODE = { name: 'Till 1', site: 'Centro', validMs: 60_000 };

const ATTEMPTS_MAX = 1_000;

export interface Presented extends EnrolmentResult {
  readonly key: StationKey;
  readonly nonce: string;
}

export class LicenceDesk implements AsyncDisposable {
  readonly vendor = createTestVendor();
  readonly clock = new FakeClock();
  readonly events: HubEvent[] = [];
  readonly database: HubDatabase;

  constructor(database: HubDatabase) {
    this.database = database;
  }

  static async open(): Promise<LicenceDesk> {
    return new LicenceDesk(await openHubDatabase(':memory:'));
  }

  /** The vendor's files as a hub has them: with a key of the issuer, that one, or none. */
  async hubVendor(key?: SigningKey | 'none'): Promise<HubVendor | undefined> {
    const issuerKey = key === 'none' ? undefined : (key ?? (await this.vendor.certify('issuer')));
    return openVendor({ trust: this.vendor.trust, issuerKey });
  }

  office(vendor: HubVendor | undefined): HubOffice {
    const { database, clock } = this;
    return new HubOffice({ database, nowMs: () => clock.wallMs(), randomBytes, vendor });
  }

  enrolParts(vendor: HubVendor | undefined): EnrolParts {
    return {
      database: this.database,
      hubEpoch: 'hub-1',
      vendor,
      pins: [],
      clock: this.clock,
      newNonce: () => `n${randomBytes(24).toString('base64url')}`,
      registry: new SessionRegistry(),
      enrolmentFailures: new Attempts(ATTEMPTS_MAX),
      onEvent: (event) => void this.events.push(event),
      address: '127.0.0.1',
    };
  }

  /** Presents a code as a till does. */
  present(
    vendor: HubVendor | undefined,
    code: string,
    key = createStationKey(),
  ): Promise<Presented> {
    return this.bring(vendor, { code }, key);
  }

  /** Presents a code as a till does that has a licence. */
  async bring(
    vendor: HubVendor | undefined,
    brought: Pick<EnrolmentRequest, 'code' | 'held' | 'generation' | 'hardware'>,
    key = createStationKey(),
  ): Promise<Presented> {
    const nonce = randomBytes(24).toString('base64url');
    const facts = { ...brought, publicKey: key.publicKey, version: 'test', nonce };
    const statement = { purpose: 'enrol', facts: enrolmentFacts(facts) } as const;
    const signature = signAsStation(key.privateKey, statement);
    const outcome = await enrol({ ...facts, signature }, this.enrolParts(vendor));
    if (outcome.kind === 'refused') throw new TypeError(`not enrolled: ${outcome.code}`);
    return { ...outcome.result, key, nonce };
  }

  /** A station with a licence. */
  async licensed(): Promise<{ office: HubOffice; station: string; first: Entitlement }> {
    const vendor = await this.hubVendor();
    const office = this.office(vendor);
    const code = await office.makeCode({ ...CODE, licence: TERMS });
    const { station, entitlement } = await this.present(vendor, code);
    return { office, station, first: await this.contentOf(entitlement) };
  }

  /** A station without one, at a hub that signs none. */
  async unlicensed(): Promise<{ office: HubOffice; station: string }> {
    const office = this.office(await this.hubVendor('none'));
    const { station } = await this.present(undefined, await office.makeCode(CODE));
    return { office, station };
  }

  /** What a genuine entitlement says. */
  async contentOf(document: string | undefined): Promise<Entitlement> {
    const verified = await verifyDocument(document ?? '', 'entitlement', this.vendor.trust);
    if (verified.kind === 'refused') throw new TypeError(verified.detail);
    return verified.payload;
  }

  /** The station's till signs on, and tells of an entitlement it has seen. */
  async hear(station: string, keyEpoch: number, n: number): Promise<void> {
    const statement = { journal: { head: GENESIS, trail: [] }, capabilities: [], nonce: 'n' };
    const versions = { agent: '1', protocol: 1 };
    const generation = { keyEpoch, n };
    const hello = { ...statement, station, epoch: 1, versions, generation, signature: 's' };
    await signOn(this.database, hello, this.clock.wallMs());
  }

  /** Every entitlement in a station's mailbox. */
  async mail(station: string): Promise<readonly Entitlement[]> {
    const found: Entitlement[] = [];
    for (let batch = await this.#batch(station, 0); batch.length > 0;) {
      for (const { body } of batch) found.push(await this.contentOf(String(body['document'])));
      batch = await this.#batch(station, found.length);
    }
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.database.destroy();
  }

  #batch(station: string, after: number): ReturnType<typeof commandsAfter> {
    return commandsAfter(this.database, station, after);
  }
}
