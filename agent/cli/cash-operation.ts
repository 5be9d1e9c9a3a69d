/** `tillwarden cash float`, `pay`, `refund`, `empty` and `collect`: what the machine does for an operator. */
import { operationSchema, type OperationView } from '../api/operation-schema.ts';
import type { CashAction, CashAsked, CashDeed, CashDesk } from './cash-action.ts';
import { acknowledgeQuietly } from './cash-acknowledge.ts';
import { amountText, isPieces, minorOf, piecesOf, piecesText } from './cash-money.ts';
import { lookUntil } from './cash-wait.ts';
import { UsageError } from './command.ts';
import { required } from './values.ts';

export const floatAction: CashAction = {
  usage: 'float AMOUNT|COUNTS [--reason TEXT]',
  summary: 'have the machine pay out a start float',
  flags: ['key', 'reason'],
  read: (asked) => operate({ purpose: 'float', order: orderOf(asked), ...reasonOf(asked) }),
};

export const payAction: CashAction = {
  usage: 'pay AMOUNT|COUNTS --reason TEXT',
  summary: 'have the machine pay out for anything else',
  flags: ['key', 'reason'],
  read: (asked) => {
    const order = orderOf(asked);
    const reason = required(asked.flags.reason, 'what it is paid for: --reason TEXT');
    return operate({ purpose: 'dispense', order, reason });
  },
};

export const refundAction: CashAction = {
  usage: 'refund AMOUNT|COUNTS --reason TEXT --reference TEXT',
  summary: 'have the machine pay a sale back',
  flags: ['key', 'reason', 'reference'],
  read: (asked) => {
    const order = orderOf(asked);
    const reason = required(asked.flags.reason, 'why it is refunded: --reason TEXT');
    const reference = required(asked.flags.reference, 'of which sale: --reference TEXT');
    return operate({ purpose: 'refund', order, reason, reference });
  },
};

export const emptyAction: CashAction = {
  usage: 'empty PLACE...|all [--reason TEXT]',
  summary: 'have the machine pay out all that a place holds',
  flags: ['key', 'reason'],
  read: (asked) => operate({ purpose: 'empty', order: placesOf(asked), ...reasonOf(asked) }),
};

export const collectAction: CashAction = {
  usage: 'collect PLACE...|all|to-float [--reason TEXT]',
  summary: 'have a recycler move its notes or coins into the cashbox',
  flags: ['key', 'reason'],
  read: (asked) => {
    const [word, ...more] = asked.words;
    const isToFloat = word === 'to-float' && more.length === 0;
    const order = isToFloat ? { kind: 'to-float' } : placesOf(asked);
    return operate({ purpose: 'collect', order, ...reasonOf(asked) });
  },
};

function orderOf({ words, currency }: CashAsked): object {
  const [word, ...more] = words;
  if (word === undefined) throw new UsageError('say an amount as 12.50, or pieces as 10x0.50');
  if (isPieces(word)) return { kind: 'counts', counts: piecesOf(words, currency) };
  if (more.length > 0)
    throw new UsageError(`say one amount, or each piece as 10x0.50, not ${more[0]}`);
  return { kind: 'amount', amountMinor: minorOf(word, currency) };
}

function placesOf({ words }: CashAsked): object {
  if (words.length === 0) throw new UsageError('say which places, or all');
  if (words.length === 1 && words[0] === 'all') return { kind: 'all' };
  if (words.includes('all')) throw new UsageError('say all by itself, or the places');
  return { kind: 'places', places: words.map((place) => ({ place })) };
}

function reasonOf({ flags: { reason } }: CashAsked): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}

function operate(body: object): CashDeed {
  return async (desk) => {
    const { ask, key, io } = desk;
    const path = '/v1/operations';
    const begun = await ask({ method: 'POST', path, key, body, schema: operationSchema });
    const ended = await lookUntil({
      read: () => operation(desk, begun.operationId),
      isOver: ({ state }) => state !== 'moving',
      signal: io.signal,
    });
    desk.tell(ended, operationText(ended));
    if (ended.state !== 'finished') return 1;
    await acknowledgeQuietly(desk, `${path}/${ended.operationId}/acknowledge`, operationSchema);
    // Null: not for this operator to know, and no sign that anything is missing.
    return (ended.shortMinor ?? 0) === 0 ? 0 : 1;
  };
}

function operation({ ask }: CashDesk, operationId: string): Promise<OperationView> {
  const path = `/v1/operations/${operationId}`;
  return ask({ method: 'GET', path, schema: operationSchema });
}

const DONE = {
  dispense: 'paid out',
  refund: 'paid out as a refund',
  float: 'paid out as a float',
  empty: 'paid out to empty the machine',
  collect: 'moved into the cashbox',
} as const satisfies Readonly<Record<OperationView['purpose'], string>>;

/** What has moved, what has not, and what is to be done about it. */
export function operationText(operation: OperationView): string {
  const { operationId, state, purpose, currency } = operation;
  const paid = amountText(operation.paidMinor, currency);
  const asked = amountText(operation.amountMinor, currency);
  switch (state) {
    case 'finished':
      return finishedText(operation, { paid, asked });
    case 'unresolved':
      return (
        `${paid} of ${asked} ${DONE[purpose]} so far; the machine cannot say yet whether more came out.\n` +
        `Nothing is sent again. Look at the machine, do not repeat this under a new key, and see later:\n` +
        `  tillwarden cash unacknowledged   (${operationId})\n`
      );
    case 'moving':
      return (
        `${paid} of ${asked} ${DONE[purpose]} so far. The machine goes on by itself; see how it ends:\n` +
        `  tillwarden cash unacknowledged   (${operationId})\n`
      );
  }
}

function finishedText(
  { purpose, shortMinor, short, currency }: OperationView,
  { paid, asked }: { readonly paid: string; readonly asked: string },
): string {
  if (shortMinor === null || short === null) {
    return `What there was is ${DONE[purpose]}; how much stays with those who may see counts.\n`;
  }
  if (shortMinor === 0) return `${paid} ${DONE[purpose]}.\n`;
  const missing = short.length === 0 ? '' : `: ${piecesText(short, currency)}`;
  return (
    `Only ${paid} of ${asked} ${DONE[purpose]}.\n` +
    `${amountText(shortMinor, currency)} did not move${missing}. It does not follow by itself, and nobody is owed it.\n` +
    'See what is wrong with the machine, count the place, and ask for the rest again if it is still needed.\n'
  );
}
