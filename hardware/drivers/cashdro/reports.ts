/** The machine's words about an operation and its levels, in those of the kit. */
import type { JobReport, PlacedCount } from '../../kit/device.ts';
import type { MachineOperation, PieceLevel } from './frame.ts';

/** Its states: waiting for the acknowledgement, queued, executing, finished. Others are taken for running. */
const STATE = { waiting: 'I', finished: 'F' } as const;

type Pieces = MachineOperation['devices'][number]['pieces'][number];

export function jobReportOf(device: string, { operation, devices }: MachineOperation): JobReport {
  const pieces = devices.flatMap((one) => one.pieces);
  return {
    machineId: operation.operationid,
    state: stateOf(operation.state),
    in: placed(device, pieces, (one) => ({
      recycler: one.unitsinrecycler,
      cassette: one.unitsincassette,
    })),
    out: placed(device, pieces, (one) => ({
      recycler: one.unitsoutrecycler,
      cassette: one.unitsoutcassette,
    })),
    inMinor: operation.totalin,
    outMinor: operation.totalout,
    notPaidMinor: operation.amountchangenotavailable,
  };
}

/** The machine says that it does not know an operation. */
export function unknownReport(machineId: string): JobReport {
  const nothing = { in: [], out: [], inMinor: 0, outMinor: 0, notPaidMinor: 0 };
  return { machineId, state: 'unknown', ...nothing };
}

export function isWaiting({ operation }: MachineOperation): boolean {
  return stateOf(operation.state) === 'waiting';
}

/** What lies in the machine, by its own count, in one currency. */
export function levelsOf(
  config: { readonly device: string; readonly currency: string },
  levels: readonly PieceLevel[],
): readonly PlacedCount[] {
  const { device } = config;
  const ours = levels.filter((level) => isOf(config, level));
  return ours.flatMap(({ valueMinor, recycler, cassette }) =>
    both(device, valueMinor, { recycler, cassette }),
  );
}

/** One that names no currency is of the one that was asked for. */
export function isOf({ currency }: { readonly currency: string }, level: PieceLevel): boolean {
  return (level.currency ?? currency) === currency;
}

function stateOf(state: string): JobReport['state'] {
  if (state === STATE.waiting) return 'waiting';
  return state === STATE.finished ? 'finished' : 'running';
}

interface Split {
  readonly recycler: number;
  readonly cassette: number;
}

function placed(
  device: string,
  pieces: readonly Pieces[],
  split: (piece: Pieces) => Split,
): readonly PlacedCount[] {
  return pieces.flatMap((piece) => both(device, piece.value, split(piece)));
}

function both(device: string, valueMinor: number, { recycler, cassette }: Split): PlacedCount[] {
  return [
    { place: `${device}/recycler`, valueMinor, count: recycler },
    { place: `${device}/cassette`, valueMinor, count: cassette },
  ].filter(({ count }) => count > 0);
}
