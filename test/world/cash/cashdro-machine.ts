/** A whole machine, which works out its change and pays it by itself, with its driver. */
import { CashdroChanger } from '../../../hardware/drivers/cashdro/changer.ts';
import { cashdroConfigSchema } from '../../../hardware/drivers/cashdro/config.ts';
import { euroCashdro, simConfigSchema } from '../../../hardware/drivers/cashdro/sim-config.ts';
import type { SimMove } from '../../../hardware/drivers/cashdro/sim-operation.ts';
import { serve } from '../../../hardware/drivers/cashdro/sim-service.ts';
import { SimCashdro, type SimCashdroEvent } from '../../../hardware/drivers/cashdro/sim.ts';
import { createMemoryPipe, type MemoryPipe } from '../../../hardware/kit/memory-transport.ts';
import { WebCredentials } from '../../../hardware/kit/web-credentials.ts';
import {
  cablePulled,
  CLOSED,
  COINS,
  NOTES,
  pick,
  some,
  type CashMachine,
  type JobRecord,
  type Making,
  type Mishap,
  type Motion,
  type PieceCounts,
} from './cash-machine.ts';
import { WebOverPipe, type PipedAnswer, type PipedRequest } from './web-over-pipe.ts';

const DEVICE = 'cashdro';
const PIECE_MS = 60;
const WEB = {
  kind: 'https',
  host: 'cashdro',
  port: 443,
  credentials: '-',
  timeoutMs: 2_000,
} as const;
const ANSWER_MS = 5;

export function createCashdroMachine(making: Making): CashMachine {
  const { clock, random, piecesEach, isForeign } = making;
  const listeners = new Set<(event: SimCashdroEvent) => void>();
  const pieces = euroCashdro.pieces.map((one) => ({ ...one, recycler: piecesEach }));
  const sim = new SimCashdro({
    clock,
    config: simConfigSchema.parse({ ...euroCashdro, pieces, pieceMs: PIECE_MS }),
    onEvent: (event) => {
      for (const listener of listeners) listener(event);
    },
  });
  const pipe = createMemoryPipe(clock);
  const spoils = attach(sim, pipe, making);
  const currency = isForeign ? 'CHF' : 'EUR';
  const config = cashdroConfigSchema.parse({ device: DEVICE, currency, terminal: 'till' });
  const credentials = new WebCredentials(sim.config.name, sim.config.password);
  let connections = 0;
  // Of another currency it is no place of the till's: what lies in it is not the till's to know.
  const place = `${DEVICE}/recycler`;
  const stocks = [...COINS, ...NOTES].map((valueMinor) => ({
    place,
    valueMinor,
    count: isForeign ? 0 : piecesEach,
  }));
  return {
    ...CLOSED,
    pipe,
    currency: undefined,
    acceptors: [],
    asking: [],
    canCollect: false,
    takes: [...COINS, ...NOTES],
    stocks,
    mishaps: [cablePulled(pipe), ...mishapsOf(sim, spoils, random)],
    jobs: (jobId) => recordsOf(sim, jobId),
    openPort: (context, tell) =>
      new CashdroChanger(
        config,
        { ...context, web: WEB, credentials, tell },
        new WebOverPipe(context.transport, clock, () => (connections += 1)),
      ),
    onMotion: (listener) => void listeners.add((event) => tellMotion(event, listener)),
    insert: (valueMinor) => void sim.insert(valueMinor),
    mend: () => {
      spoils.silent = 0;
      spoils.lost = 0;
      spoils.delayMs = 0;
      sim.unjam();
      if (!sim.isPowered) sim.restorePower();
    },
    held: () => {
      if (isForeign) return {};
      const { recycler, cassette } = sim.truth();
      return { [`${DEVICE}/recycler`]: recycler, [`${DEVICE}/cassette`]: cassette };
    },
    onTheWay: () => ({}),
  };
}

/** What is wrong with its network: so many requests are not heard, or not answered, or late. */
interface Spoils {
  silent: number;
  lost: number;
  delayMs: number;
}

function attach(sim: SimCashdro, pipe: MemoryPipe, { clock }: Making): Spoils {
  const spoils: Spoils = { silent: 0, lost: 0, delayMs: 0 };
  pipe.line.listen((bytes) => {
    if (spoils.silent > 0) spoils.silent -= 1;
    else if (sim.isPowered) answer(bytes);
  });
  function answer(bytes: Uint8Array): void {
    const request = JSON.parse(Buffer.from(bytes).toString('utf8')) as PipedRequest;
    const { connection, query } = request;
    const text = JSON.stringify(serve(sim, query, sim.config.password));
    const piped: PipedAnswer = { connection, text };
    const send = (): void => pipe.line.send(Buffer.from(JSON.stringify(piped)));
    if (spoils.lost > 0) spoils.lost -= 1;
    else clock.startTimer(ANSWER_MS + spoils.delayMs, send);
  }
  return spoils;
}

function mishapsOf(sim: SimCashdro, spoils: Spoils, random: () => number): readonly Mishap[] {
  return [
    { name: 'cashdro-silence', weight: 2, happen: () => void (spoils.silent = some(random, 3)) },
    { name: 'cashdro-reply-lost', weight: 4, happen: () => void (spoils.lost = some(random, 3)) },
    {
      name: 'cashdro-slow',
      weight: 2,
      happen: () => void (spoils.delayMs = pick(random, [300, 1_500, 2_500])),
    },
    { name: 'cashdro-power-cut', weight: 3, happen: () => sim.cutPower() },
    { name: 'cashdro-jam', weight: 2, happen: () => sim.jam() },
  ];
}

function tellMotion(event: SimCashdroEvent, listener: (motion: Motion) => void): void {
  switch (event.event) {
    case 'accepted':
      return listener({ kind: 'job-in', device: DEVICE, valueMinor: event.valueMinor });
    case 'paid':
      return listener({ kind: 'job-out', device: DEVICE, valueMinor: event.valueMinor });
    case 'rejected':
    case 'finished':
      return undefined;
  }
}

/** Every operation that it was given under this id, and what moved for it. */
function recordsOf(sim: SimCashdro, jobId: string): readonly JobRecord[] {
  return sim
    .operations()
    .filter(({ alias }) => alias === jobId)
    .map((one) => ({ in: countsOf(one.in), out: countsOf(one.out) }));
}

function countsOf(moves: ReadonlyMap<number, SimMove>): PieceCounts {
  return Object.fromEntries(
    [...moves].map(([valueMinor, { recycler, cassette }]) => [valueMinor, recycler + cassette]),
  );
}
