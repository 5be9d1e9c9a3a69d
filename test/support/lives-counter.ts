/**
 * The counter at a till that lives: sells, fills, takes over what became of it, and remembers all that
 * it was told, so that in the end the journal can be held against it and against the machine's coins.
 */
import type { CoinCounts } from '../../hardware/drivers/cctalk/sim-truth.ts';
import { openForReading } from '../../agent/store/database.ts';
import type { JsonLine } from './json-process.ts';
import type { LivesTill } from './lives-till.ts';

interface Head {
  readonly seq: number;
  readonly hash: string;
}

interface Line extends Head {
  readonly prevHash: string;
  readonly kind: string;
  readonly body: JsonLine;
}

/** Change is a coin or two. */
const DUES = [195, 190, 180, 150, 130, 100] as const;
const COIN = 200;
/** A coin that is given back is an event too, and an acceptor keeps five. */
const COIN_PACE_MS = 250;
const FINAL = ['settled', 'returned', 'owed'];

export class LivesCounter {
  readonly #till: LivesTill;
  /** Every place of the journal that an answer came after. */
  readonly #heads: Head[] = [];
  readonly #started: string[] = [];
  readonly #acknowledged: string[] = [];
  #fills = 0;

  constructor(till: LivesTill) {
    this.#till = till;
  }

  get sales(): number {
    return this.#started.length;
  }

  /** A sale that a coin of two euros pays; its change is on its way when this resolves. */
  async sell(): Promise<void> {
    const till = this.#till;
    const amountDueMinor = DUES[this.sales % DUES.length];
    const key = `sale ${this.sales}`;
    const body = { amountDueMinor, currency: 'EUR' };
    await till.until('it sells', () => till.isReady());
    const { saleId } = await till.post('/v1/sales', { body, key });
    this.#started.push(String(saleId));
    await this.#remember();
    await till.until('the coin is let in', async () => {
      if (await till.insert(COIN)) return true;
      await new Promise((resolve) => setTimeout(resolve, COIN_PACE_MS));
      return false;
    });
  }

  async fill(): Promise<void> {
    await this.#till.until('it sells', () => this.#till.isReady());
    const added = [{ valueMinor: 100, count: 1 }];
    const key = `fill ${this.#fills}`;
    await this.#till.post('/v1/counts/cashbox', { body: { reason: 'fill', added }, key });
    this.#fills += 1;
    await this.#remember();
  }

  /** Every sale comes to its end, every debt is paid, and each sale's end is taken over. */
  async settle(): Promise<void> {
    const till = this.#till;
    await till.until('every sale is over', async () => {
      return (await this.#sales('all')).every(({ state }) => FINAL.includes(String(state)));
    });
    await this.#payDebts();
    for (const { saleId } of await this.#sales('unacknowledged')) {
      await till.post(`/v1/sales/${String(saleId)}/acknowledge`);
      this.#acknowledged.push(String(saleId));
      await this.#remember();
    }
  }

  /** Whether the journal says that this release was given up. */
  wasUndone(version: string): boolean {
    return this.#journal().some(({ kind, body }) => {
      return kind === 'update-rolled-back' && body['version'] === version;
    });
  }

  /** What is not in the till's last chain as it was told, or as the machine did it. */
  async faults(): Promise<readonly string[]> {
    const { accepted, paidOut } = await this.#till.truth();
    const lines = this.#journal();
    const places = new Map(lines.map(({ seq, hash }) => [seq, hash]));
    return [
      ...brokenLinks(lines),
      ...this.#heads
        .filter(({ seq, hash }) => places.get(seq) !== hash)
        .map(({ seq }) => `line ${seq} is not the one that was told of`),
      ...notOnce(lines, 'sale-started', this.#started),
      ...notOnce(lines, 'sale-acknowledged', this.#acknowledged),
      ...differing('fills', this.#fills, fillsOf(lines)),
      ...differing('coins let in', accepted, insertedIn(lines)),
      ...differing('coins paid', paidOut, paidIn(lines)),
    ];
  }

  /** How many answers, and how many coins of change, were held against the chain. */
  async tally(): Promise<string> {
    const { paidOut } = await this.#till.truth();
    const coins = Object.values(paidOut).reduce((sum, count) => sum + count, 0);
    return `${this.#heads.length} answers, ${this.sales} sales, ${coins} coins paid`;
  }

  async #sales(filter: string): Promise<readonly JsonLine[]> {
    let found: readonly JsonLine[] = [];
    await this.#till.until('it lists its sales', async () => {
      const { sales } = await this.#till.get(`/v1/sales?filter=${filter}`);
      found = sales as readonly JsonLine[];
      return true;
    });
    return found;
  }

  async #payDebts(): Promise<void> {
    const debts = await this.#debts();
    if (debts.length === 0) return;
    const operator = await this.#till.signIn();
    for (const { debtId } of debts) {
      const path = `/v1/debts/${encodeURIComponent(String(debtId))}/pay`;
      const key = `debt ${String(debtId)}`;
      await this.#till.post(path, { body: { by: 'machine' }, operator, key });
    }
    await this.#till.until('every debt is paid', async () => {
      return (await this.#debts()).length === 0;
    });
  }

  async #debts(): Promise<readonly JsonLine[]> {
    let found: readonly JsonLine[] = [];
    await this.#till.until('it lists its debts', async () => {
      const { debts } = (await this.#till.get('/v1/debts')) as { debts: readonly JsonLine[] };
      found = debts;
      return true;
    });
    return found;
  }

  async #remember(): Promise<void> {
    let head: Head | undefined;
    await this.#till.until('it tells its head', async () => {
      const { journal } = (await this.#till.get('/v1/status')) as unknown as { journal: Head };
      head = journal;
      return true;
    });
    if (head !== undefined) this.#heads.push(head);
  }

  #journal(): readonly Line[] {
    const database = openForReading(this.#till.database);
    const rows = database
      .prepare<[], { seq: number; hash: string; prev_hash: string; kind: string; body: string }>(
        'SELECT seq, hash, prev_hash, kind, body FROM journal ORDER BY seq',
      )
      .all();
    database.close();
    return rows.map(({ prev_hash: prevHash, body, ...row }) => {
      return { ...row, prevHash, body: JSON.parse(body) as JsonLine };
    });
  }
}

/** Ancestors of the head are those lines that each next one names. */
function brokenLinks(lines: readonly Line[]): readonly string[] {
  return lines.flatMap(({ seq, prevHash }, at) => {
    const before = lines[at - 1];
    return before === undefined || (before.hash === prevHash && before.seq + 1 === seq)
      ? []
      : [`line ${seq} does not follow on the one before it`];
  });
}

function notOnce(
  lines: readonly Line[],
  kind: string,
  saleIds: readonly string[],
): readonly string[] {
  const said = lines.filter((line) => line.kind === kind).map(({ body }) => body['saleId']);
  return saleIds.flatMap((saleId) => {
    const times = said.filter((one) => one === saleId).length;
    return times === 1 ? [] : [`${kind} of ${saleId} is there ${times} times`];
  });
}

/** The hoppers' first ones are of other places. */
function fillsOf(lines: readonly Line[]): number {
  return lines.filter(({ kind, body }) => kind === 'cash-filled' && body['place'] === 'cashbox')
    .length;
}

function insertedIn(lines: readonly Line[]): CoinCounts {
  return heapOf(lines.filter(({ kind }) => kind === 'cash-inserted').map(({ body }) => [body, 1]));
}

function paidIn(lines: readonly Line[]): CoinCounts {
  const settled = lines.filter(({ kind }) => kind === 'dispense-settled');
  return heapOf(settled.map(({ body }) => [body, Number(body['paid'])]));
}

function heapOf(pieces: readonly (readonly [JsonLine, number])[]): CoinCounts {
  const heap: Record<string, number> = {};
  for (const [{ valueMinor }, count] of pieces) {
    if (count > 0) heap[String(valueMinor)] = (heap[String(valueMinor)] ?? 0) + count;
  }
  return heap;
}

function differing(what: string, really: unknown, journal: unknown): readonly string[] {
  const [left, right] = [JSON.stringify(really), JSON.stringify(journal)];
  return left === right ? [] : [`${what}: ${left}, in the journal ${right}`];
}
