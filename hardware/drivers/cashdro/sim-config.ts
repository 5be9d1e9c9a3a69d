import { z } from 'zod';

const COUNT_MAX = 100_000;
const count = z.int().min(0).max(COUNT_MAX);

const pieceSchema = z.strictObject({
  valueMinor: z.int().min(1).max(100_000_000),
  type: z.enum(['coin', 'note']),
  /** What it can pay out again; what does not fit goes to the cassette. */
  recycler: count.default(20),
  cassette: count.default(0),
  recyclerMax: count.default(100),
});

/** What a simulated CashDro is made of. */
export const simConfigSchema = z.strictObject({
  currency: z.string().default('EUR'),
  name: z.string().default('till'),
  password: z.string().default('1234'),
  pieces: z.array(pieceSchema).min(1),
  /** It rounds the amount of a sale to multiples of this, down from the half. */
  roundToMinor: z.int().min(1).max(100).default(1),
  /** How long one piece takes on its way out, and a piece on its way in. */
  pieceMs: z.int().min(1).max(10_000).default(600),
  /** Whether an operation that was not acknowledged is listed among the pending. */
  isWaitingListed: z.boolean().default(true),
  /** The list of pending operations names none of them. */
  isAliasListed: z.boolean().default(true),
});

export type SimConfig = z.infer<typeof simConfigSchema>;
export type SimConfigInput = z.input<typeof simConfigSchema>;

const COINS = [5, 10, 20, 50, 100, 200];
const NOTES = [500, 1_000, 2_000, 5_000];

export const euroCashdro: SimConfigInput = {
  pieces: [
    ...COINS.map((valueMinor) => ({ valueMinor, type: 'coin' as const })),
    ...NOTES.map((valueMinor) => ({ valueMinor, type: 'note' as const, recyclerMax: 30 })),
  ],
};

export const FAST_PIECE_MS = 30;
