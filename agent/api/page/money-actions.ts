/** What an operator can have done: who may, what is asked for it, and the request that comes of it. */
import type { FieldName, Hindrance, MoneyAction } from '../../words/money-view-text.ts';
import type { CountsView, StatusView } from '../schema.ts';

/** In the order in which a page shows them. */
export const MONEY_ACTIONS = [
  'fill',
  'fill-machine',
  'take',
  'count',
  'collect',
  'empty',
  'withdraw',
  'take-notes',
  'take-coins',
  'to-cassette',
  'exchange',
  'float',
  'refund',
  'dispense',
  'cassette-out',
  'cassette-in',
  'shift-open',
  'shift-close',
  'open-drawer',
  'break-claim',
] as const satisfies readonly MoneyAction[];

interface ActionTerms {
  /** As the API names it. */
  readonly right: string;
  readonly fields: readonly FieldName[];
  /** The machine has to be free for it. */
  readonly isMachineWork: boolean;
}

export const ACTION_TERMS: Readonly<Record<MoneyAction, ActionTerms>> = {
  fill: { right: 'fill', fields: ['currency', 'place', 'pieces'], isMachineWork: false },
  'fill-machine': { right: 'fill', fields: ['currency', 'reason'], isMachineWork: true },
  take: { right: 'take', fields: ['currency', 'place', 'pieces', 'reason'], isMachineWork: false },
  count: { right: 'count', fields: ['currency', 'place', 'pieces'], isMachineWork: false },
  collect: { right: 'collect', fields: ['currency', 'extent'], isMachineWork: true },
  empty: { right: 'empty', fields: ['currency', 'place'], isMachineWork: true },
  withdraw: { right: 'empty', fields: [], isMachineWork: true },
  'take-notes': { right: 'empty', fields: [], isMachineWork: true },
  'take-coins': { right: 'empty', fields: [], isMachineWork: true },
  'to-cassette': { right: 'collect', fields: [], isMachineWork: true },
  float: { right: 'float', fields: ['currency', 'amount'], isMachineWork: true },
  'cassette-out': { right: 'take', fields: ['currency', 'cassette'], isMachineWork: false },
  'cassette-in': {
    right: 'fill',
    fields: ['currency', 'cassette', 'pieces'],
    isMachineWork: false,
  },
  exchange: { right: 'exchange', fields: ['currency'], isMachineWork: true },
  refund: {
    right: 'refund',
    fields: ['currency', 'amount', 'reference', 'reason'],
    isMachineWork: true,
  },
  dispense: { right: 'dispense', fields: ['currency', 'amount', 'reason'], isMachineWork: true },
  'open-drawer': { right: 'open-drawer', fields: ['drawer', 'reason'], isMachineWork: false },
  'break-claim': { right: 'service', fields: ['program', 'reason'], isMachineWork: false },
  'shift-open': { right: 'shift', fields: [], isMachineWork: false },
  'shift-close': { right: 'shift', fields: [], isMachineWork: false },
};

export interface PieceCount {
  readonly valueMinor: number;
  readonly count: number;
}

/** What has been entered so far. */
export interface Draft {
  /** Undefined for the till's own, until another one is chosen. */
  readonly currency: string | undefined;
  readonly place: string | undefined;
  readonly pieces: readonly PieceCount[];
  readonly amountMinor: number;
  readonly reason: string;
  readonly reference: string;
  readonly extent: 'all' | 'to-float' | undefined;
}

export const EMPTY_DRAFT: Draft = {
  currency: undefined,
  place: undefined,
  pieces: [],
  amountMinor: 0,
  reason: '',
  reference: '',
  extent: undefined,
};

/** One intention: sent again with the same key, it is done once. */
export interface Deed {
  readonly action: MoneyAction;
  readonly path: string;
  readonly body: object | undefined;
  readonly key: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly place: string;
}

/** A deed, and what the journal expected to lie there before it. */
export interface DeedOrder {
  readonly deed: Deed;
  readonly expectedMinor: number | null;
}

/** The deed that a draft comes to; undefined while something is missing. */
export function deedOf(
  action: MoneyAction,
  draft: Draft,
  { currency, key }: { readonly currency: string; readonly key: string },
): Deed | undefined {
  if (!isComplete(action, draft)) return undefined;
  const { place = '' } = draft;
  const { fields } = ACTION_TERMS[action];
  const amountMinor = fields.includes('pieces') ? worthMinor(draft.pieces) : draft.amountMinor;
  return { action, ...requestOf(action, draft, currency), key, amountMinor, currency, place };
}

function isComplete(action: MoneyAction, draft: Draft): boolean {
  const isThere: Readonly<Record<FieldName, boolean>> = {
    // The till's own where none was chosen.
    currency: true,
    place: draft.place !== undefined,
    cassette: draft.place !== undefined,
    drawer: draft.place !== undefined,
    program: draft.place !== undefined,
    // Nothing at all may be counted, and a cassette may be put in empty; that has to be typed.
    pieces:
      action === 'count' || action === 'cassette-in'
        ? draft.pieces.length > 0
        : worthMinor(draft.pieces) > 0,
    amount: draft.amountMinor > 0,
    reason: draft.reason.trim() !== '',
    reference: draft.reference.trim() !== '',
    extent: draft.extent !== undefined,
  };
  return ACTION_TERMS[action].fields.every((field) => isThere[field]);
}

function requestOf(
  action: MoneyAction,
  draft: Draft,
  currency: string,
): { readonly path: string; readonly body: object | undefined } {
  const { amountMinor, pieces, extent } = draft;
  const place = encodeURIComponent(draft.place ?? '');
  const reason = draft.reason.trim();
  const there = pieces.filter(({ count }) => count > 0);
  const order = { kind: 'amount', amountMinor };
  switch (action) {
    case 'fill':
      return { path: `/v1/counts/${place}`, body: { reason: 'fill', added: there } };
    case 'take':
      return { path: `/v1/counts/${place}`, body: { reason: 'take', taken: there, note: reason } };
    case 'count':
      return { path: `/v1/counts/${place}`, body: { reason: 'count', counted: there } };
    case 'fill-machine':
      return { path: '/v1/deposits', body: { purpose: 'fill', currency, reason } };
    case 'exchange':
      return { path: '/v1/deposits', body: { purpose: 'exchange', currency } };
    case 'collect':
      return operation({ purpose: 'collect', order: { kind: extent }, currency });
    case 'empty':
      return operation({
        purpose: 'empty',
        order: { kind: 'places', places: [{ place: draft.place }] },
        currency,
      });
    case 'withdraw':
      return operation(atMachine('empty', 'withdrawal'));
    case 'take-notes':
    case 'take-coins':
      return operation(atMachine('empty', action));
    case 'to-cassette':
      return operation(atMachine('collect', action));
    case 'float':
      return operation({ purpose: 'float', order, currency });
    case 'refund':
      return operation({
        purpose: 'refund',
        order,
        currency,
        reason,
        reference: draft.reference.trim(),
      });
    case 'dispense':
      return operation({ purpose: 'dispense', order, currency, reason });
    case 'cassette-out':
      return { path: `/v1/cassettes/${place}/remove`, body: undefined };
    case 'cassette-in':
      return { path: `/v1/cassettes/${place}/replace`, body: { counted: there } };
    case 'open-drawer':
      return { path: `/v1/drawers/${place}/open`, body: { note: reason } };
    case 'break-claim':
      return { path: '/v1/claim/break', body: { claimedBy: draft.place, reason } };
    case 'shift-open':
      return { path: '/v1/shift/open', body: undefined };
    case 'shift-close':
      return { path: '/v1/shift/close', body: undefined };
  }
}

/** Which pieces it is about is asked there. */
function atMachine(purpose: 'empty' | 'collect', task: MoneyAction | 'withdrawal'): object {
  return { purpose, order: { kind: 'at-machine', task } };
}

function operation(body: object): { readonly path: string; readonly body: object } {
  return { path: '/v1/operations', body };
}

export function worthMinor(pieces: readonly PieceCount[]): number {
  return pieces.reduce((sum, { valueMinor, count }) => sum + valueMinor * count, 0);
}

/** Why an action cannot be begun now; undefined where it can. */
export function hindranceOf(
  action: MoneyAction,
  { devices, activity }: StatusView,
  rights: readonly string[],
): Hindrance | undefined {
  const { right, isMachineWork } = ACTION_TERMS[action];
  if (!rights.includes(right)) return 'no-right';
  if (action === 'collect' && !devices.some(({ canCollect }) => canCollect)) {
    return 'cannot-collect';
  }
  if (isMachineWork && activity !== 'idle' && activity !== 'not-ready') return 'busy';
  return undefined;
}

/** What a whole machine asks its operator about at the machine itself; only that can end it early. */
export function isAtMachine(action: MoneyAction): boolean {
  return AT_MACHINE.has(action);
}

const AT_MACHINE: ReadonlySet<MoneyAction> = new Set([
  'withdraw',
  'take-notes',
  'take-coins',
  'to-cassette',
]);

/** What a whole machine has no way to do: the till refuses it as `machine-cannot`. */
const NOT_BY_WHOLE: ReadonlySet<MoneyAction> = new Set(['collect', 'empty', 'exchange']);

/** Those that make sense at this till: a drawer that is there, a shift not open yet, a claim held. */
export function actionsAt(
  { devices, peripherals, claimedBy }: StatusView,
  isShiftOpen: boolean | undefined,
): readonly MoneyAction[] {
  const isWhole = devices.some(({ kind }) => kind === 'cash-changer');
  const hidden = isWhole ? NOT_BY_WHOLE : AT_MACHINE;
  return MONEY_ACTIONS.filter((action) => {
    if (hidden.has(action)) return false;
    if (action === 'open-drawer') return peripherals.some(({ kind }) => kind === 'cash-drawer');
    if (action === 'break-claim') return claimedBy !== null;
    if (action === 'shift-open') return isShiftOpen !== true;
    return action !== 'shift-close' || isShiftOpen === true;
  });
}

type Place = CountsView['places'][number];

/** What the till works in or holds: its own first, and all others once. */
export function currenciesAt(
  { currency, foreign }: Pick<StatusView, 'currency' | 'foreign'>,
  counts: CountsView | undefined,
): readonly string[] {
  const held = counts?.places ?? [];
  return [...new Set([currency, ...[...foreign, ...held].map((one) => one.currency)])];
}

/** The same intention in another currency: what was entered of the first one means nothing in it. */
export function inCurrency(draft: Draft, currency: string): Draft {
  return { ...draft, currency, place: undefined, pieces: [], amountMinor: 0 };
}

/** The places a field offers: what has a value of its own is a tube, what has none a cassette. */
export function placesFor(
  action: MoneyAction,
  field: 'place' | 'cassette',
  places: readonly Place[],
): readonly Place[] {
  if (field === 'cassette') return places.filter(({ valueMinor }) => valueMinor === undefined);
  return action === 'empty' ? places.filter(({ valueMinor }) => valueMinor !== undefined) : places;
}

/** What can lie in a place: its one value, or else all that the machine takes or has there. */
export function valuesAt(place: Place | undefined, { devices }: StatusView): readonly number[] {
  if (place?.valueMinor !== undefined) return [place.valueMinor];
  const taken = devices
    .filter(({ kind }) => kind === 'coin-acceptor' || kind === 'bill-acceptor')
    .filter(({ currency }) => place === undefined || currency === place.currency)
    .flatMap(({ valuesMinor }) => valuesMinor);
  const held = (place?.counts ?? []).map(({ valueMinor }) => valueMinor);
  return [...new Set([...taken, ...held])].toSorted((a, b) => a - b);
}
