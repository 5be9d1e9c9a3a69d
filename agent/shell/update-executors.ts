/** Carries out what the core asks of an update; what that came to comes back as an event. */
import type { TillReport } from '../core/till/events.ts';
import type { Installation, UpdateTold } from '../core/till/update-turn.ts';
import type { UpdateOrder } from '../core/update/update-order.ts';
import type { UpdateEffect } from '../core/update/updating.ts';

type EffectOf<Kind extends UpdateEffect['kind']> = Extract<UpdateEffect, { readonly kind: Kind }>;
/** What it came to; which order it was for, the executor says. */
type SaidOf<Kind extends UpdateTold['said']['kind']> = Omit<
  Extract<UpdateTold['said'], { readonly kind: Kind }>,
  'of'
>;

/**
 * What fetches releases and lays them down; a fault is told, never thrown, and nothing of what a newer
 * order, or the end of the program, has broken off.
 */
export interface ReleaseInstaller {
  /** Asks the repository what it has for this order, and whether both agree on it. */
  readonly check: (
    order: EffectOf<'check-release'>,
  ) => Promise<SaidOf<'checked'> | SaidOf<'faulted'> | undefined>;
  /** Asks the repository what it has for this till, under no order. */
  readonly look: (
    wanted: EffectOf<'look-at-releases'>,
  ) => Promise<SaidOf<'releases-seen'> | SaidOf<'faulted'> | undefined>;
  /** Downloads, verifies and unpacks; resolves once all of it is durable. */
  readonly fetch: (
    order: EffectOf<'fetch-release'>,
  ) => Promise<SaidOf<'fetched'> | SaidOf<'faulted'> | undefined>;
  /** Leaves word for the supervisor, durably, and has the program end; a fault where it is not taken. */
  readonly handOver: (version: string) => Promise<SaidOf<'faulted'> | undefined>;
  readonly confirmTrial: (version: string) => Promise<void>;
  readonly forgetRollbacks: (versions: readonly string[]) => Promise<void>;
}

/** Of a till whose program runs from an installed tree. */
export interface ShellUpdates {
  readonly installer: ReleaseInstaller;
  readonly installation: () => Installation;
}

type UpdateExecutors = {
  readonly [Kind in UpdateEffect['kind']]: (
    effect: EffectOf<Kind>,
  ) => Promise<TillReport | undefined>;
};

/** `undefined`: the program runs from no installed tree, so that no order is ever taken. */
export function createUpdateExecutors(installer: ReleaseInstaller | undefined): UpdateExecutors {
  return {
    'check-release': async (effect) => toldOf(effect.order, await installer?.check(effect)),
    'fetch-release': async (effect) => toldOf(effect.order, await installer?.fetch(effect)),
    'look-at-releases': async (effect) => {
      const said = await installer?.look(effect);
      return said === undefined ? undefined : { kind: 'update-told', said };
    },
    'hand-over': async ({ version }) => {
      const fault = await installer?.handOver(version);
      return fault === undefined ? undefined : { kind: 'update-told', said: fault };
    },
    'confirm-trial': async ({ version }) => {
      await installer?.confirmTrial(version);
      return undefined;
    },
    'forget-rollbacks': async ({ versions }) => {
      await installer?.forgetRollbacks(versions);
      return undefined;
    },
  };
}

function toldOf(
  { counter: of }: UpdateOrder,
  said: SaidOf<'checked'> | SaidOf<'fetched'> | SaidOf<'faulted'> | undefined,
): TillReport | undefined {
  return said === undefined ? undefined : { kind: 'update-told', said: { ...said, of } };
}
