/** `tillwarden cash exchange`: money goes in, and comes out again in other pieces or as it was. */
import { createInterface } from 'node:readline';
import { depositSchema, type DepositView } from '../api/deposit-schema.ts';
import { acknowledgeQuietly } from './cash-acknowledge.ts';
import type { CashAction, CashAsked, CashDeed, CashDesk } from './cash-action.ts';
import { CashError } from './cash-error.ts';
import { amountText, piecesOf } from './cash-money.ts';
import { lookUntil } from './cash-wait.ts';
import { UsageError } from './command.ts';

const DEPOSITS = '/v1/deposits';

export const exchangeAction: CashAction = {
  usage: 'exchange [--pieces fewest|most|COUNTS]',
  summary: 'put money in, get it back in other pieces',
  flags: ['key', 'pieces'],
  read: (asked) => {
    if (asked.words.length > 0) throw new UsageError('say the pieces you want behind --pieces');
    if (asked.flags['pin-stdin'] === true) {
      throw new UsageError('exchange waits for Enter: say the PIN by --pin-file, or type it');
    }
    return exchange({ end: 'exchange', ...wishOf(asked) });
  },
};

function wishOf({ flags: { pieces = [] }, currency }: CashAsked): object {
  const words = pieces.flatMap((text) => text.split(/\s+/)).filter((word) => word !== '');
  const [word] = words;
  if (word === undefined) return {};
  if (words.length === 1 && (word === 'most' || word === 'fewest')) return { pieces: word };
  return { counts: piecesOf(words, currency) };
}

function exchange(wish: object): CashDeed {
  return async (desk) => {
    const { ask, key, currency } = desk;
    const body = { purpose: 'exchange', currency };
    const begun = await ask({ method: 'POST', path: DEPOSITS, key, body, schema: depositSchema });
    const path = `${DEPOSITS}/${begun.depositId}`;
    // Asked for again under its key, it may be past this.
    const isAllIn = isShut(begun) || (await moneyIn(desk, path));
    const fixed = await fixedDeposit(desk, path);
    if (fixed.mayEnd) await end(desk, path, isAllIn ? wish : { end: 'repay' });
    const ended = await lookUntil({
      read: () => deposit(desk, path),
      isOver: ({ state }) => isFinished(state) || state === 'unresolved',
      signal: NEVER,
    });
    desk.tell(ended, exchangeText(ended));
    if (!isFinished(ended.state)) return 1;
    await acknowledgeQuietly(desk, `${path}/acknowledge`, depositSchema);
    return ended.end === 'exchange' && ended.owedMinor === 0 ? 0 : 1;
  };
}

/** Whoever has money in the machine is not left before it is out again. */
const NEVER = new AbortController().signal;

function deposit({ ask }: CashDesk, path: string): Promise<DepositView> {
  return ask({ method: 'GET', path, schema: depositSchema });
}

/** Until somebody presses Enter: true. Ctrl-C, and nobody there, are no. */
async function moneyIn(desk: CashDesk, path: string): Promise<boolean> {
  const { io, note } = desk;
  const stop = new AbortController();
  const giveUp = (): void => stop.abort();
  io.signal.addEventListener('abort', giveUp);
  const lines = createInterface({ input: io.stdin });
  let isAllIn = false;
  lines.once('line', () => {
    isAllIn = !io.signal.aborted;
    giveUp();
  });
  lines.once('close', giveUp);
  if (io.signal.aborted) giveUp();
  note('Put the money into the machine. Enter when all is in; Ctrl-C gives it back.');
  const said = insertedNotes(desk);
  try {
    const read = (): Promise<DepositView> => deposit(desk, path);
    await lookUntil({ read, isOver: isShut, signal: stop.signal, onSeen: said });
    return isAllIn;
  } finally {
    io.signal.removeEventListener('abort', giveUp);
    lines.close();
  }
}

function isShut({ state }: DepositView): boolean {
  return state !== 'collecting' && state !== 'paused';
}

function insertedNotes({ note, currency }: CashDesk): (seen: DepositView) => void {
  let knownMinor = 0;
  return ({ insertedMinor }) => {
    if (insertedMinor === knownMinor) return;
    knownMinor = insertedMinor;
    note(`  ${amountText(insertedMinor, currency)} in`);
  };
}

async function fixedDeposit(desk: CashDesk, path: string): Promise<DepositView> {
  if (isShut(await deposit(desk, path))) return await settledFix(desk, path);
  desk.note('Waiting for what is still on its way.');
  try {
    await desk.ask({ method: 'POST', path: `${path}/fix`, schema: depositSchema });
  } catch (cause) {
    // It has ended by itself meanwhile, as one that nobody goes on with does.
    if (!isRefused(cause, 'deposit-ended')) throw cause;
  }
  return await settledFix(desk, path);
}

function settledFix(desk: CashDesk, path: string): Promise<DepositView> {
  const read = (): Promise<DepositView> => deposit(desk, path);
  return lookUntil({
    read,
    isOver: (seen) => isShut(seen) && (seen.mayEnd || seen.state !== 'fixing'),
    signal: NEVER,
  });
}

/** What cannot be exchanged goes back; also when the agent refuses how it was to be exchanged. */
async function end({ ask, key, note }: CashDesk, path: string, wish: object): Promise<void> {
  const request = { method: 'POST', path: `${path}/end`, schema: depositSchema } as const;
  try {
    await ask({ ...request, key, body: wish });
  } catch (cause) {
    if (!(cause instanceof CashError) || cause.code !== 'refused') throw cause;
    if (isRefused(cause, 'deposit-ended')) return;
    note(cause.message);
    await ask({ ...request, key: `${key}-back`, body: { end: 'repay' } });
  }
}

function isRefused(cause: unknown, code: string): boolean {
  return cause instanceof CashError && cause.refusal?.code === code;
}

function isFinished(state: DepositView['state']): boolean {
  return state === 'settled' || state === 'returned' || state === 'owed';
}

/** What came out for what was put in. */
export function exchangeText(deposit: DepositView): string {
  const { state, currency, insertedMinor, owedMinor, depositId } = deposit;
  const paid = amountText(deposit.paidOutMinor, currency);
  const inserted = amountText(insertedMinor, currency);
  if (!isFinished(state)) {
    return (
      `${paid} of ${inserted} came out so far; the machine cannot say yet whether more did.\n` +
      `It is on record. Look at the machine, and see later: tillwarden cash unacknowledged   (${depositId})\n`
    );
  }
  if (insertedMinor === 0) return 'Nothing was put in, nothing came out.\n';
  const how = deposit.end === 'exchange' ? 'exchanged' : 'given back, not exchanged';
  if (owedMinor === 0) return `${inserted} put in, ${paid} ${how}.\n`;
  return (
    `${inserted} put in, ${paid} ${how}. ${amountText(owedMinor, currency)} is still owed to whoever put it in:\n` +
    '  tillwarden cash debts\n'
  );
}
