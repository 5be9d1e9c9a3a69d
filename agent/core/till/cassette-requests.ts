/** What the till answers to a person who takes the cassette out of a cashbox, or puts one in. */
import { heldAt } from '../cash/holdings.ts';
import { refuse, type Answered, type RequestOf } from './answered.ts';
import { currencyOf, openCollectInto, reasonAgainstCounts } from './count-requests.ts';
import type { Refusal } from './events.ts';
import { refusalOfOperator } from './operator-turn.ts';
import { ownOf, placesOf } from './till.ts';
import { withLines, type Turn } from './turn.ts';

/** It leaves with what the journal says it holds: what is counted later is compared with this line. */
export function cassetteRemoved(
  turn: Turn,
  { place, client, operator }: RequestOf<'cassette-removed'>,
): Answered {
  const refusal =
    refusalOfOperator(turn, operator, 'take') ??
    reasonAgainstCassette(turn, place) ??
    openCollectInto(turn.till, place);
  if (refusal !== undefined) return refuse(turn, refusal);
  const { out, lastNumber } = turn.till.cassettes;
  const gone = ownOf(out, place);
  if (gone !== undefined) return refuse(turn, { code: 'cassette-out', place, number: gone });
  const taken = heldAt(turn.till.holdings, place);
  const who = { client, operator: operator.operatorId };
  const body = { place, number: lastNumber + 1, taken, ...who, currency: currencyOf(turn, place) };
  return done(withLines(turn, [{ kind: 'cassette-removed', body }]));
}

export function cassetteReplaced(
  turn: Turn,
  { place, counted: added, client, operator }: RequestOf<'cassette-replaced'>,
): Answered {
  const refusal = refusalOfOperator(turn, operator, 'fill') ?? reasonAgainstCassette(turn, place);
  if (refusal !== undefined) return refuse(turn, refusal);
  if (ownOf(turn.till.cassettes.out, place) === undefined) {
    return refuse(turn, { code: 'cassette-not-out', place });
  }
  const who = { client, operator: operator?.operatorId };
  const body = { place, added, ...who, currency: currencyOf(turn, place) };
  return done(withLines(turn, [{ kind: 'cassette-replaced', body }]));
}

/** A dispenser's tube is no cassette: what lies in it is moved by the dispenser, or taken. */
function reasonAgainstCassette(turn: Turn, place: string): Refusal | undefined {
  const refusal = reasonAgainstCounts(turn, place, []);
  if (refusal !== undefined) return refusal;
  const known = placesOf(turn.till, turn.facts.places).find((one) => one.place === place);
  return known?.valueMinor === undefined ? undefined : { code: 'place-not-found', place };
}

function done(turn: Turn): Answered {
  return { turn, answer: { kind: 'done' } };
}
