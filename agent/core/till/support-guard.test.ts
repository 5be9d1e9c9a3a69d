/** A technician must not be able to click money out, sign in or count: change and returns go on. */
import { describe, expect, it } from 'vitest';
import { ADMIN, SupportTill } from '../../../test/support/support-till.ts';
import type { SupportAsk } from '../support/supporting.ts';
import type { Answer, TillRequest } from './events.ts';

const AT = { place: 'hopper-50', client: 'page', operator: ADMIN } as const;
const ONE = [{ valueMinor: 50, count: 1 }];

/** Every way in which cash leaves the till outside a sale. */
const CASH_OUT: Readonly<Record<string, TillRequest>> = {
  take: { kind: 'take-entered', ...AT, taken: ONE, reason: 'bank' },
  cassette: {
    kind: 'cassette-removed',
    ...AT,
    place: 'cashbox',
    operation: { idempotencyKey: 'c', terms: 'c' },
  },
  debt: {
    kind: 'debt-payment-requested',
    debtId: 'd',
    by: 'hand',
    client: 'page',
    operator: ADMIN,
  },
  drawer: {
    kind: 'drawer-open-requested',
    device: 'drawer',
    client: 'page',
    cause: { kind: 'operator', operator: ADMIN },
  },
  dispense: operation('dispense'),
  empty: operation('empty'),
  float: operation('float'),
  refund: operation('refund'),
  collect: operation('collect'),
};

const COUNTS: Readonly<Record<string, TillRequest>> = {
  count: { kind: 'count-entered', ...AT, counted: ONE, isDeviceGone: false },
  shift: { kind: 'shift-close-requested', client: 'page', operator: ADMIN },
};

function operation(purpose: 'dispense' | 'empty' | 'float' | 'refund' | 'collect'): TillRequest {
  return {
    kind: 'operation-requested',
    operationId: purpose,
    purpose,
    order: { kind: 'amount', amountMinor: 5 },
    client: 'page',
    operator: ADMIN,
    operation: { idempotencyKey: purpose, terms: purpose },
  };
}

function codeOf(answer: Answer): string | undefined {
  return answer.kind === 'refused' ? answer.refusal.code : undefined;
}

function controlled(): SupportTill {
  const till = new SupportTill();
  till.goLive();
  till.control('granted');
  till.effects = [];
  return till;
}

describe.each(Object.entries({ ...CASH_OUT, ...COUNTS }))('%s under control', (_name, request) => {
  it('is refused, and takes control back before anything else', () => {
    const till = controlled();
    const before = till.lines.length;
    expect(codeOf(till.send(request))).toBe('remote-control-on');
    expect(till.live?.control).toBe('suspended');
    expect(till.lines.slice(before).map(({ kind }) => kind)).toEqual(['remote-control']);
    expect(till.effects[0]).toEqual({ kind: 'set-control', session: 's-1', control: 'suspended' });
  });
});

describe.each(Object.entries(CASH_OUT))('%s once control was given', (_name, request) => {
  it('wants a PIN that is newer than that, and then nothing more', () => {
    const till = controlled();
    till.control('withdrawn');
    expect(codeOf(till.send(request))).toBe('pin-needed-again');
    till.provePin(ADMIN);
    expect(codeOf(till.send(request))).not.toBe('pin-needed-again');
  });

  it('goes on as ever where nobody had control', () => {
    const till = new SupportTill();
    till.goLive();
    expect(codeOf(till.send(request))).not.toBe('pin-needed-again');
  });
});

describe('a PIN under control', () => {
  it('is not looked at, and counts for nobody; typed again it is', () => {
    const till = controlled();
    expect(codeOf(till.attemptSignIn('boss'))).toBe('control-suspended');
    expect(till.till.signIns.operators).toEqual({});
    expect(till.live?.control).toBe('suspended');
    expect(till.attemptSignIn('boss')).toEqual({ kind: 'done' });
  });

  it('of an attempt from before proves nothing', () => {
    const till = controlled();
    till.provePin(ADMIN);
    till.control('withdrawn');
    expect(codeOf(till.dispense('late'))).toBe('pin-needed-again');
  });

  it('is old again with the next time control is given', () => {
    const till = controlled();
    till.control('withdrawn');
    till.provePin(ADMIN);
    expect(codeOf(till.dispense('first'))).toBeUndefined();
    till.settle();
    till.control('granted');
    till.control('withdrawn');
    expect(codeOf(till.dispense('second'))).toBe('pin-needed-again');
  });

  it('of somebody else lets nobody else take cash out', () => {
    const till = controlled();
    till.control('withdrawn');
    till.provePin({ operatorId: 'other', role: 'admin' });
    expect(codeOf(till.dispense('theirs'))).toBe('pin-needed-again');
  });
});

describe('counting', () => {
  it('puts the view away until somebody says that it may be seen again, without control', () => {
    const till = new SupportTill();
    till.goLive();
    till.effects = [];
    const counted = CASH_OUT['empty'];
    if (counted !== undefined) till.send(counted);
    expect(till.live?.isPaused).toBe(true);
    expect(till.effects[0]).toEqual({ kind: 'close-streams', session: 's-1' });
    expect(codeOf(till.control('granted'))).toBe('control-not-possible');
    till.told({ kind: 'stream-closed', session: 's-1', stream: 'screen', reason: 'closed' });
    till.told({ kind: 'stream-closed', session: 's-1', stream: 'console', reason: 'closed' });
    expect(till.live).toBeDefined();
    till.effects = [];
    expect(till.ask({ kind: 'session-resumed', client: 'page' })).toEqual({ kind: 'done' });
    expect(till.effects.map(({ kind }) => kind)).toEqual(['open-stream', 'open-stream']);
    expect(till.live?.control).toBe('none');
  });
});

describe('what belongs to customers', () => {
  it('goes on under control: a sale, its change and its money back', () => {
    const till = controlled();
    till.startSale('sale', 50);
    till.insert(100);
    till.settle();
    expect(till.handMinor).toBe(50);
    till.startSale('other', 50);
    till.insert(20);
    till.send({ kind: 'cancel-requested', saleId: 'other' });
    till.settle();
    expect(till.handMinor).toBe(70);
    expect(till.live?.control).toBe('granted');
  });

  it('is answered as it stands where it was begun before', () => {
    const till = new SupportTill();
    till.goLive();
    till.dispense('once');
    till.settle();
    till.control('granted');
    expect(till.dispense('once')).toMatchObject({ kind: 'operation', isNew: false });
    expect(till.live?.control).toBe('granted');
  });
});

it('a tool of another maker ends where control would be taken back', () => {
  const till = new SupportTill();
  till.around = { ...till.around, hasExternalTool: true };
  till.goLive();
  expect(codeOf(till.dispense('theirs'))).toBe('remote-control-on');
  expect(till.till.supporting.session).toBeUndefined();
  expect(till.effects.at(-1)).toEqual({ kind: 'close-streams', session: 's-1' });
});

describe('a word that only the shop can give', () => {
  const question = { client: 'page', caller: 'cashier' } as const;
  const CONSENTS: Readonly<Record<string, SupportAsk>> = {
    'a cost': { kind: 'help-asked', question: { ...question, accepted: ['surcharge'] }, plans: [] },
    'a yes': { kind: 'help-asked', question: { ...question, hasConsent: true }, plans: [] },
    'unattended hours': { kind: 'unattended-set', client: 'page', operator: 'boss', windows: [] },
  };

  it.each(Object.entries(CONSENTS))('%s is not the technician’s to click', (_what, ask) => {
    const till = controlled();
    expect(codeOf(till.ask(ask))).toBe('remote-control-on');
    expect(till.live?.control).toBe('suspended');
    expect(codeOf(till.ask(ask))).toBeUndefined();
  });

  it('does not keep anybody from asking for help', () => {
    const till = controlled();
    expect(till.ask({ kind: 'help-asked', question, plans: [] })).toMatchObject({ kind: 'help' });
    expect(till.live?.control).toBe('granted');
  });
});
