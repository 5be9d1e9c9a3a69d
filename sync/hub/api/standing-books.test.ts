/**
 * What the vendor notes of distributors, customers and plans is written as every book is, is heard by
 * the next decision, and moves nothing that a registration has said.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';

const SINCE = '2026-01-01T00:00:00.000Z';
/** Monday; a plan with its own hours is open. */
const AT = '2026-11-23T10:00:00.000Z';

let hub: PeopleHub;
let ada: Visitor;

beforeEach(async () => {
  hub = await openPeopleHub();
  hub.clock.jumpWall(Date.parse(AT) - hub.clock.wallMs());
  await hub.addUser('Ada', 'vendor-admin');
  ada = await hub.signedIn('Ada');
  for (const [id, kind] of [
    ['dora', 'distributor'],
    ['pepe', 'customer'],
    ['Centro', 'site'],
  ]) {
    await put(`parties/${id}`, { id, kind, name: id });
  }
});

afterEach(() => hub[Symbol.asyncDispose]());

function put(place: string, body: object, since = SINCE): Promise<string> {
  return ada.codeOf(`PUT /v1/books/${place}`, { body: { since, body } });
}

async function faultsOf(place: string, body: object): Promise<unknown> {
  const answer = await ada.call(`PUT /v1/books/${place}`, { body: { since: SINCE, body } });
  return answer.json<{ error: { details: { faults: unknown } } }>().error.details.faults;
}

async function asked(body: object): Promise<Record<string, unknown>> {
  return (await ada.call('POST /v1/decisions', { body: { at: AT, ...body } })).json();
}

async function register(): Promise<void> {
  const body = { payment: 'mandate', order: { id: 'p1', licences: 5 } };
  await ada.codeOf('POST /v1/distributors/dora/registration', { body });
}

describe('what is refused', () => {
  it.each([
    ['distributors/nobody', {}, 'party-unknown'],
    ['distributors/pepe', {}, 'party-of-another-kind'],
    ['customers/dora', { isGroup: true }, 'party-of-another-kind'],
    ['customers/nobody', {}, 'party-unknown'],
    ['schedules/none', { hours: [] }, 'plan-unknown'],
    ['customers/pepe', { isRich: true }, 'field-unfit'],
    ['distributors/dora', { trainingsGiven: -1 }, 'field-unfit'],
    ['distributors/dora', { trainingsGiven: 1.5 }, 'field-unfit'],
    ['schedules/ima', { hours: [{ days: [1], fromMinute: 600, toMinute: 540 }] }, 'field-unfit'],
  ])('%s with %o', async (place, body, code) => {
    expect(await faultsOf(place, body)).toMatchObject([{ code }]);
  });

  it('that nobody has registered is not registered by the book', async () => {
    const faults = [{ field: 'registeredOn', code: 'field-unfit' }];
    expect(await faultsOf('distributors/dora', { registeredOn: '2025-01-01' })).toMatchObject(
      faults,
    );
  });
});

describe('a distributor', () => {
  const LATER = '2026-12-01T00:00:00.000Z';

  it('keeps its trainings when it is registered, and its registration when they are changed', async () => {
    expect(await put('distributors/dora', { trainingsGiven: 1 })).toBe('200');
    await register();
    const known = { payment: 'mandate', registeredOn: '2026-11-23', firstOrderLicences: 5 };
    const history = await ada.call('GET /v1/books/distributors/dora/history');
    const versions = history.json<{ versions: readonly { body: object }[] }>().versions;
    expect(versions.at(-1)?.body).toEqual({ ...known, trainingsGiven: 1 });
    const next = { ...known, trainingsGiven: 2, installations: 1 };
    expect(await put('distributors/dora', next, LATER)).toBe('200');
    const moved = { ...next, registeredOn: '2026-01-01' };
    expect(await put('distributors/dora', moved, LATER)).toBe('book-unfit');
    expect(await put('distributors/dora', { trainingsGiven: 3 }, LATER)).toBe('book-unfit');
    const end = { body: { since: LATER } };
    expect(await ada.codeOf('POST /v1/books/distributors/dora/end', end)).toBe('book-unfit');
  });

  it('has its first training free, and pays for the next', async () => {
    const training = { kind: 'training', customer: 'pepe', plan: 'ima', caller: 'distributor' };
    const sold = { kind: 'sold-by', from: 'pepe', to: 'dora', since: SINCE };
    expect(await put('edges/e1', sold)).toBe('200');
    await register();
    expect(await asked(training)).toMatchObject({ outcome: 'COVERED' });
    const known = { payment: 'mandate', registeredOn: '2026-11-23', firstOrderLicences: 5 };
    expect(await put('distributors/dora', { ...known, trainingsGiven: 1 }, AT)).toBe('200');
    expect(await asked(training)).toMatchObject({ outcome: 'QUOTE' });
  });

  it('is noted for the vendor’s people alone', async () => {
    const password = 'four words in a row';
    const body = { name: 'Dora', role: 'distributor', sites: [], party: 'dora', password };
    expect(await ada.codeOf('POST /v1/users', { body })).toBe('200');
    const dora = await hub.signedIn('Dora');
    expect(await dora.codeOf('GET /v1/books/distributors')).toBe('forbidden');
    expect(await dora.codeOf('GET /v1/books/distributors.csv')).toBe('forbidden');
  });
});

it('hours that are written hold in place of the plan’s own', async () => {
  const contract = {
    id: 'c1',
    customer: 'pepe',
    site: 'Centro',
    plan: { id: 'sds', version: 1 },
    variant: 'flat',
    start: '2026-01-01',
    stations: ['till-1'],
  };
  await hub.addStation('till-1', 'Centro');
  const owned = { kind: 'part-of', from: 'Centro', to: 'pepe', since: SINCE };
  expect(await put('edges/e1', owned)).toBe('200');
  expect(await put('contracts/c1', contract)).toBe('200');
  const call = { kind: 'contact', topic: 'technical', channel: 'phone', station: 'till-1' };
  expect(await asked(call)).toMatchObject({ outcome: 'COVERED' });
  const afternoon = [{ days: [1, 2, 3, 4, 5], fromMinute: 13 * 60, toMinute: 17 * 60 }];
  expect(await put('schedules/sds', { hours: afternoon })).toBe('200');
  expect(await asked(call)).toMatchObject({
    outcome: 'SCHEDULE',
    scheduledAt: '2026-11-23T12:00:00.000Z',
  });
});

it('a file brings them, and takes them away again', async () => {
  const csv = 'entry,isGroup,isConsumer\r\npepe,true,\r\n';
  const imported = { body: { since: SINCE, csv } };
  expect(await ada.codeOf('POST /v1/books/customers/import', imported)).toBe('200');
  const taken = await ada.call('GET /v1/books/customers.csv');
  expect(taken.body.replace(/^\uFEFF/, '')).toMatch(/pepe,true,/);
  const none = { body: { since: SINCE, csv: 'entry,isGroup,isConsumer\r\n,true,\r\n' } };
  expect(await ada.codeOf('POST /v1/books/customers/import', none)).toBe('book-unfit');
});
