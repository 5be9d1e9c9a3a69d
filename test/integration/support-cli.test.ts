/**
 * A technician at a real hub and a cashier with a command line at a real agent: what the commands say
 * in the cashier's language, what they do, and what the till writes down of it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandWords } from '../../agent/words/command-words.ts';
import { errorText } from '../../agent/words/error-words.ts';
import { helpWords } from '../../agent/words/help-words.ts';
import type { Language } from '../../agent/words/language.ts';
import { callProgram, type ProgramSaid } from '../support/call-program.ts';
import { HelpPlace } from '../support/help-place.ts';
import type { HubPerson } from '../support/hub-person.ts';
import type { JsonLine } from '../support/json-process.ts';
import { RfbServer } from '../support/rfb-server.ts';

const PIN = '246813';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TUESDAY = 2;

/** The next Tuesday, while the contract is open: hours that are granted then are to come by any clock. */
const AT = nextTuesday();

function nextTuesday(): string {
  const day = new Date(Date.now() + DAY_MS);
  while (day.getUTCDay() !== TUESDAY) day.setUTCDate(day.getUTCDate() + 1);
  return `${day.toISOString().slice(0, 10)}T09:30:00Z`;
}

let place: HelpPlace;
let vnc: RfbServer;
let ada: HubPerson;
let ticket = '';
let program: readonly string[] = [];

beforeAll(async () => {
  vnc = await RfbServer.listen();
  place = await HelpPlace.open({
    at: AT,
    config: { language: 'it', support: { screen: { port: vnc.port } } },
    contract: { plan: 'sds', variant: 'flat', start: `${AT.slice(0, 4)}-01-01` },
  });
  const { till } = place;
  const added = await callProgram(['client', 'add', 'shell', '--config', till.config]);
  const tokenFile = join(till.folder, 'shell.token');
  writeFileSync(tokenFile, `${added.said.split('\n')[1]}\n`);
  await till.addOperator('sue', 'admin', PIN);
  await till.addOperator('bob', 'cashier', PIN);
  // A program that is added counts from the agent's next start.
  await till.stopAgent();
  await place.startAgent();
  program = ['--config', configAt(Number(new URL(till.url).port)), '--token-file', tokenFile];
  ada = await place.person('Ada');
}, 120_000);

afterAll(async () => {
  await place?.[Symbol.asyncDispose]();
  await vnc[Symbol.asyncDispose]();
});

/** The same installation at the port that the agent was given. */
function configAt(port: number): string {
  const path = join(place.till.folder, 'at-port.json');
  const content = JSON.parse(readFileSync(place.till.config, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...content, api: { port } }));
  return path;
}

function say(...argv: readonly string[]): Promise<ProgramSaid> {
  return callProgram([...argv, ...program]);
}

/** With the PIN of this operator, as another program gives it. */
function sayAs(operator: string, pin: string, ...argv: readonly string[]): Promise<ProgramSaid> {
  const who = ['--operator', operator, '--pin-stdin', ...program];
  return callProgram([...argv, ...who], { text: `${pin}\n` });
}

function lines(kind: string): readonly JsonLine[] {
  return place.till
    .journal()
    .filter((line) => line.kind === kind)
    .map(({ body }) => body);
}

async function phase(): Promise<unknown> {
  const { said } = await say('support', '--json');
  return (JSON.parse(said) as { session: { phase: string } | null }).session?.phase;
}

/** As the technician's page does it. */
async function asksToSee(): Promise<string> {
  const asked = await ada.call(`POST /v1/tickets/${ticket}/sessions`, { streams: ['screen'] });
  expect([asked.status, asked.body['error']]).toEqual([200, undefined]);
  return String(asked.body['session']);
}

function span(): string {
  return `${AT}/${new Date(Date.parse(AT) + 3 * HOUR_MS).toISOString()}`;
}

function refusalText(code: Parameters<typeof errorText>[0], language: Language): string {
  const { message, safe, action } = errorText(code, language);
  return `${message}\n${safe}\n${action}`;
}

const { session: SESSION, unattended: HOURS } = helpWords('it');

describe('at a till that speaks Italian', () => {
  it('help is asked for, and the desk has it', async () => {
    const { status, said } = await say('help', '--words', 'non stampa');
    expect(status).toBe(0);
    expect(said).toMatch(/^Aiuto 1 · /);
    ticket = String(
      (JSON.parse((await say('help', 'show', '1', '--json')).said) as JsonLine)['ticket'],
    );
    await place.till.until('the desk has it', async () => {
      return (await ada.call(`GET /v1/tickets/${ticket}`)).status === 200;
    });
    await place.till.until('the till knows so', async () =>
      (await say('help', 'show', '1')).said.includes(helpWords('it').delivered),
    );
    expect((await say('help', 'list', '--language', 'de')).said).toMatch(/^Hilfe 1 · /);
  });

  it('a technician is read the code, seen in, given control and cut off', async () => {
    const session = await asksToSee();
    await place.till.until('the till shows it', async () => (await phase()) === 'asked');
    const { said } = await say('support');
    const [, code = ''] = new RegExp(`\n${SESSION.readCode} (\\d{6})\n`).exec(said) ?? [];
    expect(await ada.call(`POST /v1/remote/${session}/code`, { code })).toMatchObject({
      status: 200,
    });
    await place.till.until('the code is right', async () => (await phase()) === 'matched');
    expect((await say('support', 'accept')).said).toContain(SESSION.sees('Ada'));
    const controlled = await say('support', 'control', 'grant');
    expect(controlled).toMatchObject({ status: 0 });
    expect(controlled.said).toContain(SESSION.controls('Ada'));
    const { saleId } = await place.till.startSale(150);
    const suspended = await sayAs('bob', PIN, 'support');
    expect(suspended.said).toContain(SESSION.suspended['sign-in']);
    expect((await say('support', 'control', 'grant', '--language', 'es')).said).toContain(
      helpWords('es').session.controls('Ada'),
    );
    expect((await say('support', 'control', 'withdraw')).status).toBe(0);
    expect((await say('support', 'stop')).said).toContain(SESSION.ends['stopped-at-till']);
    await place.till.call('POST', `/v1/sales/${String(saleId)}/cancel`);
    await place.till.until('the sale is over', async () => lines('sale-returned').length === 1);
    expect(lines('remote-control')).toMatchObject([
      { session, control: 'granted', cause: 'cashier' },
      { session, control: 'suspended', cause: 'sign-in' },
      { session, control: 'granted', cause: 'cashier' },
      { session, control: 'withdrawn', cause: 'cashier' },
    ]);
    expect(await say('support', 'control', 'grant')).toEqual({
      status: 1,
      said: refusalText('session-not-live', 'it'),
    });
  });

  it('nobody but an admin grants hours with nobody here, by the right PIN', async () => {
    const grant = ['support', 'hours', 'grant', span()] as const;
    const wrong = await sayAs('sue', '135790', ...grant);
    expect(wrong).toMatchObject({ status: 1 });
    expect(wrong.said).toContain(refusalText('sign-in-failed', 'it'));
    const cashier = await sayAs('bob', PIN, ...grant);
    expect(cashier).toMatchObject({ status: 1 });
    expect(cashier.said).toContain(refusalText('right-missing', 'it'));
    expect(lines('unattended-changed')).toEqual([]);
    const granted = await sayAs('sue', PIN, ...grant);
    expect(granted).toMatchObject({ status: 0 });
    expect(granted.said).toMatch(new RegExp(`^${HOURS.title}:\n  .* – .*\n`));
    // The process that an admin starts says the same.
    expect(place.till.tillwarden('support', 'hours', ...program).trim()).toBe(granted.said);
  });

  it('then nobody has to be asked, nobody gets control, and it ends with the hours', async () => {
    const session = await asksToSee();
    await place.till.until('it is live', async () => (await phase()) === 'live');
    expect((await say('support')).said).toContain(SESSION.unattended);
    const { message, safe } = errorText('control-not-possible', 'it');
    expect(await say('support', 'control', 'grant')).toEqual({
      status: 1,
      said: `${message}\n${safe}\n${commandWords('it').support.noControl.unattended}`,
    });
    const withdrawn = await sayAs('sue', PIN, 'support', 'hours', 'withdraw');
    expect(withdrawn.said).toContain(HOURS.none);
    expect(await phase()).toBeUndefined();
    expect(lines('remote-ended').at(-1)).toMatchObject({ session, end: 'stopped-at-till' });
    expect(lines('unattended-changed')).toMatchObject([
      { windows: [{}], client: 'shell', operator: 'sue' },
      { windows: [], client: 'shell', operator: 'sue' },
    ]);
  });
});
