/** What a program asks of its supervisor, and what it is answered; the wire has the same words. */
import type { Rollback, Trial } from './updating.ts';

export type SupervisorRequest =
  | { readonly kind: 'standing' }
  /** The program is about to end and wants this version started in its place. */
  | { readonly kind: 'hand-over'; readonly version: string }
  /** The trial of this version is passed. */
  | { readonly kind: 'confirm'; readonly version: string }
  /** The version on trial does not do its work. */
  | { readonly kind: 'unhealthy'; readonly reason: string }
  | { readonly kind: 'forget'; readonly versions: readonly string[] };

export const SUPERVISOR_REFUSALS = [
  /** There is no whole release of that version. */
  'not-installed',
  /** It runs already. */
  'same-version',
  /** Another version than the one that runs. */
  'other-version',
  /** A version on trial makes way for nothing but the one before it. */
  'on-trial',
  'not-on-trial',
  /** The program has been given up, or has handed over, before. */
  'too-late',
  /** The record could not be written. */
  'disk',
] as const;

export type SupervisorRefusal = (typeof SUPERVISOR_REFUSALS)[number];

export type SupervisorAnswer =
  /** The record says so, durably. */
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly reason: SupervisorRefusal }
  | ({ readonly kind: 'standing' } & Standing);

/** What a program is told at its start. */
export interface Standing {
  readonly version: string;
  /** What can be gone back to. */
  readonly previous?: string | undefined;
  readonly trial?: Trial | undefined;
  /** Undone since the program last said that it has them in its journal. */
  readonly rollbacks: readonly Rollback[];
}
