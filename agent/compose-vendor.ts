/** What ties a till to its vendor: its licence, and its hub if it has one. None of it stops a sale. */
import { mkdirSync } from 'node:fs';
import type { Clock, Timer } from '../hardware/kit/clock.ts';
import { ACTIVATION_GRACE_DAYS, type TrustFile } from '../sync/trust/trust-file.ts';
import {
  ensureStationKey,
  readEnrolment,
  readFirstEntitlement,
  writeFirstEntitlement,
  type StationEnrolment,
  type StationFolder,
} from '../sync/uplink/station-files.ts';
import type { Uplink, UplinkPoint } from '../sync/uplink/uplink.ts';
import { Inbox } from './compose-inbox.ts';
import { licenceTray, offerEntitlement, type LicenceParts } from './compose-licence.ts';
import { planTray } from './compose-plan.ts';
import { createUplink } from './compose-uplink.ts';
import type { Config } from './config/config.ts';
import { replaceFile } from './config/replace-file.ts';
import { stationFolder } from './config/station-folder.ts';
import type { Components } from './core/entitlement/hardware.ts';
import type { HeldEntitlement } from './core/till/events.ts';
import { InvariantError } from './core/invariant.ts';
import type { JournalLine } from './core/journal-line.ts';
import type { AgentEvents } from './events.ts';
import type { Shell } from './shell/shell.ts';
import type { LicenceSettings } from './shell/shell-settings.ts';
import type { HubView } from './shell/till-view.ts';
import { StoreError } from './store/store-error.ts';
import type { TillStore } from './store/till-store.ts';

/** It holds the station's key. */
const FOLDER_MODE = 0o700;

/** After a fault of the uplink's own, such as a disk that takes no cursor. */
const REJOIN_MS = 60_000;

/** Who this till is to its vendor. */
export type Station =
  | {
      readonly kind: 'known';
      readonly place: StationFolder;
      readonly privateKey: string;
      /** Undefined for a till that is no hub's station. */
      readonly enrolment: StationEnrolment | undefined;
    }
  /** Its files are no use: there is no hub until they are put right, and the log says why. */
  | { readonly kind: 'unknown'; readonly place: StationFolder };

/** Makes the station's key at the first start. */
export function openStation(config: Config, events: AgentEvents): Station {
  const place = { folder: stationFolder(config), replaceFile };
  try {
    mkdirSync(place.folder, { recursive: true, mode: FOLDER_MODE });
    const { privateKey } = ensureStationKey(place);
    return { kind: 'known', place, privateKey, enrolment: readEnrolment(place) };
  } catch (cause) {
    events.vendorFailed(cause);
    return { kind: 'unknown', place };
  }
}

export interface LicenceFacts {
  readonly station: Station;
  readonly held: HeldEntitlement | undefined;
  readonly trust: TrustFile | undefined;
}

/**
 * A till without a hub goes by its own name. One that cannot read who it is goes by the licence it
 * holds: a damaged file must not turn that off.
 */
export function licenceSettings(
  { till }: Pick<Config, 'till'>,
  { station, held, trust }: LicenceFacts,
): LicenceSettings {
  return {
    station: stationName(station, held) ?? till,
    activationGraceDays: trust?.activationGraceDays ?? ACTIVATION_GRACE_DAYS,
    vendor: trust?.vendor,
    isDemo: trust?.isDemo ?? false,
  };
}

function stationName(station: Station, held: HeldEntitlement | undefined): string | undefined {
  if (station.kind === 'known') return station.enrolment?.station;
  return held?.kind === 'verified' ? held.entitlement.licence.issuedTo.station : undefined;
}

/** What makes an uplink; it is told of the uplink's own faults. */
type CreateUplink = (onFault: (cause: unknown) => void) => Uplink;

/**
 * The till's one connection to its hub, as the rest of the agent knows it: it is there before the
 * uplink, whether or not there is one, and makes another where one has failed.
 */
export class HubLink implements AsyncDisposable {
  readonly #clock: Clock;
  #membership: Membership | undefined;
  #uplink: Uplink | undefined;
  #rejoining: Timer | undefined;
  #closing: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  join(membership: Membership): void {
    this.#membership = membership;
    this.#connect(membership);
  }

  /** Shipping waits until the step that wrote the lines has started its effects. */
  linesAppended(): void {
    if (this.#uplink !== undefined) queueMicrotask(() => this.#uplink?.linesAppended());
  }

  view(): HubView | undefined {
    if (this.#membership === undefined) return undefined;
    const { station } = this.#membership;
    const isOnline = this.#uplink?.phase === 'online';
    const isLineDown = this.#uplink?.isLineDown ?? false;
    return { station, isOnline, isLineDown, durableTo: this.#uplink?.durableTo ?? 0 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#membership = undefined;
    this.#rejoining?.cancel();
    this.#drop();
    await this.#closing;
  }

  #connect(membership: Membership): void {
    let uplink: Uplink | undefined;
    const failed = (cause: unknown): void => {
      membership.onFault(cause);
      // A late fault of one that was let go is no fault of its successor.
      if (this.#uplink === uplink) this.#connectLater(membership);
    };
    try {
      uplink = membership.create(failed);
      this.#uplink = uplink;
      uplink.start();
    } catch (cause) {
      failed(cause);
    }
  }

  #connectLater(membership: Membership): void {
    this.#drop();
    this.#rejoining?.cancel();
    if (this.#membership === undefined) return;
    this.#rejoining = this.#clock.startTimer(REJOIN_MS, () => void this.#reconnect(membership));
  }

  /** Two at once would each carry out the same commands. */
  async #reconnect(membership: Membership): Promise<void> {
    await this.#closing;
    if (this.#membership !== undefined) this.#connect(membership);
  }

  #drop(): void {
    const dropped = this.#uplink;
    this.#uplink = undefined;
    if (dropped === undefined) return;
    const { onFault } = this.#membership ?? { onFault: () => undefined };
    const before = this.#closing;
    this.#closing = dropped[Symbol.asyncDispose]()
      .catch(onFault)
      .then(() => before);
  }
}

/** Of a station in its hub. */
interface Membership {
  readonly station: string;
  readonly create: CreateUplink;
  readonly onFault: (cause: unknown) => void;
}

export interface VendorParts {
  readonly station: Station;
  readonly trust: TrustFile | undefined;
  readonly version: string;
  readonly clock: Clock;
  readonly components: Components;
  readonly events: AgentEvents;
  readonly shell: Shell;
  readonly store: TillStore;
  readonly link: HubLink;
  readonly onLines: (lines: readonly JournalLine[]) => void;
  /** The till can no longer be trusted to write down what it does. */
  readonly fail: (cause: unknown) => void;
  readonly onPoint?: ((point: UplinkPoint) => void) | undefined;
}

/** Takes in licences and plans from now on, and keeps the till connected to its hub if it has one. */
export async function joinVendor(parts: VendorParts): Promise<AsyncDisposable> {
  const { station, trust, clock, components, shell, events, link } = parts;
  const stack = new AsyncDisposableStack();
  const onFault = (cause: unknown): void => {
    if (cause instanceof StoreError || cause instanceof InvariantError) parts.fail(cause);
    else events.vendorFailed(cause);
  };
  const licence = { trust, clock, components, tell: shell.tell.bind(shell) };
  const { folder } = station.place;
  const trays = [licenceTray(licence, folder), planTray(licence, folder)];
  const inbox = stack.use(new Inbox(trays, clock, onFault));
  await inbox.start();
  await takeFirstEntitlement(licence, station.place, onFault);
  if (station.kind === 'unknown' || station.enrolment === undefined) return stack;
  const { enrolment, place, privateKey } = station;
  stack.use(link);
  const commands = parts.store.commands({
    station: enrolment.station,
    wallMs: () => clock.wallMs(),
    onLines: parts.onLines,
  });
  const wiring = { ...parts, place, enrolment, privateKey, commands, onEvent: events.hubUsed };
  link.join({
    station: enrolment.station,
    create: (onUplinkFault) => createUplink({ ...wiring, onFault: onUplinkFault }),
    onFault,
  });
  return stack;
}

/** What came with the enrolment is for this station only, so it waits for the start that makes it one. */
async function takeFirstEntitlement(
  licence: LicenceParts,
  place: StationFolder,
  onFault: (cause: unknown) => void,
): Promise<void> {
  try {
    const document = readFirstEntitlement(place);
    if (document === undefined) return;
    await offerEntitlement(document, 'hub', licence);
    writeFirstEntitlement(place, undefined);
  } catch (cause) {
    onFault(cause);
  }
}
