/** The lives of tills that are updated: at which named points and how often at random each is killed. */
import type { RefreshPoint } from '../../agent/update/refresh-metadata.ts';
import type { SupervisorPoint } from '../../agent/update/supervisor.ts';
import type { UpdatePoint } from '../../agent/update/update-point.ts';
import type { ShellPoint } from '../../agent/shell/shell.ts';
import type { MigrationPoint } from '../../agent/store/migrations.ts';
import { VICTIMS, type Crash, type Victim } from './crash-points.ts';

export interface Life {
  readonly name: string;
  /** The release fails once it has taken its step of the schema. */
  readonly isBad: boolean;
  readonly crashes: readonly Crash[];
  /** Killed so often at any moment besides. */
  readonly randomKills: number;
  /** Its supervisor is of the release that runs, so that no newer one takes over at the flip. */
  readonly isSupervisorNew: boolean;
}

/** Killed a third time on trial, a good release is rightly given up. */
export const KILLS_WITHOUT_HARM = 2;
const KILLS_PER_LIFE = 4;

/** In the new release's first start; a point without any would not compile. */
const MIGRATING: Readonly<Record<MigrationPoint, true>> = {
  'migration-begun': true,
  'migration-step-taken': true,
  'migration-step-committed': true,
  migrated: true,
};

/** While a release is looked for, brought in and laid down. */
const BRINGING: Readonly<Record<RefreshPoint | UpdatePoint, true>> = {
  'metadata-laid-out': true,
  'metadata-verified': true,
  'metadata-file-kept': true,
  'metadata-kept': true,
  'download-begun': true,
  'download-piece': true,
  'download-whole': true,
  'download-verified': true,
  'unpack-begun': true,
  unpacked: true,
  'unpack-durable': true,
  'marked-complete': true,
  'laid-down': true,
  'downloads-cleared': true,
};

type Phase = readonly (ShellPoint | SupervisorPoint)[];

const LEAVING: Phase = [
  'check-release-begun',
  'check-release-done',
  'fetch-release-begun',
  'fetch-release-done',
  'hand-over-begun',
  'hand-over-done',
  'hand-over:write-slots:before',
  'hand-over:write-slots:after',
  'hand-over:answer:before',
  'hand-over:answer:after',
  'hand-over:end-program:before',
  'hand-over:end-program:after',
];

const FLIPPING: Phase = [
  'exited:write-slots:before',
  'exited:write-slots:after',
  'exited:point-link:before',
  'exited:point-link:after',
  'exited:start:before',
  'exited:start:after',
];

const CONFIRMING: Phase = [
  'confirm-trial-begun',
  'confirm-trial-done',
  'confirm:write-slots:before',
  'confirm:write-slots:after',
  'confirm:answer:before',
  'confirm:answer:after',
  'confirm:point-link:before',
  'confirm:point-link:after',
];

const FAILING: Phase = [
  'exited:wait:before',
  'exited:wait:after',
  'waited:write-slots:before',
  'waited:write-slots:after',
  'waited:start:before',
  'waited:start:after',
];

const FORGETTING: Phase = [
  'forget-rollbacks-begun',
  'forget-rollbacks-done',
  'forget:write-slots:before',
  'forget:write-slots:after',
  'forget:answer:before',
  'forget:answer:after',
];

/** Every named point once, and so many kills at random. */
export function everyLife(randomKills: number, random: () => number): readonly Life[] {
  const before = [...Object.keys(BRINGING), ...LEAVING];
  const after = [...Object.keys(MIGRATING), ...CONFIRMING];
  return [
    // What comes before the flip and what comes after it, in one life where that can be.
    ...before.map((point, at) => named(random, [point, after[at]])),
    ...FLIPPING.map((point) => named(random, [point], { isSupervisorNew: true })),
    ...undone(random),
    ...atRandom(randomKills, random),
  ];
}

/** One named point of each phase, by the seed, and one life at random. */
export function someLives(random: () => number): readonly Life[] {
  const pick = (of: readonly string[]): string => of[Math.floor(random() * of.length)] ?? '';
  const rollbacks = undone(random);
  const rollback = rollbacks[Math.floor(random() * rollbacks.length)];
  return [
    named(random, [pick(Object.keys(BRINGING)), pick(Object.keys(MIGRATING))]),
    named(random, [pick(LEAVING), pick(CONFIRMING)]),
    named(random, [pick(FLIPPING)], { isSupervisorNew: true }),
    ...(rollback === undefined ? [] : [rollback]),
    ...atRandom(KILLS_WITHOUT_HARM, random),
  ];
}

/** The flip back is the second of its kind; the first was the flip to the bad one. */
function undone(random: () => number): readonly Life[] {
  const bad = { isBad: true, isSupervisorNew: true };
  return [
    ...[...FAILING, ...FORGETTING].map((point) => named(random, [point], bad)),
    ...FLIPPING.map((point) => named(random, [point], { ...bad, pass: 2 })),
  ];
}

function atRandom(kills: number, random: () => number): readonly Life[] {
  return Array.from({ length: Math.ceil(kills / KILLS_PER_LIFE) }, (_, at) => {
    const isBad = random() < BAD_SHARE;
    const name = `killed at any moment, ${at + 1}${isBad ? ', a bad one' : ''}`;
    const randomKills = Math.min(KILLS_PER_LIFE, kills - at * KILLS_PER_LIFE);
    return { name, isBad, crashes: [], randomKills, isSupervisorNew: false };
  });
}

const BAD_SHARE = 0.25;

function named(
  random: () => number,
  points: readonly (string | undefined)[],
  { pass = 1, isBad = false, isSupervisorNew = false } = {},
): Life {
  const crashes = points.flatMap((point) => {
    return point === undefined ? [] : [{ point, pass, victim: victimOf(random) }];
  });
  const said = crashes.map(({ point, victim }) => `${victim} at ${point}`);
  const name = `${said.join(', then ')}${isBad ? ', of a bad one' : ''}`;
  return { name, isBad, crashes, randomKills: 0, isSupervisorNew };
}

/** Whichever of them it is to be. */
export function victimOf(random: () => number): Victim {
  return VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'both';
}
