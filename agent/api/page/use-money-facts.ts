import { useEffect, useState } from 'preact/hooks';
import type { CountsView } from '../schema.ts';
import type { ShiftView } from '../shift-schema.ts';
import type { ApiCalls } from './api-calls.ts';
import { needsOperator } from './failure-text.ts';
import type { OperatorDesk } from './use-operator.ts';

export interface MoneyFacts {
  readonly counts: CountsView | undefined;
  /** null: none is open; undefined: not known yet. */
  readonly shift: ShiftView | null | undefined;
}

const UNKNOWN: MoneyFacts = { counts: undefined, shift: undefined };

/** What lies where, read again whenever the journal has grown; as much of it as may be seen. */
export function useMoneyFacts(
  calls: ApiCalls,
  { session, sessionEnded }: OperatorDesk,
  journalSeq: number,
): MoneyFacts {
  const [facts, setFacts] = useState(UNKNOWN);
  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const [counts, shift] = await Promise.all([calls.counts(session), calls.shift(session)]);
      if (!isCurrent) return;
      if (needsOperator(counts)) sessionEnded();
      if (counts.kind !== 'done' || shift.kind !== 'done') return;
      setFacts({ counts: counts.body, shift: shift.body.shift });
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [session?.token, journalSeq]);
  return facts;
}
