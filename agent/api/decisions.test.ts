/** What the contract says at the till, by what the till holds and nothing else. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authorised, startApiTill, type ApiTill } from '../../test/support/api-till.ts';
import { testEntitlement } from '../../test/support/test-vendor.ts';
import type { Decision } from '../core/contract/decision.ts';
import type { Contract } from '../core/entitlement/entitlement.ts';
import { innPlan } from '../plans/inn.ts';
import { sdsPlan } from '../plans/sds.ts';
import { decisionText } from '../words/decision-text.ts';
import { LANGUAGES } from '../words/language.ts';
import type { DecisionAnswerView } from './decision-schema.ts';
import type { ErrorBody } from './schema.ts';

const CONTRACT: Contract = {
  plan: { id: 'inn', version: 1 },
  parameters: {},
  stations: [],
  callerRoles: [],
  contacts: [{ name: 'Desk', phone: '+34 900 000 000' }],
};

const NOT_COVERED = {
  en: 'This till is not in the contract.',
  de: 'Diese Kasse steht nicht im Vertrag.',
  es: 'Esta caja no está en el contrato.',
  it: 'Questa cassa non è nel contratto.',
};

let till: ApiTill;

beforeEach(async () => {
  till = await startApiTill();
});

afterEach(() => till[Symbol.asyncDispose]());

function post(body: unknown, headers: Record<string, string> = authorised()): Promise<Response> {
  return fetch(`${till.url}/v1/decisions`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function ask(body: unknown, headers?: Record<string, string>): Promise<DecisionAnswerView> {
  const response = await post(body, headers);
  expect(response.status).toBe(200);
  return (await response.json()) as DecisionAnswerView;
}

async function agree(differs: Partial<Contract>): Promise<void> {
  const entitlement = testEntitlement({
    generation: { keyEpoch: 1, n: 2 },
    contract: { ...CONTRACT, ...differs },
  });
  const offered = { kind: 'entitlement-offered', entitlement, document: 'two' } as const;
  await till.shell.tell({ ...offered, source: 'file' });
}

describe('a question that is none', () => {
  it('of nobody who is known is not answered', async () => {
    expect((await post({ kind: 'contact' }, {})).status).toBe(401);
  });

  it.each<[string, unknown]>([
    ['of a kind that there is not', { kind: 'wish' }],
    ['that the till may not answer', { kind: 'settle' }],
    ['of the caller’s own time', { kind: 'contact', atMs: 0 }],
    ['for another station', { kind: 'contact', station: 'till-9' }],
    ['with a slot that is no time', { kind: 'contact', slot: 'tomorrow' }],
    ['with a topic that there is not', { kind: 'contact', topic: 'weather' }],
  ])('%s is refused', async (_what, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as ErrorBody;
    expect(error.code).toBe('invalid-request');
  });
});

describe('what the contract says', () => {
  it('without one there is no plan', async () => {
    expect(await ask({ kind: 'contact' })).toEqual({ kind: 'no-plan', plan: null, contacts: [] });
    expect((await till.status()).coverage).toBeNull();
  });

  it('with no lease of credits it takes the telephone, and says which', async () => {
    await agree({});
    expect(await ask({ kind: 'contact', class: 'intervention' })).toEqual({
      kind: 'line-needed',
      missing: [{ account: 'credits', amount: 60 }],
      contacts: CONTRACT.contacts,
    });
  });

  it('with a lease it holds what the class takes', async () => {
    await agree({});
    const lease = { id: 'lease-1', account: 'credits', amount: 60 };
    await till.shell.tell({ kind: 'lease-offered', lease, station: 'till-1' });
    expect(await ask({ kind: 'contact', class: 'intervention' })).toMatchObject({
      kind: 'decided',
      decision: { plan: 'inn', holds: [{ account: 'credits', amount: 60 }] },
    });
  });

  it.each(LANGUAGES)(
    'is said in sentences too, in %s, as the command line says it',
    async (language) => {
      await agree({ plan: { id: 'sds', version: 1 }, variant: 'flat', stations: ['till-2'] });
      const headers = { ...authorised(), 'accept-language': language };
      const answer = await ask({ kind: 'contact', topic: 'technical', channel: 'phone' }, headers);
      if (answer.kind !== 'decided') throw new Error(`it is ${answer.kind}`);
      const { text, ...decision } = answer.decision;
      expect(text).toEqual(decisionText(decision as Decision, sdsPlan, language));
      expect(text.why).toEqual([NOT_COVERED[language]]);
      expect(text.clauses[0]).toEqual({
        id: 'SDS-08',
        sentence: sdsPlan.clauses['SDS-08']?.[language],
      });
    },
  );

  it('is said by a plan the till was sent, once its contract names it', async () => {
    const plan = { ...innPlan, version: 2 };
    await agree({ plan: { id: 'inn', version: 2 } });
    expect((await ask({ kind: 'contact' })).kind).toBe('no-plan');
    const offered = { kind: 'plan-offered', plan, document: 'two', source: 'hub' } as const;
    await till.shell.tell({ ...offered, builtIn: [innPlan] });
    const answer = await ask({ kind: 'contact' });
    expect(answer.kind).not.toBe('no-plan');
  });

  it('who asks is whoever is signed in, whatever is claimed', async () => {
    await agree({ plan: { id: 'sds', version: 1 }, variant: 'second-level', stations: ['till-1'] });
    const asked = { kind: 'contact', topic: 'technical', channel: 'phone' };
    const cashier = await ask({ ...asked, caller: 'admin' }, await signedIn('cashier'));
    expect(cashier).toMatchObject({ decision: { outcome: 'ROUTE', reasons: ['ADMIN_FIRST'] } });
    const admin = await ask({ ...asked, caller: 'cashier' }, await signedIn('admin'));
    expect(admin).not.toMatchObject({ decision: { outcome: 'ROUTE' } });
    const nobody = await ask(asked);
    expect(nobody).toMatchObject({ decision: { outcome: 'ROUTE' } });
  });

  it.each([
    ['its contract names it', ['till-1'], 'covered', {}],
    ['its contract names another', ['till-2'], 'not-covered', { reasons: ['STATION_NOT_COVERED'] }],
  ])('shows before it hurts whether %s', async (...of) => {
    const [, stations, coverage, decision] = of;
    await agree({ plan: { id: 'sds', version: 1 }, variant: 'flat', stations });
    expect((await till.status()).coverage).toBe(coverage);
    const answer = await ask({ kind: 'contact', topic: 'technical', channel: 'e-mail' });
    expect(answer).toMatchObject({ kind: 'decided', decision });
  });
});

async function signedIn(role: 'cashier' | 'admin'): Promise<Record<string, string>> {
  return { ...authorised(), ...(await till.signIn(role)) };
}
