/**
 * Whoever is killed with SIGKILL, the till or the hub, at any named point or at any moment: of the
 * chat and of the tickets nothing is lost and nothing is there twice, at either end, and what the
 * work took is booked once.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { ShellPoint } from '../../agent/shell/shell.ts';
import type { StorePoint } from '../../agent/store/till-store.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import type { TicketFile } from '../../sync/hub/desk/ticket-desk.ts';
import type { HubPoint } from '../../sync/hub/hub-parts.ts';
import { entriesOf, ledgerOf } from '../../sync/hub/store/ledgers.ts';
import type { UplinkPoint } from '../../sync/uplink/uplink.ts';
import { HelpLives, type Doom } from '../support/help-lives.ts';
import type { JsonLine } from '../support/json-process.ts';

/** `HELP_LIVES=50`: so many times all of it, each with other moments. */
const LIVES = Number(process.env['HELP_LIVES'] ?? '1');
/** Of each end, at random, besides those at the named points. */
const KILLS = 3;
const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const HUB_POINTS: readonly HubPoint[] = [
  'lines-received',
  'lines-committed',
  'lines-acknowledged',
  'signed-on',
  'ticket-taken-up',
  'commands-added',
  'commands-sent',
  'commands-acknowledged',
  'commands-noted',
];
const STEP_POINTS: readonly (ShellPoint | StorePoint)[] = [
  'event-taken',
  'step-decided',
  'lines-inserted',
  'state-written',
  'committed',
];
const LINK_POINTS: readonly UplinkPoint[] = [
  'lines-sent',
  'lines-acknowledged',
  'cursor-saved',
  'commands-received',
];
/** About what a start passes by itself. */
const START_PASSES = 20;
const SPREAD_PASSES = 4;
const SPREAD_MS = 1_500;
/** What a till keeps to show. */
const TICKETS_MAX = 40;
const MESSAGES = 3;
/** In credits: booked in steps of fifteen, of which the till has promised one. */
const USED = 31;
const CHARGED = 45;
const CREDITS = { customer: 'bar', account: 'credits' };

interface Talk {
  readonly ticket: string;
  readonly words: string;
  readonly said: readonly string[];
  readonly written: readonly string[];
}

const SEEDS = Array.from({ length: LIVES }, (_, nth) => SEED + nth);
const tally = { tickets: 0, messages: 0, killed: 0, bookedCredits: 0 };

let lives: HelpLives;

beforeEach(async () => {
  lives = await HelpLives.open();
});

afterEach(() => lives[Symbol.asyncDispose]());

afterAll(() => console.log(`help between kills (seed ${SEED}):`, tally));

it.each(SEEDS)('chat and tickets survive the death of either end (seed %s)', async (seed) => {
  const random = seededRandom(seed);
  const hub = doomsOf([[HUB_POINTS, 0]], random);
  const till = doomsOf(
    [
      [STEP_POINTS, START_PASSES],
      [LINK_POINTS, 0],
    ],
    random,
  );
  const talks: Talk[] = [];
  const talkOn = async (): Promise<void> => {
    while (lives.awaited.length > 0) {
      if (talks.length === TICKETS_MAX)
        throw new RangeError(`not dead of it yet: ${lives.awaited.join(', ')}`);
      talks.push(await talk(talks.length));
    }
  };
  await Promise.all([lives.keep('hub', hub), lives.keep('till', till), talkOn()]);
  // And with everybody alive.
  talks.push(await talk(talks.length));
  tally.killed += hub.length + till.length;
  await judge(talks);
});

type Points = readonly (readonly [points: readonly string[], passes: number])[];

/** Each point once, and a few moments, in any order. */
function doomsOf(groups: Points, random: () => number): readonly Doom[] {
  const upTo = (most: number): number => Math.floor(random() * most);
  const named = groups.flatMap(([points, passes]) =>
    points.map((point): Doom => {
      return { kind: 'point', point, passes: passes + 1 + upTo(SPREAD_PASSES) };
    }),
  );
  const moments = Array.from({ length: KILLS }, (): Doom => {
    return { kind: 'moment', afterMs: upTo(SPREAD_MS) };
  });
  return [...named, ...moments]
    .map((doom) => ({ doom, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ doom }) => doom);
}

/** A ticket from the first word to its resolution. */
async function talk(nth: number): Promise<Talk> {
  const words = `ticket ${nth}`;
  const view = await lives.tellTill('/v1/help', { words }, randomUUID());
  const ticket = String(view['ticket']);
  const path = `/v1/tickets/${ticket}`;
  await lives.until('the desk has it', async () => {
    return (await lives.tellDesk(`GET ${path}`)).status === 200;
  });
  const [said, written] = await Promise.all([sayAll(ticket, 0), writeAll(path)]);
  await tell(`POST ${path}/note`, { id: 'note-1', text: 'Restarted it, still stuck.' });
  const last = await sayAll(ticket, MESSAGES);
  await resolve(path, words);
  return { ticket, words, said: [...said, ...last], written };
}

/** A till names its messages within a ticket: the next ticket has the same names. */
async function sayAll(ticket: string, from: number): Promise<readonly string[]> {
  const texts = Array.from({ length: MESSAGES }, () => randomUUID());
  for (const [at, text] of texts.entries()) {
    await lives.tellTill(`/v1/help/${ticket}/messages`, { message: `said-${from + at}`, text });
  }
  return texts;
}

async function writeAll(path: string): Promise<readonly string[]> {
  const messages = Array.from({ length: MESSAGES }, () => randomUUID());
  for (const id of messages) await tell(`POST ${path}/messages`, { id, text: id });
  return messages;
}

async function tell(what: string, body: object): Promise<void> {
  const { status, body: answer } = await lives.tellDesk(what, body);
  expect({ status, answer }).toMatchObject({ status: 200 });
}

/** Whoever asks again is told that it is resolved. */
async function resolve(path: string, text: string): Promise<void> {
  const { body } = await lives.tellDesk(`POST ${path}/resolution`, { used: USED, text });
  const { error } = body as { readonly error?: { readonly code: string } };
  if (error !== undefined) expect(error.code).toBe('ticket-ended');
}

async function judge(talks: readonly Talk[]): Promise<void> {
  const { till, office } = lives;
  await lives.until('both ends have all of it', () => isAllThere(talks));
  const tickets = await office.tickets().list({});
  const numbers = new Map(tickets.map(({ id, number }) => [id, number]));
  expect(tickets).toHaveLength(talks.length);
  expect(talks.map(({ ticket }) => numbers.get(ticket))).toEqual(talks.map((_, at) => at + 1));
  const { tickets: shown } = (await till.call('GET', '/v1/help')) as { tickets: JsonLine[] };
  expect(shown.map(({ ticket }) => ticket)).toEqual(talks.map(({ ticket }) => ticket).toReversed());
  const lines = till.journal();
  for (const [at, talked] of talks.entries()) {
    const file = await office.tickets().file(talked.ticket);
    if (file === undefined) throw new TypeError(`${talked.ticket} is not at the hub`);
    judgeHub(talked, file);
    await judgeTill(talked, at + 1);
    judgeLines(talked, file, linesAbout(lines, talked.ticket));
    await judgeMoney(talked, linesAbout(lines, talked.ticket));
    tally.tickets += 1;
    tally.messages += talked.said.length + talked.written.length;
  }
  const { body } = await lives.tellDesk('GET /v1/customers/bar/statement');
  const [account] = body['accounts'] as readonly { readonly closing: number }[];
  expect(account?.closing).toBe(lives.boughtCredits - CHARGED * talks.length);
}

/** The mailbox is in order: the last ticket's resolution comes after all else. */
async function isAllThere(talks: readonly Talk[]): Promise<boolean> {
  const last = await shownAt(talks.at(-1)?.ticket);
  const { hub } = await lives.till.call('GET', '/v1/status');
  const { unsentLines } = hub as { readonly unsentLines: number };
  return last['state'] === 'resolved' && unsentLines === 0;
}

function shownAt(ticket: string | undefined): Promise<JsonLine> {
  return lives.till.call('GET', `/v1/help/${ticket}`);
}

function judgeHub({ words, said, written }: Talk, { ticket, messages, events }: TicketFile): void {
  const bySide = (asked: string): readonly string[] =>
    messages.filter(({ side }) => side === asked).map(({ text }) => text);
  expect(bySide('till')).toEqual([words, ...said]);
  expect(bySide('desk')).toEqual(written);
  expect(messages).toHaveLength(1 + said.length + written.length);
  expect(ticket).toMatchObject({ state: 'resolved', isTakenUp: true });
  const counts = ['asked', 'resolved'].map((kind) => events.filter((one) => one.kind === kind));
  expect(counts.map(({ length }) => length)).toEqual([1, 1]);
}

async function judgeTill({ ticket, words, said, written }: Talk, number: number): Promise<void> {
  const view = await shownAt(ticket);
  const balances = [{ account: CREDITS.account, charged: CHARGED }];
  expect(view).toMatchObject({ number, state: 'resolved', words, deskText: words, balances });
  const chat = view['chat'] as readonly { readonly text: string; readonly from: unknown }[];
  const texts = (isOwn: boolean): readonly string[] =>
    chat.filter(({ from }) => (from === null) === isOwn).map(({ text }) => text);
  expect(texts(true)).toEqual(said);
  expect(texts(false)).toEqual(written);
}

type Lines = ReturnType<HelpLives['till']['journal']>;

function linesAbout(lines: Lines, ticket: string): Lines {
  return lines.filter(({ body }) => body['ticket'] === ticket);
}

function judgeLines({ said, written }: Talk, { ticket }: TicketFile, lines: Lines): void {
  const of = (kind: string) => lines.filter((line) => line.kind === kind).map(({ body }) => body);
  expect(of('help-asked')).toHaveLength(1);
  expect(of('chat-said').map(({ text }) => text)).toEqual(said);
  expect(of('chat-heard').map(({ message }) => message)).toEqual(written);
  // What the desk decided was told, and after it nothing but the resolution.
  const told = of('help-told');
  expect(told.filter(({ state }) => state === 'resolved')).toHaveLength(1);
  expect(told.at(-1)).toMatchObject({ state: 'resolved', decision: { outcome: 'COVERED' } });
  expect(told.at(-1)?.['decision']).toEqual(JSON.parse(JSON.stringify(ticket.decision)));
  expect(told.length).toBeGreaterThan(1);
}

/** Set aside once, by the till or at the hub, and booked once. */
async function judgeMoney({ ticket }: Talk, lines: Lines): Promise<void> {
  const { database } = lives.office.desk();
  const entries = await entriesOf(database, CREDITS);
  // What a till has settled stands under the ticket on that branch and lease.
  const isAbout = (name: string): boolean => name.split('/').includes(ticket);
  const amounts = (kind: 'hold' | 'settle' | 'lease-spend'): readonly number[] =>
    entries.flatMap((entry) => (entry.kind === kind && isAbout(entry.ticket) ? entry.amount : []));
  const count = (kind: string): number => lines.filter((line) => line.kind === kind).length;
  const promised = count('lease-promised');
  expect(promised + amounts('hold').length).toBe(1);
  expect([count('lease-settled'), amounts('lease-spend').length]).toEqual([promised, promised]);
  expect(amounts('settle')).toHaveLength(1);
  const booked = [...amounts('settle'), ...amounts('lease-spend')].reduce((sum, one) => sum + one);
  expect(booked).toBe(CHARGED);
  const { tickets } = await ledgerOf(database, CREDITS);
  expect(tickets.get(ticket)?.held ?? []).toEqual([]);
  tally.bookedCredits += booked;
}
