/** An operator's cash on its way into the machine, and what is to become of it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { failureText } from './failure-text.ts';
import { depositText, type DepositEnd, type DepositState } from './money-outcome.ts';
import type { DeskParts, DeskState } from './use-money-desk.ts';

/** What was chosen; sent with its key until it is answered. */
export interface Ending {
  readonly depositId: string;
  readonly end: DepositEnd;
  readonly key: string;
  readonly stage: 'fixing' | 'ending' | 'unanswered';
  /** Devices that had not said that they are closed when it was ended; the till tells only until then. */
  readonly unclosed: readonly string[];
}

export interface DepositDesk {
  /** Of an operator; a POS program looks after its own. */
  readonly deposit: DepositState | undefined;
  readonly ending: Ending | undefined;
  readonly finish: (end: DepositEnd) => void;
}

type Parts = DeskParts & { readonly show: (state: DeskState) => void };

export function useDepositDesk(parts: Parts): DepositDesk {
  const { calls, language, status, show } = parts;
  const [ending, setEnding] = useState<Ending | undefined>(undefined);
  const lastId = useRef<string | undefined>(undefined);
  const deposit = operatorDeposit(parts);
  const send = async (chosen: Ending): Promise<void> => {
    const isFixed = deposit?.mayEnd === true;
    const sent = { ...chosen, unclosed: deposit?.unanswered ?? [] };
    setEnding({ ...sent, stage: isFixed ? 'ending' : 'fixing' });
    const { depositId, end, key } = chosen;
    const result = isFixed
      ? await calls.endDeposit(depositId, { body: bodyOf(end), key })
      : await calls.fixDeposit(depositId);
    if (result.kind === 'unknown') setEnding({ ...sent, stage: 'unanswered' });
    if (result.kind !== 'refused') return;
    setEnding(undefined);
    const failure = failureText(result, language);
    if (failure !== undefined) show({ kind: 'said', said: { tone: 'alert', ...failure } });
  };
  const tellOutcome = async (depositId: string): Promise<void> => {
    const result = await calls.deposit(depositId);
    if (result.kind !== 'done') return;
    lastId.current = undefined;
    const asked = ending?.depositId === depositId ? ending : undefined;
    const unanswered = asked?.unclosed ?? [];
    const said = depositText({ ...result.body, unanswered }, asked?.end, language);
    show({ kind: 'said', said });
    setEnding(undefined);
    await calls.acknowledge('deposits', depositId);
  };
  useEffect(() => {
    if (deposit !== undefined) lastId.current = deposit.depositId;
    else if (lastId.current !== undefined && status !== undefined) void tellOutcome(lastId.current);
    if (deposit?.mayEnd === true && ending?.stage === 'fixing') void send(ending);
  }, [status]);
  return {
    deposit,
    ending,
    finish: (end) => {
      if (deposit === undefined) return;
      const { depositId } = deposit;
      const isSame = ending?.depositId === depositId && ending.end === end;
      const key = isSame ? ending.key : crypto.randomUUID();
      void send({ depositId, end, key, stage: 'fixing', unclosed: [] });
    },
  };
}

function operatorDeposit({ status }: DeskParts): DepositState | undefined {
  const deposit = status?.deposit ?? undefined;
  return deposit?.purpose === 'deposit' ? undefined : deposit;
}

function bodyOf(end: DepositEnd): object {
  return end === 'fewest' || end === 'most' ? { end: 'exchange', pieces: end } : { end };
}
