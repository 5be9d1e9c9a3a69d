/** A hub's HTTP side that listens nowhere, and people in front of it. */
import { randomBytes } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import type { PeopleParts, PeopleServer } from '../../sync/hub/api/people-parts.ts';
import { HubOffice } from '../../sync/hub/hub-office.ts';
import type { HubEvent, HubParts } from '../../sync/hub/hub-parts.ts';
import { addHubRoutes, createBareServer } from '../../sync/hub/hub-server.ts';
import { openVendor, type HubVendor } from '../../sync/hub/licences/vendor.ts';
import type { ReleaseRepository } from '../../sync/hub/rollouts/repository.ts';
import { Attempts } from '../../sync/hub/sessions/attempts.ts';
import { SessionRegistry } from '../../sync/hub/sessions/session-registry.ts';
import { addCode, useCode } from '../../sync/hub/store/enrolments.ts';
import { openHubDatabase, type HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { AddressFailures } from '../../sync/hub/users/address-failures.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import type { Role, Scope } from '../../sync/hub/users/roles.ts';
import { addToBook, type Doer } from '../../sync/hub/users/user-book.ts';
import type { SigningKey } from '../../sync/trust/signing-key.ts';
import type { TrustFile } from '../../sync/trust/trust-file.ts';
import { FakeClock } from './fake-clock.ts';

/** What a password costs where nobody's is at stake. */
export const CHEAP = { N: 1_024, r: 8, p: 1 };
export const PASSWORD = 'four words in a row';
const HOST = 'localhost:7400';
const CONSOLE: Doer = { by: undefined, address: 'console', atMs: 1 };

export interface PeopleHub extends AsyncDisposable {
  readonly server: PeopleServer;
  readonly database: HubDatabase;
  readonly clock: FakeClock;
  readonly parts: PeopleParts;
  readonly events: HubEvent[];
  readonly addUser: (name: string, role: Role, sites?: Scope) => Promise<string>;
  readonly addStation: (station: string, site: string, name?: string) => Promise<void>;
  readonly visitor: (address?: string) => Visitor;
  /** Somebody who has signed in. */
  readonly signedIn: (name: string, address?: string) => Promise<Visitor>;
}

export interface PeopleHubSettings {
  /** Called with the server before it has a route. */
  readonly onBare?: (server: PeopleServer) => void;
  readonly page?: PeopleParts['page'];
  readonly trust?: TrustFile;
  readonly issuerKey?: SigningKey;
  readonly repository?: ReleaseRepository;
  readonly keys?: PeopleParts['keys'];
  readonly webhookAllowed?: PeopleParts['webhookAllowed'];
  readonly mail?: PeopleParts['mail'];
}

export async function openPeopleHub({
  onBare,
  page,
  trust,
  issuerKey,
  repository,
  ...outside
}: PeopleHubSettings = {}): Promise<PeopleHub> {
  const database = await openHubDatabase(':memory:');
  const clock = new FakeClock();
  const events: HubEvent[] = [];
  const faults: unknown[] = [];
  const vendor = await openVendor({ trust, issuerKey });
  const made = partsOf({
    database,
    clock,
    events,
    faults,
    page,
    vendor,
    repository,
  });
  const people = { ...made.people, ...outside };
  const server = createBareServer({ host: '127.0.0.1', port: 0, tls: undefined });
  onBare?.(server);
  addHubRoutes(server, made.hub, people);
  await server.ready();
  const visitor = (address = '192.0.2.1'): Visitor => new Visitor(server, address);
  return {
    server,
    database,
    clock,
    parts: people,
    events,
    visitor,
    async signedIn(name, address) {
      const person = visitor(address);
      const answer = await person.signIn(name);
      if (answer.statusCode !== 200) throw new TypeError(`not signed in: ${answer.body}`);
      return person;
    },
    async addUser(name, role, sites = 'all') {
      const outcome = await addToBook(people, { name, role, sites, password: PASSWORD }, CONSOLE);
      if (outcome.kind === 'refused') throw new TypeError(outcome.code);
      return outcome.person.user;
    },
    addStation: (station, site, name = `Till ${station}`) =>
      addStation(database, { station, site, name }),
    async [Symbol.asyncDispose]() {
      await server.close();
      await database.destroy();
      const [fault] = faults;
      if (fault !== undefined) throw new TypeError('the hub failed', { cause: fault });
    },
  };
}

interface Around {
  readonly database: HubDatabase;
  readonly clock: FakeClock;
  readonly events: HubEvent[];
  readonly faults: unknown[];
  readonly page: PeopleParts['page'];
  readonly vendor: HubVendor | undefined;
  readonly repository: ReleaseRepository | undefined;
}

function partsOf({ database, clock, events, faults, page, vendor, repository }: Around): {
  readonly hub: HubParts;
  readonly people: PeopleParts;
} {
  const registry = new SessionRegistry();
  const hub: HubParts = {
    database,
    hubEpoch: 'e',
    authority: {},
    pins: [],
    clock,
    newNonce: () => `n${randomBytes(24).toString('base64url')}`,
    version: 'test',
    stopping: new AbortController().signal,
    registry,
    failures: new Attempts(20),
    enrolmentFailures: new Attempts(20),
    signOns: new Attempts(20),
    onEvent: (event) => void events.push(event),
    onError: (cause) => void faults.push(cause),
    onPoint: () => undefined,
    vendor,
    repository,
    isDemo: true,
  };
  const nowMs = (): number => clock.wallMs();
  const office = new HubOffice({ database, nowMs, randomBytes, vendor, shelf: repository });
  const people: PeopleParts = {
    ...hub,
    fleet: {
      office,
      isConnected: (station) => registry.isConnected(station),
      cut: () => undefined,
    },
    hasher: new PasswordHasher(CHEAP),
    addresses: new AddressFailures(),
    page,
    isTls: false,
  };
  return { hub, people };
}

async function addStation(
  database: HubDatabase,
  { station, site, name }: { station: string; site: string; name: string },
): Promise<void> {
  const code = { codeSha256Hex: station, name, site, station: undefined, expiresAtMs: 10 };
  await addCode(database, code);
  const use = { codeSha256Hex: station, publicKey: 'k', agentVersion: '1.2.3' };
  await useCode(database, { ...use, newStation: station, atMs: 5 });
}

export interface Call {
  readonly body?: unknown;
  /** Over those a browser on our page sends; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** A browser: keeps its cookie, and says where it is. */
export class Visitor {
  readonly #server: PeopleServer;
  readonly #address: string;
  cookie: string | undefined;
  csrfToken: string | undefined;

  constructor(server: PeopleServer, address: string) {
    this.#server = server;
    this.#address = address;
  }

  async signIn(name: string, password = PASSWORD): Promise<LightMyRequestResponse> {
    const answer = await this.call('POST /v1/session', { body: { name, password } });
    if (answer.statusCode === 200) {
      this.csrfToken = answer.json<{ csrfToken: string }>().csrfToken;
      this.cookie = String(answer.headers['set-cookie']).split(';', 1)[0];
    }
    return answer;
  }

  call(what: string, { body, headers = {} }: Call = {}): Promise<LightMyRequestResponse> {
    const [method = 'GET', url = '/'] = what.split(' ');
    const own = {
      host: HOST,
      cookie: this.cookie,
      ...(method === 'GET'
        ? {}
        : {
            origin: `http://${HOST}`,
            'sec-fetch-site': 'same-origin',
            'content-type': 'application/json',
            'x-tillwarden-csrf': this.csrfToken,
          }),
      ...headers,
    };
    const sent = Object.entries(own).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    return this.#server.inject({
      method: method as 'GET',
      url,
      remoteAddress: this.#address,
      headers: Object.fromEntries(sent),
      ...(body === undefined
        ? {}
        : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  async codeOf(what: string, call?: Call): Promise<string> {
    const answer = await this.call(what, call);
    if (answer.statusCode < 400) return String(answer.statusCode);
    return answer.json<{ error: { code: string } }>().error.code;
  }
}
