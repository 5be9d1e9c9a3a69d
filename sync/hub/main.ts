/** Puts a hub together from its parts and brings it up; used by `tillwarden hub` and by tests. */
import { randomBytes, type KeyObject } from 'node:crypto';
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import { readPage } from './api/page-files.ts';
import type { FleetControls, PeopleParts } from './api/people-parts.ts';
import { ContractRounds } from './contracts/contract-rounds.ts';
import { RoundReports } from './contracts/round-reports.ts';
import { sendChanges } from './contracts/send-changes.ts';
import { deskRound } from './desk/desk-rounds.ts';
import { DeskRunner } from './desk/desk-runner.ts';
import { tidySessions } from './desk/remote-desk.ts';
import { databasePath, HubOffice } from './hub-office.ts';
import type { HubAuthority, HubEvent, HubParts, HubPoint } from './hub-parts.ts';
import { createHubServer, listen, type ListenPlace } from './hub-server.ts';
import { openVendor, type HubVendor } from './licences/vendor.ts';
import { FAILURES_MAX, SIGN_ONS_MAX } from './limits.ts';
import type { MailSettings } from './mail/mail-settings.ts';
import { openMailRoom } from './mail/mail-room.ts';
import { KnownLicences } from './rollouts/known-licences.ts';
import { ReleaseRepository } from './rollouts/repository.ts';
import { RolloutRunner, type RunnerParts } from './rollouts/rollout-runner.ts';
import { EMPTY_SHELF } from './rollouts/shelf.ts';
import { Attempts } from './sessions/attempts.ts';
import { RelayDoorway, isRelayUpgrade } from './sessions/relay-doorway.ts';
import { Relay } from './sessions/relay.ts';
import { SessionRegistry } from './sessions/session-registry.ts';
import { Doorway } from './sessions/upgrade.ts';
import { addAudit, type Actor } from './store/audit.ts';
import { businessMark } from './store/business-mark.ts';
import { takeFreshnessVersion } from './store/freshness.ts';
import { openHubDatabase, type HubDatabase, type HubSynchronous } from './store/hub-database.ts';
import { hubEpochOf } from './store/meta.ts';
import { hasUsers } from './store/users.ts';
import { AddressFailures } from './users/address-failures.ts';
import { PasswordHasher, type ScryptCost } from './users/password.ts';
import { readKeyring, type Keyring } from './vault/keyring.ts';
import { allowedAddresses } from './webhooks/outside-address.ts';

export interface HubSettings {
  /** The folder of the hub's database. */
  readonly folder: string;
  readonly listen: ListenPlace;
  /** SHA-256 (base64url) of public keys that tills should insist on; none: any verified certificate. */
  readonly pins: readonly string[];
  readonly version: string;
  readonly clock: Clock;
  readonly authority: HubAuthority;
  /** Where the vendor's release repository was published to, and the key that signs it fresh. */
  readonly releases?: ReleaseSettings | undefined;
  /** The keys of what the hub seals: of the vault, and of webhooks. */
  readonly vaultKeyFile?: string | undefined;
  readonly mail?: MailSettings | undefined;
  /** Addresses and networks inside that webhooks may go to. */
  readonly webhookAllow?: readonly string[] | undefined;
  readonly onEvent: (event: HubEvent) => void;
  /** Told of faults of our own; the other end was answered `internal`. */
  readonly onError: (cause: unknown) => void;
  /** Where the built page lies; without it `/` says so. */
  readonly pageFolder?: string;
  /** Less than the default only where nobody's password is at stake. */
  readonly passwordCost?: ScryptCost;
  /** `OFF` only to show what FULL is for. */
  readonly synchronous?: HubSynchronous;
  /** Called at the named points at which a crash is worth trying. */
  readonly onPoint?: (point: HubPoint) => void;
}

export interface ReleaseSettings {
  readonly folder: string;
  readonly freshnessKey: KeyObject;
}

export interface Hub extends AsyncDisposable {
  readonly url: string;
  readonly hubEpoch: string;
  readonly isDemo: boolean;
  /** What an admin does; what is sent here goes out at once, and a revoked till's socket closes. */
  readonly office: HubOffice;
  readonly sendEntitlement: HubOffice['sendEntitlement'];
  readonly revoke: HubOffice['revoke'];
  readonly isConnected: (station: string) => boolean;
}

const NONCE_BYTES = 24;

/** Listens until disposed. Throws `HubError`. */
export async function startHub(settings: HubSettings): Promise<Hub> {
  await using stack = new AsyncDisposableStack();
  const vendor = await openVendor(settings.authority);
  const database = await openHubDatabase(databasePath(settings.folder), settings.synchronous);
  stack.defer(() => database.destroy());
  const lifetime = new AbortController();
  const hubEpoch = await hubEpochOf(database, newNonce());
  const repository = await openReleases(settings, vendor, database);
  const late: { desk?: DeskRunner } = {};
  const parts: HubParts = {
    ...settings,
    onHelp: () => late.desk?.wake(),
    keys: keysOf(settings),
    webhookAllowed: allowedAddresses(settings.webhookAllow ?? []),
    vendor,
    repository,
    isDemo: vendor?.trust.isDemo ?? false,
    database,
    hubEpoch,
    newNonce,
    stopping: lifetime.signal,
    registry: new SessionRegistry(),
    failures: new Attempts(FAILURES_MAX),
    enrolmentFailures: new Attempts(FAILURES_MAX),
    signOns: new Attempts(SIGN_ONS_MAX),
    onPoint: settings.onPoint ?? (() => undefined),
  };
  const { registry } = parts;
  const isConnected = (station: string): boolean => registry.isConnected(station);
  const runner = stack.use(new RolloutRunner(runnerParts(parts)));
  if (repository !== undefined) stack.use(keepFresh(repository, parts));
  const relay = new Relay(settings.clock);
  const cut = (session: string): void => relay.cut(session);
  const fleet = { office: officeOf(parts, runner), isConnected, cut };
  const people = peopleParts(parts, settings, fleet);
  const server = createHubServer(parts, people, settings.listen);
  stack.defer(() => server.close());
  const doorway = stack.use(new Doorway(parts));
  stack.defer(() => lifetime.abort());
  const relays = new RelayDoorway(parts, people, relay);
  stack.defer(() => relays.close());
  server.server.on('upgrade', (request, socket, head) => {
    (isRelayUpgrade(request) ? relays : doorway).upgrade(request, socket, head);
  });
  const url = await listen(server, settings.listen);
  const { isDemo } = parts;
  parts.onEvent({ kind: 'hub-ready', url, hubEpoch, isDemo });
  if (!(await hasUsers(database))) {
    parts.onEvent({ kind: 'no-user-yet', make: firstUserCommand(settings.folder) });
  }
  const { office } = fleet;
  stack.use(roundsOf(parts, office));
  late.desk = stack.use(deskOf(parts, office, cut));
  const { mail } = settings;
  stack.use(await openMailRoom(parts, { mail, onOpened: () => late.desk?.wake() }));
  const running = stack.move();
  return {
    url,
    hubEpoch,
    isDemo,
    office,
    sendEntitlement: (station, document) => office.sendEntitlement(station, document),
    revoke: (station) => office.revoke(station),
    isConnected,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Read at once too, so that a hub with an unfit file does not start. */
function keysOf({ vaultKeyFile: path }: HubSettings): (() => Keyring) | undefined {
  if (path === undefined) return undefined;
  readKeyring(path);
  return () => readKeyring(path);
}

function deskOf(
  { clock, onError, registry }: HubParts,
  office: HubOffice,
  cut: (session: string) => void,
): DeskRunner {
  const desk = office.actingAs(BY_ITSELF).desk();
  const isConnected = (station: string): boolean => registry.isConnected(station);
  const round = async () => {
    await tidySessions({ desk, cut, isConnected });
    return deskRound(desk);
  };
  return new DeskRunner({ clock, round, onError });
}

function roundsOf(
  { database, clock, onEvent, onError }: HubParts,
  office: HubOffice,
): ContractRounds {
  const desk = office.actingAs(BY_ITSELF).desk();
  const reports = new RoundReports({ desk, onEvent, onError });
  return new ContractRounds({
    clock,
    mark: () => businessMark(database),
    round: async () => {
      const sent = await sendChanges(desk);
      await reports.tell(sent);
      return sent.faults.length === 0;
    },
    onError,
  });
}

/** In the audit, what the hub does with nobody asking. */
const BY_ITSELF: Actor = { by: { user: undefined, name: 'hub' }, address: 'hub' };

function peopleParts(parts: HubParts, settings: HubSettings, fleet: FleetControls): PeopleParts {
  return {
    ...parts,
    fleet,
    mail: settings.mail,
    hasher: new PasswordHasher(settings.passwordCost),
    addresses: new AddressFailures(),
    page: readPage(settings.pageFolder),
    isTls: settings.listen.tls !== undefined,
  };
}

function firstUserCommand(folder: string): string {
  return `tillwarden hub user add --data ${folder} --name NAME --role vendor-admin`;
}

/** How often the folder is looked at for something new. */
const RELEASES_LOOK_MS = 60_000;

async function openReleases(
  { releases, clock }: HubSettings,
  vendor: HubVendor | undefined,
  database: HubDatabase,
): Promise<ReleaseRepository | undefined> {
  if (releases === undefined) return undefined;
  const trustedRoot = vendor?.trust.releaseRoot;
  const { folder, freshnessKey: key } = releases;
  const nextVersion = (nowMs: number): Promise<number> => takeFreshnessVersion(database, nowMs);
  return ReleaseRepository.open({ folder, trustedRoot, key, nextVersion }, clock.wallMs());
}

function keepFresh(
  repository: ReleaseRepository,
  { clock, onError }: Pick<HubParts, 'clock' | 'onError'>,
): AsyncDisposable {
  let looking = Promise.resolve();
  let isStopped = false;
  const look = async (): Promise<void> => {
    try {
      await repository.refresh(clock.wallMs());
    } catch (cause) {
      onError(cause);
    }
    if (!isStopped) timer = arm();
  };
  const arm = (): Timer =>
    clock.startTimer(RELEASES_LOOK_MS, () => {
      looking = look();
    });
  let timer = arm();
  return {
    [Symbol.asyncDispose]: async () => {
      isStopped = true;
      timer.cancel();
      await looking;
    },
  };
}

function runnerParts(parts: HubParts): RunnerParts {
  const { database, vendor, clock, registry, onError, onEvent } = parts;
  return {
    database,
    vendor,
    clock,
    onError,
    shelf: parts.repository ?? EMPTY_SHELF,
    known: new KnownLicences(),
    nowMs: () => clock.wallMs(),
    onMail: (station) => registry.wake(station),
    onChange: async (transaction, rollout, change) => {
      const note = { act: 'rollout-moved', by: undefined, address: 'hub' } as const;
      const details = { ...change };
      await addAudit(transaction, { ...note, subject: rollout, details, atMs: clock.wallMs() });
      onEvent({ kind: 'rollout-moved', rollout, change: change.kind });
    },
  };
}

function officeOf(
  { database, clock, registry, vendor, repository, onPoint }: HubParts,
  runner: RolloutRunner,
): HubOffice {
  return new HubOffice({
    database,
    nowMs: () => clock.wallMs(),
    randomBytes,
    vendor,
    onMail: (station) => {
      onPoint('commands-added');
      registry.wake(station);
    },
    onTakenUp: () => onPoint('ticket-taken-up'),
    onRevoked: (station) => registry.drop(station),
    shelf: repository,
    onRollout: () => runner.wake(),
  });
}

/** Begins with a letter, so that it also serves as a name. */
function newNonce(): string {
  return `n${randomBytes(NONCE_BYTES).toString('base64url')}`;
}
