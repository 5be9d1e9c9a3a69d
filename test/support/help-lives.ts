/**
 * A till and a hub in processes of their own, with a contract between them and a keeper beside each:
 * whoever dies is started again at once, as a service manager does, and whoever got no answer asks
 * again under the same name.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { orderPack } from '../../sync/hub/contracts/balance-desk.ts';
import type { Desk } from '../../sync/hub/contracts/desk.ts';
import { cutLease } from '../../sync/hub/contracts/lease-desk.ts';
import { HubOffice } from '../../sync/hub/hub-office.ts';
import { openVendor } from '../../sync/hub/licences/vendor.ts';
import { signingKeyText } from '../../sync/trust/signing-key.ts';
import { writeContract, writeCustomer } from './balance-books.ts';
import { callProgram } from './call-program.ts';
import { addUser } from './help-place.ts';
import { HubPerson, type PersonAnswer } from './hub-person.ts';
import type { JsonLine, JsonProcess } from './json-process.ts';
import { RealHub } from './real-hub.ts';
import { RealTill } from './real-till.ts';
import { createTestVendor } from './test-vendor.ts';
import { enrolComputer } from './uplink-till.ts';

/** What a life ends by. */
export type Doom =
  | { readonly kind: 'point'; readonly point: string; readonly passes: number }
  | { readonly kind: 'moment'; readonly afterMs: number };

export type End = 'till' | 'hub';

/** A Tuesday, with everybody at work in Madrid. */
const WORKING = '2026-11-24T09:30:00Z';
const TERMS = {
  customer: 'bar',
  zone: 'Europe/Madrid',
  product: 'Tillwarden',
  edition: 'standard',
};
const PACK_CREDITS = 120;
const PACKS = 15;
/** Enough for the first few tickets: the others are paid from what is at the hub. */
const LEASE_CREDITS = 90;
/** Two that die one after the other keep somebody waiting for as long as the till's pauses take. */
const PATIENCE_MS = 60_000;
const ASK_AGAIN_MS = 25;
const ANSWER_TIMEOUT_MS = 20_000;

export class HelpLives implements AsyncDisposable {
  readonly boughtCredits = PACK_CREDITS * PACKS;
  readonly hub: RealHub;
  readonly till: RealTill;
  readonly office: HubOffice;
  readonly ada: HubPerson;
  readonly #root: string;
  readonly #token: string;
  readonly #startedMs: number;
  readonly #awaited = new Map<End, string>();

  private constructor(
    made: Pick<HelpLives, 'hub' | 'till' | 'office' | 'ada'>,
    { root, token, startedMs }: { root: string; token: string; startedMs: number },
  ) {
    this.hub = made.hub;
    this.till = made.till;
    this.office = made.office;
    this.ada = made.ada;
    this.#root = root;
    this.#token = token;
    this.#startedMs = startedMs;
  }

  /** Both are set up, and neither runs. */
  static async open(): Promise<HelpLives> {
    const startedMs = Date.now();
    const root = mkdtempSync(join(tmpdir(), 'tillwarden-help-lives-'));
    const vendor = createTestVendor();
    const { trust } = vendor;
    const issuerKey = await vendor.certify('issuer');
    writeFileSync(join(root, 'trust.json'), JSON.stringify(trust));
    writeFileSync(join(root, 'issuer.key'), signingKeyText(issuerKey));
    const hub = new RealHub(join(root, 'hub'));
    const office = await HubOffice.open(hub.folder, {
      nowMs: () => wallMs(startedMs),
      randomBytes,
      vendor: await openVendor({ trust, issuerKey }),
    });
    await writeCustomer(office.desk().database, 'bar', ['shop']);
    await addUser(office.desk().database, 'Ada', { role: 'vendor-admin' });
    await hub.start({ env: envOf(root, startedMs) });
    let token = '';
    const till = await RealTill.start({
      env: envOf(root, startedMs),
      before: async ({ config }) => {
        const { said } = await callProgram(['client', 'add', 'cashier', '--config', config]);
        token = said.split('\n')[1] ?? '';
      },
    });
    await till.stopAgent();
    const made = { name: 'Till 1', site: 'shop', validMs: 60_000, licence: TERMS };
    const code = await office.makeCode(made);
    const folder = join(till.folder, 'station');
    const station = await enrolComputer({ folder, hubUrl: hub.url, code, trust });
    await agree(office.desk(), station);
    const ada = await HubPerson.signIn(hub.url, 'Ada');
    const lives = new HelpLives({ hub, till, office, ada }, { root, token, startedMs });
    await till.launchAgent({ env: lives.#env });
    await till.until('the till knows its contract and has its lease', async () =>
      till.journal().some(({ kind }) => kind === 'lease-taken'),
    );
    await till.stopAgent();
    await hub.stop();
    return lives;
  }

  /** One life after the other, each until its doom, and then one that stays. */
  async keep(end: End, dooms: readonly Doom[]): Promise<void> {
    for (const doom of dooms) {
      this.#awaited.set(end, doom.kind === 'point' ? doom.point : doom.kind);
      await this.#live(end, doom);
    }
    this.#awaited.delete(end);
    await this.#start(end, {});
  }

  /** What who is alive is to die of. */
  get awaited(): readonly string[] {
    return [...this.#awaited.values()];
  }

  /** Asks the till for help, or writes to whoever helps. */
  async tellTill(path: string, body: object, key?: string): Promise<JsonLine> {
    return asked(`the till: ${path}`, async () => {
      const response = await fetch(`${this.till.url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${this.#token}`,
          'content-type': 'application/json',
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      const view = (await response.json()) as JsonLine;
      if (!response.ok) throw new RangeError(`${path}: ${JSON.stringify(view)}`);
      return view;
    });
  }

  tellDesk(what: string, body?: object): Promise<PersonAnswer> {
    return asked(`the desk: ${what}`, () => this.ada.call(what, body));
  }

  /** Asks again until it holds. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    await asked(what, async () => {
      if (!(await holds())) throw new TypeError('not yet');
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.till[Symbol.asyncDispose]();
    await this.hub.kill();
    await this.office[Symbol.asyncDispose]();
    rmSync(this.#root, { recursive: true, force: true });
  }

  get #env(): Readonly<Record<string, string>> {
    return envOf(this.#root, this.#startedMs);
  }

  /** It may die before it is up: that is a life too. */
  async #live(end: End, doom: Doom): Promise<void> {
    const { kind } = doom;
    const crash =
      kind === 'point' ? { CRASH_POINT: doom.point, CRASH_PASSES: String(doom.passes) } : {};
    const isUp = await this.#start(end, crash).then(isTrue, isFalse);
    const process = this.#processOf(end);
    if (!isUp && kind === 'moment') throw new Error(`the ${end} did not start: ${process.errors}`);
    const afterMs = kind === 'moment' ? doom.afterMs : undefined;
    const timer =
      afterMs === undefined ? undefined : setTimeout(() => process.child.kill('SIGKILL'), afterMs);
    const endedBy = await process.ended;
    clearTimeout(timer);
    if (endedBy !== 'SIGKILL') throw new Error(`the ${end} ended by itself: ${process.errors}`);
  }

  #start(end: End, crash: Readonly<Record<string, string>>): Promise<void> {
    const env = { ...this.#env, ...crash };
    return end === 'till' ? this.till.launchAgent({ env }) : this.hub.start({ env });
  }

  #processOf(end: End): JsonProcess {
    const process = end === 'till' ? this.till.agent : this.hub.process;
    if (process === undefined) throw new TypeError(`the ${end} was never started`);
    return process;
  }
}

/** Both ends go on from one moment, and no life begins before the last one ended. */
function envOf(root: string, startedMs: number): Readonly<Record<string, string>> {
  return { TILLWARDEN_ROOT: root, WALL_AT: new Date(wallMs(startedMs)).toISOString() };
}

function wallMs(startedMs: number): number {
  return Date.parse(WORKING) + Date.now() - startedMs;
}

/** Support by credits, packs of them, and a lease for what the till may promise with no line. */
async function agree(desk: Desk, station: string): Promise<void> {
  const { database } = desk;
  await writeContract(database, {
    id: 'contract',
    customer: 'bar',
    plan: 'inn',
    stations: [station],
  });
  for (let nth = 1; nth <= PACKS; nth += 1) {
    const order = { customer: 'bar', id: `pack-${nth}`, pack: PACK_CREDITS, isRegistration: false };
    const { kind } = await orderPack(desk, order);
    if (kind !== 'posted') throw new TypeError(`the pack was ${kind}`);
  }
  const lease = { station, account: 'credits', amount: LEASE_CREDITS, id: 'lease' } as const;
  const cut = await cutLease(desk, lease);
  if (cut.kind === 'refused') throw new TypeError(cut.code);
}

/** Asks until there is an answer: nobody knows what the one that died with the question did. */
async function asked<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (cause) {
      const isLost = cause instanceof TypeError || cause instanceof SyntaxError;
      if (!isLost || performance.now() > deadline) throw new Error(what, { cause });
    }
    await delay(ASK_AGAIN_MS);
  }
}

function isTrue(): boolean {
  return true;
}

function isFalse(): boolean {
  return false;
}
