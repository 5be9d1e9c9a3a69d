/**
 * Operations of the web service and their answers. What the manual names is demanded as it says; what
 * it does not name is let through, because it may change without notice. Names differ in upper and
 * lower case between answers and releases, so they are compared in lower case.
 */
import { z } from 'zod';
import type { ChangerTask } from '../../kit/device.ts';

/** Codes that an answer begins with. */
export const CODE = {
  ok: 1,
  loginRefused: -1,
  /** Busy, not found or not in execution: which of them, the operation asked for says. */
  notNow: -2,
  amountRefused: -3,
  notPermitted: -4,
  parametersRefused: -99,
  outOfService: -998,
  serviceStopped: -999,
  loading: -1900,
} as const;

export const TYPE_OF_TASK: Readonly<Record<ChangerTask, number>> = {
  load: 1,
  withdrawal: 2,
  payout: 3,
  sale: 4,
  'to-cassette': 8,
  'take-notes': 10,
  'take-coins': 11,
  deposit: 16,
  'deposit-of-amount': 17,
  exchange: 18,
};

export const FINISH = { keep: '1', giveBack: '2' } as const;

export type MachineAnswer =
  | { readonly kind: 'answer'; readonly code: number; readonly body: unknown }
  /** Why this is no answer of the web service; never quotes it. */
  | { readonly kind: 'bad'; readonly reason: string };

const DEPTH_MAX = 12;
const ALERTS_MAX = 10_000;
const UNITS_MAX = 1_000_000;
const MINOR_MAX = 1_000_000_000;

const whole = z
  .union([z.int(), z.string().regex(/^-?\d{1,10}$/)])
  .transform(Number)
  .pipe(z.int().min(-MINOR_MAX).max(MINOR_MAX));
const units = whole.pipe(z.int().min(-UNITS_MAX).max(UNITS_MAX)).transform(Math.abs);
const id = z.union([z.int().min(0), z.string().regex(/^[\w-]{1,40}$/)]).transform(String);

const pieceSchema = z.looseObject({
  value: whole.pipe(z.int().min(1)),
  unitsinrecycler: units.default(0),
  unitsincassette: units.default(0),
  unitsoutrecycler: units.default(0),
  unitsoutcassette: units.default(0),
});

const operationSchema = z.looseObject({
  operationid: id,
  state: z.string().min(1).max(4),
  totalin: whole.transform(Math.abs),
  /** Negative, as the manual has it. */
  totalout: whole.transform(Math.abs),
  amountchangenotavailable: whole.transform(Math.abs).default(0),
  aliasid: z.string().default(''),
});

const stateSchema = z.looseObject({
  operation: operationSchema,
  devices: z.array(z.looseObject({ pieces: z.array(pieceSchema).default([]) })).default([]),
});

/** The newer endpoint answers in `response`, the older one in `data`. */
const answerSchema = z.looseObject({
  code: whole,
  response: z.unknown().optional(),
  data: z.unknown().optional(),
});

const startedSchema = z.union([
  z.looseObject({ operation: z.looseObject({ operationid: id }) }).transform(({ operation }) => {
    return operation.operationid;
  }),
  z.looseObject({ operationid: id }).transform(({ operationid }) => operationid),
  id,
]);

const listedSchema = z
  .looseObject({
    operationid: id.optional(),
    logid: id.optional(),
    aliasid: z.string().optional(),
  })
  .transform(({ operationid, logid, aliasid }) => ({
    machineId: operationid ?? logid ?? '',
    alias: aliasid,
  }));

const levelSchema = z
  .looseObject({
    value: whole.pipe(z.int().min(1)),
    currencyid: z.string().optional(),
    levelrecycler: units.optional(),
    unitsinrecycler: units.optional(),
    /** Spelt with one s, and with two. */
    levelcasete: units.optional(),
    levelcassette: units.optional(),
    unitsincassette: units.optional(),
    /** 2 is coins. */
    type: whole.optional().catch(undefined),
    /** The most its recycler takes; 0 for a value that only goes to the cassette. */
    recyclerlimit: units.optional().catch(undefined),
    state: whole.optional().catch(undefined),
  })
  .transform((level) => ({
    valueMinor: level.value,
    currency: level.currencyid,
    recycler: level.levelrecycler ?? level.unitsinrecycler ?? 0,
    cassette: level.levelcasete ?? level.levelcassette ?? level.unitsincassette ?? 0,
    type: level.type,
    recyclerLimit: level.recyclerlimit,
    state: level.state,
  }));

export type MachineOperation = z.infer<typeof stateSchema>;
export type ListedOperation = z.infer<typeof listedSchema>;
export type PieceLevel = z.infer<typeof levelSchema>;

/** Reads any text at all: an answer, or why it is none. */
export function readAnswer(text: string): MachineAnswer {
  let value: unknown;
  try {
    value = lowered(JSON.parse(text), 0);
  } catch {
    return { kind: 'bad', reason: 'it is not JSON' };
  }
  const parsed = answerSchema.safeParse(value);
  if (!parsed.success) return { kind: 'bad', reason: 'it has no code' };
  const { code, response, data } = parsed.data;
  return { kind: 'answer', code, body: unwrapped(response ?? data) };
}

/** The number of an operation that was begun. */
export function readStarted(body: unknown): string | undefined {
  return startedSchema.safeParse(body).data;
}

export function readOperation(body: unknown): MachineOperation | undefined {
  return stateSchema.safeParse(body).data;
}

/** Operations in a list; one alone stands for a list of one, and nothing for an empty one. */
export function readOperations(body: unknown): readonly ListedOperation[] | undefined {
  return z.array(listedSchema).safeParse(listOf(body, 'operations')).data;
}

export function readLevels(body: unknown): readonly PieceLevel[] | undefined {
  return z.array(levelSchema).safeParse(listOf(body, 'pieces')).data;
}

/**
 * How many alerts the machine shows. What an alert looks like is not documented, and its words may
 * repeat what was asked for, the password with it: only the length of the list is read.
 */
export function readAlerts(body: unknown): number | undefined {
  const list = listOf(body, 'alerts');
  return Array.isArray(list) && list.length <= ALERTS_MAX ? list.length : undefined;
}

/** The body of the operation `parameters`. */
export function amountParameters(amountMinor: number | undefined): string {
  return JSON.stringify(amountMinor === undefined ? {} : { amount: String(amountMinor) });
}

function listOf(body: unknown, name: string): unknown {
  if (Array.isArray(body)) return body;
  if (body === '' || body === null || body === undefined) return [];
  if (typeof body !== 'object') return body;
  const inner: unknown = Reflect.get(body, name) ?? Reflect.get(body, 'operation');
  if (Array.isArray(inner)) return inner;
  // Levels have been seen below the operation as well.
  if (hasOwn(inner, name)) return listOf(inner, name);
  if (inner !== undefined && inner !== null) return [inner];
  return Object.keys(body).some((key) => key !== 'errormessage') ? [body] : [];
}

function hasOwn(value: unknown, name: string): value is object {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

/** `data` may hold JSON as a text. */
function unwrapped(body: unknown): unknown {
  if (typeof body === 'string') return unwrappedText(body);
  if (typeof body !== 'object' || body === null) return body;
  const inner: unknown = Reflect.get(body, 'data');
  return inner === undefined ? body : unwrapped(inner);
}

function unwrappedText(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return lowered(JSON.parse(text), 0);
  } catch {
    return text;
  }
}

/** The same with every name in lower case. Throws where it is nested too deep. */
function lowered(value: unknown, depth: number): unknown {
  if (depth > DEPTH_MAX) throw new RangeError('nested too deep');
  if (Array.isArray(value)) return value.map((item: unknown) => lowered(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]: [string, unknown]) => {
    return [name.toLowerCase(), lowered(inner, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}
