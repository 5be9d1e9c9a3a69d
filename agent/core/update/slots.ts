/**
 * The supervisor's own record: which release runs, what is gone back to, and what had to be undone.
 * Only a supervisor changes it, and it is durable before anything that it says is done.
 */
import type { Rollback } from './updating.ts';
import { compareVersions } from './version.ts';

export interface Slots {
  /** What runs, or is to run next. */
  readonly current: string;
  /** What is gone back to from a current one that has passed its trial. */
  readonly previous?: string | undefined;
  /** Of the current one; absent: it has passed. */
  readonly trial?: SlotTrial | undefined;
  /** The last one that passed a trial and was not undone. */
  readonly lastGood: string;
  /** Whose program supervises from the next start on. */
  readonly supervisor: string;
  readonly supervisorPrevious?: string | undefined;
  /** Until the program has them in its journal. */
  readonly rollbacks: readonly Rollback[];
}

export interface SlotTrial {
  readonly from: string;
  /** Counted before each: whatever kills the whole computer shows here and nowhere else. */
  readonly starts: number;
}

/** The record of a first installation. */
export function firstSlots(version: string): Slots {
  return { current: version, lastGood: version, supervisor: version, rollbacks: [] };
}

/** What a tree without a readable record shows of itself. */
export interface TreeSigns {
  /** Where the links point, if they point to anything. */
  readonly current: string | undefined;
  readonly supervisor: string | undefined;
  /** Releases that are whole. */
  readonly releases: readonly string[];
}

/**
 * A record in place of one that cannot be read: the `current` link is believed, else the newest whole
 * release. The supervisor's link moves only after a trial, so what it names is good to go back to.
 * Undefined: there is nothing to run.
 */
export function recoveredSlots({ current, supervisor, releases }: TreeSigns): Slots | undefined {
  const isWhole = (version: string | undefined): version is string =>
    version !== undefined && releases.includes(version);
  const newest = [...releases].toSorted(compareVersions).at(-1);
  const believed = [current, supervisor, newest].find(isWhole);
  if (believed === undefined) return undefined;
  const slots = firstSlots(believed);
  if (!isWhole(supervisor) || supervisor === believed) return slots;
  return { ...slots, previous: supervisor, lastGood: supervisor, supervisor };
}

/** What the supervisor still has to tell is bounded: the oldest goes first. */
export const ROLLBACKS_MAX = 8;

/** The record after the current release is given up for another. */
export function goneBack(
  slots: Slots,
  { to, cause, evidence }: Pick<Rollback, 'to' | 'cause' | 'evidence'>,
): Slots {
  const { current: version, trial, previous, ...kept } = slots;
  const rollback: Rollback = { version, to, cause, evidence };
  return {
    ...kept,
    current: to,
    ...(trial === undefined || previous === to ? {} : { previous }),
    lastGood: cause !== 'asked' && slots.lastGood === version ? to : slots.lastGood,
    rollbacks: [...slots.rollbacks, rollback].slice(-ROLLBACKS_MAX),
  };
}
