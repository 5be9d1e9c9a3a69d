/**
 * The vendor's and the till's commands as people type them. Hubs and agents are processes; so is a
 * command where its exit, its trust file or its start as a hub is what is to be seen.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { replaceFile } from '../../agent/config/replace-file.ts';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import type { Frame } from '../../sync/protocol/frame.ts';
import type { StationKey } from '../../sync/trust/station-key.ts';
import { ensureStationKey } from '../../sync/uplink/station-files.ts';
import { callProgram, type ProgramSaid } from '../support/call-program.ts';
import { JsonProcess } from '../support/json-process.ts';
import { installProgram } from '../support/program-tree.ts';
import { postEnrolment, reasonOf, WireTill } from '../support/wire-till.ts';

const NODE = process.execPath;
/** Comes with the system. */
const OPENSSL = 'openssl';
const MAIN = join(import.meta.dirname, '../../agent/main.ts');
const TERMS = ['--customer', 'Bar Pepe', '--zone', 'Europe/Madrid'];

/** Keys, trust file and installed program of one vendor: nothing in them changes. */
const vendor = mkdtempSync(join(tmpdir(), 'tillwarden-vendor-'));
const keys = join(vendor, 'keys');
const program = join(vendor, 'program');
const trust = join(program, 'trust.json');
const issuerKey = join(vendor, 'issuer.key.json');
const timeKey = join(vendor, 'time.key.json');
let installed = '';
let folder = '';
let hub: JsonProcess;
let url = '';

beforeAll(async () => {
  installed = installProgram(program);
  await makeKeys(keys);
  await good('keys', 'certify', 'issuer', '--folder', keys, '--hub-file', issuerKey);
  await good('keys', 'certify', 'time', '--folder', keys, '--hub-file', timeKey);
  await good('keys', 'certify', 'issuer', '--folder', keys);
  await good('keys', 'trust-file', '--folder', keys, '--out', trust);
});

afterAll(() => rmSync(vendor, { recursive: true, force: true }));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-cli-'));
  await good('init', '--config', config(), '--tty', '/dev/null', '--port', '0');
});

afterEach(async () => {
  await hub.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function startHub(...flags: readonly string[]): Promise<void> {
  const data = join(folder, 'hub');
  hub = new JsonProcess('the hub', [NODE, MAIN, 'hub', '--data', data, '--port', '0', ...flags]);
  url = String((await hub.line('it is ready', ({ msg }) => msg === 'hub-ready'))['url']);
}

async function makeKeys(into: string): Promise<void> {
  await good('keys', 'init', '--folder', into, '--vendor', 'Bar Tills', '--demo');
}

function config(): string {
  return join(folder, 'config.json');
}

/** In a process of its own. */
function apart(main: string, ...args: readonly string[]): ProgramSaid {
  const { status, stdout, stderr } = spawnSync(NODE, [main, ...args], { encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}`.trim() };
}

function tillwarden(...args: readonly string[]): Promise<ProgramSaid> {
  return callProgram(args);
}

async function good(...args: readonly string[]): Promise<string> {
  const { status, said } = await tillwarden(...args);
  if (status !== 0) throw new TypeError(said);
  return said;
}

function officeArgs(...args: readonly string[]): readonly string[] {
  return ['hub', ...args, '--data', join(folder, 'hub')];
}

function office(...args: readonly string[]): Promise<ProgramSaid> {
  return callProgram(officeArgs(...args));
}

function enrolArgs(code: string, ...more: readonly string[]): readonly string[] {
  return ['enrol', '--hub', url, '--code', code, '--config', config(), ...more];
}

function enrol(code: string, ...more: readonly string[]): Promise<ProgramSaid> {
  return callProgram(enrolArgs(code, ...more));
}

/** From the installed program, which has a trust file. */
function enrolInstalled(code: string, ...more: readonly string[]): Promise<ProgramSaid> {
  return callProgram(enrolArgs(code, ...more), { root: program });
}

function stationIn(text: string): string {
  const [station = ''] = /st-\w+/.exec(text) ?? [];
  return station;
}

/** What a document says, believed or not. */
function contentOf(document: string): Entitlement {
  const [, body = ''] = document.split('.');
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Entitlement;
}

async function codeFor(name: string, ...more: readonly string[]): Promise<string> {
  return (await office('code', '--name', name, '--site', 'Centro', ...more)).said;
}

/** A licence of the vendor, issued offline. */
async function offline(station: string, { by = keys, above = '0' } = {}): Promise<string> {
  const out = join(folder, `${station}-${above}.licence`);
  const to = ['--customer', 'Bar Pepe', '--site', 'Centro', '--station', station];
  const dates = ['--installed-on', '2026-01-05', '--zone', 'Europe/Madrid'];
  await good('licence', 'issue', '--keys', by, ...to, ...dates, '--above', above, '--out', out);
  return out;
}

/** The agent runs until it has taken in what was laid down for it. */
async function runAgent(): Promise<void> {
  const agent = new JsonProcess('the agent', [NODE, installed, 'run', '--config', config()]);
  await agent.line('it is ready', ({ msg }) => msg === 'agent-ready');
  await agent.kill('SIGTERM');
}

/** The till takes in a licence of generation 3 or higher, issued offline; what it says. */
async function licensedOffline(): Promise<Entitlement> {
  const { till } = JSON.parse(readFileSync(config(), 'utf8')) as { till: string };
  const licence = await offline(till, { above: '2' });
  const installing = await callProgram(['licence', 'install', licence, '--config', config()], {
    root: program,
  });
  expect(installing.status).toBe(0);
  await runAgent();
  return contentOf(readFileSync(licence, 'utf8'));
}

describe('a hub without the vendor’s keys', () => {
  beforeEach(() => startHub());

  it('enrols a till with a code, once, and shows it', async () => {
    const code = apart(MAIN, ...officeArgs('code', '--name', 'Till 1', '--site', 'shop')).said;
    expect(code).toMatch(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    const wrong = apart(MAIN, ...enrolArgs('WRONG-CODE'));
    expect(wrong.status).toBe(1);
    expect(wrong.said).toContain('unknown, used or past its time');
    const enrolled = apart(MAIN, ...enrolArgs(code));
    expect(enrolled).toMatchObject({ status: 0 });
    const station = stationIn(enrolled.said);
    expect((await enrol(code)).said).toContain('--again');
    expect(await enrol(code, '--again')).toMatchObject({ status: 0, said: enrolled.said });
    const [headings, row] = apart(MAIN, ...officeArgs('stations')).said.split('\n');
    expect(headings).toMatch(/^STATION +NAME +SITE +STATE +LAST SEEN/);
    expect(row?.split(/ {2,}/)).toEqual([
      station,
      'Till 1',
      'shop',
      'enrolled',
      'never',
      '0',
      '0',
      '0',
      'none',
    ]);
    expect(statSync(join(folder, 'station/station-key.json')).mode & 0o777).toBe(0o600);
  });

  it('takes a station back from whoever has stolen its key', async () => {
    const first = await codeFor('Till 1');
    const station = stationIn((await enrol(first)).said);
    const place = { folder: join(folder, 'station'), replaceFile };
    const stolen = ensureStationKey(place);
    expect((await office('revoke', '--station', station)).status).toBe(0);
    const code = await codeFor('Till 1', '--station', station);
    const thief = await postEnrolment(url, code, stolen);
    expect(thief).toMatchObject({ status: 409, body: { error: { code: 'key-not-new' } } });
    expect((await office('stations')).said).toContain('revoked');
    expect(await enrol(code, '--again')).toMatchObject({ status: 0 });
    const own = ensureStationKey(place);
    expect(own.publicKey).not.toBe(stolen.publicKey);
    expect(existsSync(join(place.folder, 'station-key.next.json'))).toBe(false);
    expect((await office('stations')).said).toContain('enrolled');
    const hello = async (key: StationKey): Promise<Frame> =>
      (await WireTill.connect(url)).hello({ station, key }, { epoch: 2 });
    expect(reasonOf(await hello(stolen))).toBe('sign-on-refused');
    expect(await hello(own)).toMatchObject({ kind: 'result', payload: { mode: 'full' } });
    expect(await postEnrolment(url, first, stolen)).toMatchObject({ status: 403 });
    const next = await codeFor('Till 1', '--station', station);
    expect(await postEnrolment(url, next, stolen)).toMatchObject({ status: 409 });
  });

  it('says what to do where a till shows the key that is to be replaced', async () => {
    const station = stationIn((await enrol(await codeFor('Till 1'))).said);
    const code = await codeFor('Till 1', '--station', station);
    rmSync(join(folder, 'station/enrolment.json'));
    expect(await enrol(code)).toMatchObject({ status: 1 });
    expect((await enrol(code)).said).toContain('with --again it makes a new one');
    expect((await enrol(code, '--again')).said).toContain(station);
  });

  it('is not signed for, and the till says so', async () => {
    const enrolled = await enrolInstalled(await codeFor('Till 1'));
    expect(enrolled.status).toBe(0);
    expect(enrolled.said).toContain('DEMO');
    expect(enrolled.said).toContain('NOT SIGNED');
    expect(existsSync(join(folder, 'station/first-entitlement.jws'))).toBe(false);
  });

  it('says which licence a till loses by its enrolment, and what to ask for', async () => {
    const { generation, licence } = await licensedOffline();
    const { status, said } = await enrolInstalled(await codeFor('Till 1', ...TERMS));
    expect(status).toBe(0);
    expect(said).toContain('THIS TILL HAS NO LICENCE NOW');
    expect(said).toContain(
      `${licence.id} for Bar Pepe, Centro, station ${licence.issuedTo.station}`,
    );
    const asked = `a licence for station ${stationIn(said)}, above generation ${generation.n} of key epoch 1`;
    expect(said).toContain(asked);
  });

  it('sends and issues nothing, and says what is missing', async () => {
    const station = stationIn((await enrol(await codeFor('Till 1'))).said);
    const to = ['--station', station];
    writeFileSync(join(folder, 'text'), 'document\n');
    const text = ['--entitlement', join(folder, 'text')];
    expect((await office('send', ...to, ...text)).said).toContain('--trust FILE');
    expect((await office('send', '--trust', trust, '--station', 'st-x', ...text)).said).toContain(
      'no station st-x',
    );
    expect((await office('issue', ...to)).said).toContain('--trust FILE');
    expect((await office('issue', ...to, '--trust', trust)).said).toContain('--issuer-key FILE');
  });

  it('revokes a till, explains forks and shows what was set aside', async () => {
    const station = stationIn((await enrol(await codeFor('Till 1'))).said);
    expect((await office('revoke', '--station', station)).said).toContain('is revoked');
    expect((await office('stations')).said).toContain('revoked');
    expect(await office('revoke', '--station', 'st-x')).toMatchObject({ status: 1 });
    expect((await office('explain', '--station', station)).said).toContain('has not forked');
    expect(await office('explain', '--station', station, '--epoch', '2')).toMatchObject({
      status: 1,
    });
    expect((await office('quarantine', '--station', station)).said).toContain(
      'Nothing is set aside',
    );
    const place = ['--station', station, '--epoch', '1', '--seq', '1'];
    expect((await office('reapply', ...place)).said).toContain('no such line');
  });

  it('says what cannot be in a sentence', async () => {
    expect(apart(MAIN, ...officeArgs('dance'))).toMatchObject({ status: 2 });
    expect(await office('code')).toMatchObject({ status: 2 });
    expect(await office('code', '--name', 'x', '--hours', '0')).toMatchObject({ status: 2 });
    expect(await office('code', '--name', 'x', '--customer', 'y')).toMatchObject({ status: 2 });
    const open = apart(MAIN, ...officeArgs('--host', '0.0.0.0', '--port', '0'));
    expect(open.said).toContain('on this computer only');
    expect(apart(MAIN, ...officeArgs('--port', '0', '--pin', 'x'))).toMatchObject({ status: 2 });
    expect(await tillwarden('enrol', '--config', config())).toMatchObject({ status: 2 });
    const far = ['enrol', '--hub', 'http://hub.example', '--code', 'ABCD-EFGH'];
    expect((await tillwarden(...far, '--config', config())).said).toContain('use https');
  });
});

describe('a hub with the vendor’s keys', () => {
  const FLAGS = ['--trust', trust, '--issuer-key', issuerKey];

  beforeEach(() => startHub(...FLAGS, '--time-key', timeKey));

  it('gives the first licence with the enrolment, the same however often it is asked', async () => {
    await vi.waitUntil(() => hub.errors.includes('DEMO'));
    const code = await codeFor('Till 1', ...TERMS);
    const enrolled = apart(installed, ...enrolArgs(code));
    expect(enrolled.status).toBe(0);
    expect(enrolled.said).toMatch(/^DEMO[\s\S]*signed by the vendor[\s\S]*licence is verified/);
    const station = stationIn(enrolled.said);
    const kept = join(folder, 'station/first-entitlement.jws');
    const licence = readFileSync(kept, 'utf8');
    const verified = await tillwarden(
      'licence',
      'verify',
      kept,
      '--trust',
      trust,
      '--station',
      station,
    );
    expect(verified).toMatchObject({ status: 0 });
    expect(verified.said).toContain(`Bar Pepe, Centro, station ${station}`);
    expect(apart(installed, ...enrolArgs(code, '--again')).status).toBe(0);
    expect(readFileSync(kept, 'utf8')).toBe(licence);
    expect((await office('stations')).said).toContain(' 1.1');
    const unverified = await enrol(code, '--again');
    expect(unverified.said).toContain('CANNOT BE VERIFIED');
    expect(existsSync(kept), 'what cannot be verified is not kept').toBe(false);
  });

  it.each([
    ['without terms', []],
    ['with terms', ['--customer', 'Bar Luna', '--zone', 'Europe/Madrid']],
  ])('keeps the offline licence of a till that enrols %s', async (_, terms) => {
    const before = await licensedOffline();
    const enrolled = await enrolInstalled(await codeFor('Till 1', ...terms));
    expect(enrolled.said).toContain('licence is verified');
    const kept = join(folder, 'station/first-entitlement.jws');
    const { issuedTo, ...named } = before.licence;
    expect(contentOf(readFileSync(kept, 'utf8'))).toMatchObject({
      licence: { ...named, issuedTo: { ...issuedTo, station: stationIn(enrolled.said) } },
      installedOn: before.installedOn,
      maintenance: before.maintenance,
      generation: { n: before.generation.n + 1 },
    });
    await runAgent();
    expect(existsSync(kept), 'the agent has taken it in').toBe(false);
    const lines = (await good('journal', 'show', '--config', config())).split('\n');
    expect(lines.filter((line) => line.includes('entitlement-accepted'))).toHaveLength(2);
  });

  it('renews, withdraws, and keeps the dates over a new enrolment', async () => {
    const station = stationIn((await enrolInstalled(await codeFor('Till 1', ...TERMS))).said);
    const to = ['issue', ...FLAGS, '--station', station];
    expect(await office(...to, '--maintenance', '2099-02-30/2100-01-01')).toMatchObject({
      status: 2,
    });
    expect((await office(...to, '--maintenance', '2001-01-01/2002-01-01')).said).toContain(
      'licence-invalid',
    );
    const renewed = await office(
      ...to,
      '--maintenance',
      '2099-01-01/2100-01-01',
      '--revoke',
      'unpaid',
    );
    expect(renewed.said).toMatch(/^DEMO[\s\S]*Generation 2 of key epoch 1[\s\S]*Command 1/);
    const again = await codeFor('Till 1', '--station', station);
    expect((await enrolInstalled(again, '--again')).status).toBe(0);
    const kept = join(folder, 'station/first-entitlement.jws');
    const { said } = await tillwarden('licence', 'show', kept);
    expect(said).toMatch(/Generation +3 of key epoch 1/);
    expect(said).toContain('2099-01-01 to 2099-12-31');
    expect(said).toMatch(/WITHDRAWN.*unpaid/);
  });

  it('sends only what its vendor has signed for that till, and nothing older', async () => {
    const station = stationIn((await enrolInstalled(await codeFor('Till 1'))).said);
    const to = ['send', '--trust', trust, '--station', station, '--entitlement'];
    const genuine = await offline(station, { above: '10' });
    const foreign = join(folder, 'foreign');
    await makeKeys(foreign);
    await good('keys', 'certify', 'issuer', '--folder', foreign);
    const changed = join(folder, 'changed');
    writeFileSync(changed, readFileSync(genuine, 'utf8').replace('.', '.A'));
    expect((await office(...to, await offline('st-other', { above: '20' }))).said).toContain(
      '(wrong-station)',
    );
    expect(await office(...to, changed)).toMatchObject({ status: 1 });
    const theirs = await offline(station, { by: foreign, above: '30' });
    expect((await office(...to, theirs)).said).toContain('(uncertified-key)');
    expect((await office(...to, genuine)).said).toContain('Command 1 lies');
    expect((await office(...to, genuine)).said).toContain('(older-generation)');
  });
});

describe('a hub with another vendor’s keys', () => {
  it('enrols no till of this vendor’s', async () => {
    const foreign = join(folder, 'foreign');
    const [key, file] = [join(folder, 'issuer.json'), join(folder, 'trust.json')];
    await makeKeys(foreign);
    await good('keys', 'certify', 'issuer', '--folder', foreign, '--hub-file', key);
    await good('keys', 'trust-file', '--folder', foreign, '--out', file);
    await startHub('--trust', file, '--issuer-key', key);
    const enrolled = await enrolInstalled(await codeFor('Till 1', ...TERMS));
    expect(enrolled.status).toBe(1);
    expect(enrolled.said).toContain('not signed by Bar Tills');
    expect(existsSync(join(folder, 'station/enrolment.json'))).toBe(false);
  });

  it('does not start under this vendor’s trust file, nor without one', async () => {
    await startHub();
    const foreign = join(folder, 'foreign');
    const key = join(folder, 'issuer.json');
    await makeKeys(foreign);
    await good('keys', 'certify', 'issuer', '--folder', foreign, '--hub-file', key);
    const serve = (...flags: readonly string[]): string =>
      apart(MAIN, 'hub', '--data', join(folder, 'hub-2'), '--port', '0', ...flags).said;
    expect(serve('--issuer-key', key)).toContain('--trust FILE');
    expect(serve('--issuer-key', key, '--trust', trust)).toContain('not certified by');
    expect(serve('--issuer-key', timeKey, '--trust', trust)).toContain('certified as time');
    expect(serve('--time-key', issuerKey, '--trust', trust)).toContain('certified as issuer');
  });
});

describe('a program with a trust file that is none', () => {
  it('enrols nowhere', async () => {
    await startHub();
    const aside = `${trust}.aside`;
    renameSync(trust, aside);
    writeFileSync(trust, '{}');
    const enrolled = apart(installed, ...enrolArgs(await codeFor('Till 1')));
    renameSync(aside, trust);
    expect(enrolled.status).toBe(1);
    expect(enrolled.said).toContain('trust.json');
  });
});

describe('pins', () => {
  it('are printed for a certificate, and must not lock every till out', async () => {
    await startHub();
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const what =
      'req -x509 -newkey ed25519 -nodes -days 2 -subj /CN=hub -addext subjectAltName=IP:127.0.0.1';
    execFileSync(OPENSSL, [...what.split(' '), '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    const { said: pin } = await tillwarden('hub', 'pins', '--tls-cert', cert);
    expect(pin).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const serve = ['hub', '--data', join(folder, 'hub-2'), '--port', '0'];
    const tls = ['--tls-cert', cert, '--tls-key', key];
    expect(apart(MAIN, ...serve, ...tls, '--pin', 'x'.repeat(43)).said).toContain(
      'none of the pins',
    );
    expect(await tillwarden('hub', 'pins', '--tls-cert', key)).toMatchObject({ status: 2 });
    await hub.kill('SIGTERM');
    await startHub(...tls, '--pin', pin, '--pin', 'x'.repeat(43));
    expect(await enrol(await codeFor('Till 1'), '--ca', cert)).toMatchObject({ status: 0 });
    const kept = readFileSync(join(folder, 'station/enrolment.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ pins: [pin, 'x'.repeat(43)] });
  });
});
