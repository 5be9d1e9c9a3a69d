/**
 * Where a station stands with its updates, from what it has written in its journal. One line after
 * another gives the same standing whenever it is reckoned again.
 */
import { z } from 'zod';
import { RELEASE_REFUSALS } from '../../../agent/core/update/release-choice.ts';

export const UPDATE_WORDS = [
  'ordered',
  'order-refused',
  'refused',
  'approved',
  'failing',
  'ready',
  'begun',
  'on-trial',
  'confirmed',
  'rolled-back',
] as const;

export type UpdateWord = (typeof UPDATE_WORDS)[number];

/** A place among all lines of a station: a later epoch is the chain it goes on with. */
export interface LinePlace {
  readonly epoch: number;
  readonly seq: number;
}

/** The last that the station has said of an update. */
export interface UpdateSaid extends LinePlace {
  readonly word: UpdateWord;
  readonly version: string;
  /** Absent where it was no order of a rollout. */
  readonly rollout?: string | undefined;
  /** Why it was refused, what went wrong, or what made it go back. */
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  /** The latest release the station says it is entitled to. */
  readonly latest?: string | undefined;
  /** What it says must be installed first. */
  readonly step?: string | undefined;
  readonly atMs: number;
  /** When the hub heard of it, by the hub's own clock. */
  readonly heardAtMs: number;
}

export interface UpdateStanding {
  readonly running?: string | undefined;
  /** On trial: it may still go back. */
  readonly trial?: { readonly version: string; readonly from: string } | undefined;
  readonly said?: UpdateSaid | undefined;
  /** A program at the till holds updates up until then. */
  readonly lock?: UpdateLock | undefined;
}

export interface UpdateLock {
  readonly client: string;
  readonly reason: string;
  readonly untilMs: number;
}

export const NO_STANDING: UpdateStanding = {};

export interface UpdateLine extends LinePlace {
  readonly kind: string;
  readonly body: unknown;
  readonly atMs: number;
  readonly heardAtMs: number;
}

const WORD_MAX_CHARS = 64;
const TEXT_MAX_CHARS = 8_192;

const word = z.string().max(WORD_MAX_CHARS);
const of = { version: word, rollout: word };
const trial = { version: word, from: word };

/** What a newer till says more is left out; a body without these is a poison line. */
export const UPDATE_LINES = {
  'update-ordered': z.object(of),
  'update-order-refused': z.object({
    code: word,
    version: word.optional(),
    rollout: word.optional(),
  }),
  'update-refused': z.object({
    ...of,
    code: z.enum(RELEASE_REFUSALS).catch('licence-state'),
    latest: word.optional(),
    step: word.optional(),
  }),
  'update-failed': z.object({ ...of, code: word, detail: z.string().max(TEXT_MAX_CHARS) }),
  'update-approved': z.object(of),
  'update-ready': z.object(of),
  'update-begun': z.object(of),
  'update-on-trial': z.object(trial),
  'update-confirmed': z.object(trial),
  'update-rolled-back': z.object({
    version: word,
    to: word,
    cause: word,
    evidence: z.string().max(TEXT_MAX_CHARS),
  }),
} as const;

/** Whether updates are held up, whichever they are. */
export const LOCK_LINES = {
  'update-lock-taken': z.object({
    client: z.string().max(TEXT_MAX_CHARS),
    reason: z.string().max(TEXT_MAX_CHARS),
    untilMs: z.int(),
  }),
  'update-lock-released': z.object({ client: z.string().max(TEXT_MAX_CHARS) }),
} as const;

type UpdateKind = keyof typeof UPDATE_LINES;

/** The kinds whose lines make a standing. */
export const STANDING_KINDS: readonly string[] = [
  'agent-started',
  ...Object.keys(UPDATE_LINES),
  ...Object.keys(LOCK_LINES),
];

/** The standing once the station has written one more line; a line of another kind changes nothing. */
export function withLine(standing: UpdateStanding, line: UpdateLine): UpdateStanding {
  const { lock } = standing;
  if (line.kind === 'agent-started') return { ...started(standing, line.body), lock };
  if (line.kind === 'update-lock-released') return { ...standing, lock: undefined };
  if (line.kind === 'update-lock-taken') {
    return { ...standing, lock: LOCK_LINES[line.kind].safeParse(line.body).data ?? lock };
  }
  if (!isUpdateKind(line.kind)) return standing;
  const body = UPDATE_LINES[line.kind].safeParse(line.body).data;
  if (body === undefined) return standing;
  return { ...told(standing, line, { kind: line.kind, ...body }), lock };
}

function isUpdateKind(kind: string): kind is UpdateKind {
  return Object.hasOwn(UPDATE_LINES, kind);
}

const startedSchema = z.object({ version: word });

/** Whether it is on trial is said by the line after it. */
function started({ said }: UpdateStanding, body: unknown): UpdateStanding {
  const { data } = startedSchema.safeParse(body);
  return { said, running: data?.version };
}

interface Told {
  readonly kind: UpdateKind;
  readonly version?: string | undefined;
  readonly rollout?: string | undefined;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly latest?: string | undefined;
  readonly step?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cause?: string | undefined;
  readonly evidence?: string | undefined;
}

const WORDS: Readonly<Record<UpdateKind, UpdateWord>> = {
  'update-ordered': 'ordered',
  'update-order-refused': 'order-refused',
  'update-refused': 'refused',
  'update-failed': 'failing',
  'update-approved': 'approved',
  'update-ready': 'ready',
  'update-begun': 'begun',
  'update-on-trial': 'on-trial',
  'update-confirmed': 'confirmed',
  'update-rolled-back': 'rolled-back',
};

function told(standing: UpdateStanding, line: UpdateLine, body: Told): UpdateStanding {
  const { kind, version, from = '', to, code, cause, evidence, detail, latest, step } = body;
  if (version === undefined || isOldNews(body)) return standing;
  const before = standing.said;
  const { epoch, seq, atMs, heardAtMs } = line;
  const said: UpdateSaid = {
    word: WORDS[kind],
    version,
    // What follows on an order does not name its rollout again.
    rollout: body.rollout ?? (before?.version === version ? before.rollout : undefined),
    code: code ?? cause,
    detail: detail ?? evidence,
    latest,
    step,
    epoch,
    seq,
    atMs,
    heardAtMs,
  };
  switch (said.word) {
    case 'on-trial':
      return { running: version, trial: { version, from }, said };
    case 'confirmed':
      // Another order may have come while it was on trial: that one is the news.
      return { running: version, said: before?.version === version ? said : (before ?? said) };
    case 'rolled-back':
      return { running: to, said };
    case 'ordered':
    case 'order-refused':
    case 'refused':
    case 'approved':
    case 'failing':
    case 'ready':
    case 'begun':
      return { ...standing, said };
  }
}

/** A mailbox that is delivered once more brings orders that were taken long ago. */
function isOldNews({ kind, code }: Told): boolean {
  return kind === 'update-order-refused' && code === 'replayed';
}
