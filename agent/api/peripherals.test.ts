/**
 * A drawer's opening is in the journal before its pulse and once for each order; a device is told to
 * the program alone that has it; and a card is given once, or forgotten.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CardSwipe } from '../../hardware/kit/card-swipe.ts';
import type {
  CashDrawer,
  Msr,
  OpenOutcome,
  Peripheral,
  Scale,
  Scan,
  Scanner,
  WeightReading,
} from '../../hardware/kit/device-peripheral.ts';
import { authorised, PAGE_TOKEN, startApiTill, type ApiTill } from '../../test/support/api-till.ts';
import type { JournalLine } from '../core/journal-line.ts';

class FakeDrawer implements CashDrawer {
  readonly kind = 'cash-drawer';
  readonly device = 'drawer';
  readonly hasStatus = true;
  readonly policy = { opensOnSettledSale: true, leftOpenMs: 50 };
  onState: (isOpen: boolean) => void = () => undefined;
  outcome: OpenOutcome = { kind: 'opened' };
  /** What was in the journal when the pulse came. */
  readonly pulses: number[] = [];
  seq: () => number = () => 0;

  async open(): Promise<OpenOutcome> {
    this.pulses.push(this.seq());
    return this.outcome;
  }

  listen(onState: (isOpen: boolean) => void): void {
    this.onState = onState;
  }
}

class FakeScale implements Scale {
  readonly kind = 'scale';
  readonly device = 'scale';
  reading: WeightReading = { kind: 'refused', reason: 'offline', detail: '' };

  async read(): Promise<WeightReading> {
    return this.reading;
  }
}

class FakeScanner implements Scanner {
  readonly kind = 'scanner';
  readonly device = 'scanner';
  onScan: (scan: Scan) => void = () => undefined;

  listen(onScan: (scan: Scan) => void): void {
    this.onScan = onScan;
  }

  scan(text: string): void {
    this.onScan({ data: new TextEncoder().encode(text), aim: ']E0' });
  }
}

class FakeMsr implements Msr {
  readonly kind = 'msr';
  readonly device = 'msr';
  onSwipe: (swipe: CardSwipe) => void = () => undefined;

  listen(onSwipe: (swipe: CardSwipe) => void): void {
    this.onSwipe = onSwipe;
  }

  swipe(text: string): void {
    this.onSwipe(new CardSwipe([{ track: '2', text }]));
  }
}

const drawer = new FakeDrawer();
const scale = new FakeScale();
const scanner = new FakeScanner();
const msr = new FakeMsr();
const devices: readonly Peripheral[] = [drawer, scale, scanner, msr];

let till: ApiTill;
let session: string;
const sockets: WebSocket[] = [];

async function start(): Promise<void> {
  till = await startApiTill({ devices });
  session = (await till.signIn('supervisor'))['x-tillwarden-operator'] ?? '';
  drawer.pulses.length = 0;
  drawer.outcome = { kind: 'opened' };
  drawer.seq = () => till.shell.view().head.seq;
  const up = { kind: 'up' } as const;
  for (const { device } of devices) {
    till.peripherals.note({ kind: 'state', device, state: up });
  }
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await till[Symbol.asyncDispose]();
});

interface Reply {
  readonly status: number;
  readonly body: { readonly error?: { readonly code: string; readonly details: object } };
}

async function call(
  path: string,
  body?: object,
  {
    token,
    operator = token === undefined ? session : undefined,
  }: { token?: string; operator?: string | undefined } = {},
): Promise<Reply> {
  const response = await fetch(`${till.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...authorised(token),
      'content-type': 'application/json',
      ...(operator === undefined || operator === '' ? {} : { 'x-tillwarden-operator': operator }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Reply['body'] };
}

/** Everything but the status that a program is told. */
async function listen(token?: string): Promise<{ told: unknown[]; socket: WebSocket }> {
  const url = `${till.url.replace('http', 'ws')}/v1/events`;
  const socket = new WebSocket(url, { headers: authorised(token) });
  sockets.push(socket);
  const told: unknown[] = [];
  const joined = new Promise((resolve) => socket.once('message', resolve));
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { kind: string };
    if (message.kind !== 'status') told.push(message);
  });
  await joined;
  return { told, socket };
}

function lines(): readonly Pick<JournalLine, 'kind' | 'body'>[] {
  return till.lines().filter(({ kind }) => kind.startsWith('drawer-'));
}

describe('a drawer', () => {
  test('that does not exist, or is no drawer, is refused by name', async () => {
    await start();
    for (const device of ['nothing', 'scale', 'constructor']) {
      const { status, body } = await call(`/v1/drawers/${device}/open`, {});
      expect([status, body.error?.code]).toEqual([404, 'peripheral-not-found']);
    }
    expect(lines()).toEqual([]);
  });

  test('is opened outside a sale by nobody but an operator', async () => {
    await start();
    const { body } = await call('/v1/drawers/drawer/open', {}, { operator: '' });
    expect(body.error?.code).toBe('operator-needed');
    const sale = await till.sell(100);
    const { status } = await call('/v1/drawers/drawer/open', { saleId: sale }, { operator: '' });
    expect(status).toBe(200);
    expect(lines()).toMatchObject([
      { kind: 'drawer-opened', body: { reason: 'sale', saleId: sale } },
    ]);
    expect(drawer.pulses).toHaveLength(1);
  });

  test('is opened for no sale that is not there, another program’s, or over', async () => {
    await start();
    const unknown = '00000000-0000-4000-8000-000000000000';
    const { body } = await call('/v1/drawers/drawer/open', { saleId: unknown });
    expect(body.error?.code).toBe('sale-not-found');
    const sale = await till.sell(100);
    const theirs = await call('/v1/drawers/drawer/open', { saleId: sale }, { token: PAGE_TOKEN });
    expect(theirs.body.error?.code).toBe('sale-not-found');
    await till.shell.ask({ kind: 'cancel-requested', saleId: sale });
    await till.until(({ activity }) => activity === 'idle');
    await call(`/v1/sales/${sale}/acknowledge`, {});
    const over = await call('/v1/drawers/drawer/open', { saleId: sale });
    expect(over.body.error?.code).toBe('sale-over');
    expect(drawer.pulses).toEqual([]);
  });

  test.each([
    [{ kind: 'refused', reason: 'offline', detail: 'gone' }, 'peripheral-not-ready', 'refused'],
    [{ kind: 'unknown', detail: 'broke' }, 'drawer-not-opened', 'unknown'],
  ] as const)('that answers %o is told and written down', async (outcome, code, written) => {
    await start();
    drawer.outcome = outcome;
    const { body } = await call('/v1/drawers/drawer/open', { note: 'change' });
    expect(body.error?.code).toBe(code);
    expect(lines()).toMatchObject([
      { kind: 'drawer-opened' },
      { kind: 'drawer-not-opened', body: { outcome: written } },
    ]);
    expect(drawer.pulses).toHaveLength(1);
  });

  test('is in the journal before its pulse, with who and why', async () => {
    await start();
    const before = till.shell.view().head.seq;
    const { status } = await call('/v1/drawers/drawer/open', { note: 'roll of coins' });
    expect(status).toBe(200);
    expect(drawer.pulses).toEqual([before + 1]);
    const body = {
      reason: 'operator',
      client: 'pos',
      operator: 'supervisor',
      note: 'roll of coins',
    };
    expect(lines()).toMatchObject([{ kind: 'drawer-opened', body }]);
  });

  test('says that it opened, by order or not, that it is left open, and that it closed', async () => {
    await start();
    const { told } = await listen();
    await call('/v1/drawers/drawer/open', {});
    drawer.onState(true);
    const left = await till.until(({ peripherals }) => peripherals[0]?.drawer?.isLeftOpen === true);
    expect(left.peripherals[0]).toMatchObject({ state: 'up', drawer: { state: 'open' } });
    drawer.onState(false);
    await till.until(({ peripherals }) => peripherals[0]?.drawer?.state === 'closed');
    await vi.waitUntil(() => told.length === 2);
    expect(told).toEqual([
      { kind: 'drawer', device: 'drawer', state: 'open' },
      { kind: 'drawer', device: 'drawer', state: 'closed' },
    ]);
    expect(lines().map(({ kind }) => kind)).toEqual([
      'drawer-opened',
      'drawer-state-changed',
      'drawer-left-open',
      'drawer-state-changed',
    ]);
  });

  test('opened by its key was not ordered', async () => {
    await start();
    drawer.onState(true);
    await vi.waitUntil(() => lines().length > 0);
    expect(lines()[0]).toMatchObject({ body: { state: 'open', isOrdered: false } });
  });

  test('opens by itself when a sale ends and its change is owed, and for no other sale', async () => {
    await start();
    const owed = await till.sell(150);
    await till.acceptor.credit(200);
    await till.until(({ debts }) => debts.length > 0);
    await vi.waitUntil(() => drawer.pulses.length === 1);
    const body = { reason: 'sale-ended', saleId: owed, client: 'pos' };
    expect(lines()).toMatchObject([{ kind: 'drawer-opened', body }]);
    await till.fill();
    await till.sell(100);
    await till.acceptor.insert(100);
    await till.until(({ activity }) => activity === 'idle');
    expect(drawer.pulses).toHaveLength(1);
  });
});

describe('a scale', () => {
  test.each([
    ['in-motion', 409, 'weight-in-motion'],
    ['under-zero', 409, 'weight-under-zero'],
    ['over-limit', 409, 'weight-over-limit'],
    ['needs-zero', 503, 'scale-needs-service'],
    ['needs-calibration', 503, 'scale-needs-service'],
    ['fault', 503, 'scale-needs-service'],
    ['offline', 503, 'peripheral-not-ready'],
  ] as const)('that is %s has no weight', async (reason, status, code) => {
    await start();
    scale.reading = { kind: 'refused', reason, detail: 'why' };
    const answer = await call('/v1/scales/scale/weight');
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({ code, details: { reason } });
  });

  test('gives its digits, unless another program has claimed it', async () => {
    await start();
    const weight = { raw: 1_250, exponent: -3, unit: 'kilogram' } as const;
    scale.reading = { kind: 'stable', weight };
    const answer = await call('/v1/scales/scale/weight?timeoutMs=10');
    expect(answer.body).toEqual({ device: 'scale', weight: '1.250', unit: 'kilogram' });
    await listen();
    await call('/v1/peripherals/scale/claim', {});
    const theirs = await call('/v1/scales/scale/weight', undefined, { token: PAGE_TOKEN });
    expect(theirs.body.error?.code).toBe('peripheral-claimed');
    expect((await call('/v1/scales/drawer/weight')).status).toBe(404);
  });
});

describe('a claim', () => {
  test('is refused to a program that does not listen, and to a second one', async () => {
    await start();
    const deaf = await call('/v1/peripherals/scanner/claim', {});
    expect(deaf.body.error?.code).toBe('events-not-heard');
    await Promise.all([listen(), listen(PAGE_TOKEN)]);
    await call('/v1/peripherals/scanner/claim', {});
    const late = await call(
      '/v1/peripherals/scanner/claim',
      { timeoutMs: 20 },
      { token: PAGE_TOKEN },
    );
    expect(late.body.error?.code).toBe('peripheral-claimed');
    for (const what of ['release', 'data-events']) {
      const body = what === 'release' ? {} : { dataEvents: 'each' };
      const other = await call(`/v1/peripherals/scanner/${what}`, body, { token: PAGE_TOKEN });
      expect(other.body.error?.code).toBe('peripheral-not-claimed');
    }
  });

  test('passes to who waits when it is released, or its program has gone', async () => {
    await start();
    const [first] = await Promise.all([listen(), listen(PAGE_TOKEN)]);
    await call('/v1/peripherals/scanner/claim', {});
    const waiting = call(
      '/v1/peripherals/scanner/claim',
      { timeoutMs: 5_000 },
      { token: PAGE_TOKEN },
    );
    await vi.waitUntil(() => till.peripherals.claims.holder('scanner') === 'pos');
    first.socket.terminate();
    expect((await waiting).status).toBe(200);
    expect(till.peripherals.claims.holder('scanner')).toBe('page');
  });
});

describe('what is read', () => {
  test('goes to the program alone that has the scanner, as often as it wants', async () => {
    await start();
    const [mine, theirs] = await Promise.all([listen(), listen(PAGE_TOKEN)]);
    scanner.scan('nobody');
    await call('/v1/peripherals/scanner/claim', {});
    scanner.scan('first');
    scanner.scan('second');
    await call('/v1/peripherals/scanner/data-events', { dataEvents: 'one' });
    await vi.waitUntil(() => mine.told.length === 1);
    await call('/v1/peripherals/scanner/data-events', { dataEvents: 'each' });
    scanner.scan('third');
    await vi.waitUntil(() => mine.told.length === 3);
    expect(mine.told.map((one) => (one as { text: string }).text)).toEqual([
      'first',
      'second',
      'third',
    ]);
    expect(mine.told[0]).toMatchObject({ kind: 'scan', aim: ']E0', symbology: 'ean-upc' });
    expect(theirs.told).toEqual([]);
  });

  test('from a card is given once, to who waits at that moment, and to no log', async () => {
    await start();
    const mine = await listen();
    const again = await listen();
    msr.swipe('too early');
    await call('/v1/peripherals/msr/claim', {});
    msr.swipe('not wanted');
    await call('/v1/peripherals/msr/data-events', { dataEvents: 'each' });
    msr.swipe('wanted');
    msr.swipe('one too many');
    await vi.waitUntil(() => mine.told.length + again.told.length === 1);
    expect([...mine.told, ...again.told]).toEqual([
      { kind: 'swipe', device: 'msr', tracks: [{ track: '2', text: 'wanted' }] },
    ]);
    await call('/v1/peripherals/msr/data-events', { dataEvents: 'one' });
    msr.swipe('next');
    await vi.waitUntil(() => mine.told.length + again.told.length === 2);
    const written = JSON.stringify([till.lines(), till.events, till.faults, till.shell.view()]);
    expect(written).not.toMatch(/wanted|too early|next/);
  });
});
