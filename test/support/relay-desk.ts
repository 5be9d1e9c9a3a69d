/**
 * A real hub in a process of its own, a station enrolled at it, and a technician who has signed in there
 * and whose session is live: all that a till's streams need at the other end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebSocket } from 'ws';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { addRemoteSession } from '../../sync/hub/store/remote-sessions.ts';
import { addTicket } from '../../sync/hub/store/tickets.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import type { StreamKind } from '../../agent/core/support/remote-session.ts';
import { RELAY_DESK_PATH } from '../../sync/protocol/relay.ts';
import { RelayStream, type RelayEars, type RelayPlace } from '../../sync/uplink/relay-stream.ts';
import { HubPerson } from './hub-person.ts';
import { CHEAP, PASSWORD } from './people-hub.ts';
import { RealHub, type ProcessOptions } from './real-hub.ts';
import { enrolledStation, type StationIdentity } from './wire-till.ts';

const TECHNICIAN = 'Ada';
const TICKET = 'ticket-1';

export class RelayDesk implements AsyncDisposable {
  readonly hub: RealHub;
  readonly #folder: string;
  readonly #identity: StationIdentity;
  readonly #user: string;
  readonly #person: HubPerson;
  #sessions = 0;

  private constructor(
    hub: RealHub,
    folder: string,
    known: {
      readonly identity: StationIdentity;
      readonly user: string;
      readonly person: HubPerson;
    },
  ) {
    this.hub = hub;
    this.#folder = folder;
    this.#identity = known.identity;
    this.#user = known.user;
    this.#person = known.person;
  }

  static async open(options: ProcessOptions = {}): Promise<RelayDesk> {
    const folder = mkdtempSync(join(tmpdir(), 'tillwarden-relay-'));
    const hub = new RealHub(join(folder, 'hub'));
    await hub.start(options);
    const identity = await enrolledStation(hub.url, await hub.makeCode());
    await using office = await hub.office();
    const { database } = office.desk();
    const parts = { database, hasher: new PasswordHasher(CHEAP), newNonce: () => TECHNICIAN };
    const who = {
      name: TECHNICIAN,
      role: 'vendor-admin',
      password: PASSWORD,
      sites: 'all',
    } as const;
    const doer = { by: undefined, address: 'console', atMs: systemClock.wallMs() };
    const added = await addToBook(parts, who, doer);
    if (added.kind === 'refused') throw new TypeError(added.code);
    await addTicket(database, {
      id: TICKET,
      number: 1,
      source: 'till',
      station: identity.station,
      kind: 'contact',
      title: 'Help 1',
      request: { caller: 'cashier' },
      state: 'open',
      askedAtMs: systemClock.wallMs(),
      promised: [],
      // Nobody decides anything of it meanwhile.
      isTakenUp: true,
    });
    const person = await HubPerson.signIn(hub.url, TECHNICIAN);
    return new RelayDesk(hub, folder, { identity, user: added.person.user, person });
  }

  /** A session that this hub takes streams of. */
  async session(): Promise<string> {
    this.#sessions += 1;
    const id = `remote-${this.#sessions}`;
    await using office = await this.hub.office();
    await addRemoteSession(office.desk().database, {
      id,
      ticket: TICKET,
      station: this.#identity.station,
      user: this.#user,
      technician: { name: TECHNICIAN, company: 'Vendor' },
      streams: ['screen', 'console'],
      state: 'live',
      control: 'none',
      triesLeft: 3,
      askedAtMs: systemClock.wallMs(),
      liveAtMs: systemClock.wallMs(),
      durationMs: 0,
      bytesIn: 0,
      bytesOut: 0,
    });
    return id;
  }

  /** Who the till is to this hub. */
  get place(): RelayPlace {
    const { station, key } = this.#identity;
    return { address: { url: this.hub.url, pins: [] }, station, privateKey: key.privateKey };
  }

  /** The till's way to this hub. */
  openRelay(session: string, stream: StreamKind, ears: RelayEars): RelayStream {
    return new RelayStream({ place: this.place, session, stream, clock: systemClock }, ears);
  }

  /** The technician's page, without a page; not open yet, so that nothing it is sent is missed. */
  technician(session: string, stream: StreamKind): WebSocket {
    const socket = this.#person.socket(`${RELAY_DESK_PATH}/${session}/${stream}`);
    socket.on('error', () => undefined);
    return socket;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hub.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
