/** Updates at the till's border: orders are verified here, and the supervisor is told what was decided. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Timer } from '../hardware/kit/clock.ts';
import type { TrustFile } from '../sync/trust/trust-file.ts';
import { verifyBy } from './compose-licence.ts';
import type { Answer } from './core/till/events.ts';
import type { UpdateRequest, UpdateStart } from './core/till/update-turn.ts';
import { ailments, type Ailment, type Working } from './core/update/health.ts';
import type { UpdateEvent } from './core/update/updating.ts';
import type { EntitlementSource } from './core/vendor-line.ts';
import type { Station } from './compose-vendor.ts';
import type { Shell } from './shell/shell.ts';
import type { ShellUpdates } from './shell/update-executors.ts';
import { confirmTrial } from './update/confirm-trial.ts';
import type { ReleaseSource } from './update/release-source.ts';
import { SupervisorError } from './update/supervisor-error.ts';
import type { InstalledStanding, SupervisorLink } from './update/supervisor-link.ts';
import type { Machine } from './shell/machine.ts';
import { ShellError } from './shell/shell-error.ts';
import type { AgentEvents } from './events.ts';
import type { HubView } from './shell/till-view.ts';

/** How often a program on trial looks whether it does all that the one before did. */
const HEALTH_LOOK_MS = 1_000;

/** Longer than any honest order. */
const ORDER_BYTES_MAX = 64 * 1_024;

/** The program's line to its supervisor, and what that said of the tree this program runs from. */
export interface Supervisor extends Pick<
  SupervisorLink,
  'handOver' | 'confirm' | 'forgetRollbacks'
> {
  readonly standing: InstalledStanding;
}

type EventOf<Kind extends UpdateEvent['kind']> = Extract<UpdateEvent, { readonly kind: Kind }>;

/** What the releases' client must know of this installation. */
export interface ReleaseAround extends Pick<InstalledStanding, 'prefix' | 'platform'> {
  readonly trust: TrustFile | undefined;
  readonly station: Station;
  /** By the till's reckoning: neither a clock set back nor one far ahead. */
  readonly nowMs: () => number;
}

/** Of a program that runs from an installed tree. */
export interface AgentUpdates {
  readonly supervisor: Supervisor;
  readonly sourceOf: (around: ReleaseAround) => ReleaseSource;
}

interface Updatable {
  readonly trust: TrustFile | undefined;
  readonly updates?: AgentUpdates | undefined;
}

/** What the supervisor says at the start, for the shell. */
export function updateStart({ updates }: Updatable): { readonly update?: UpdateStart } {
  if (updates === undefined) return {};
  const { trial, rollbacks } = updates.supervisor.standing;
  return { update: { trial, rollbacks } };
}

/** What a supervisor has not forgotten it says again at the next start. */
async function unlessRefused(asked: Promise<void>): Promise<void> {
  try {
    await asked;
  } catch (cause) {
    if (!(cause instanceof SupervisorError)) throw cause;
  }
}

/** Rethrows what is no word of the supervisor's. */
function notTakenOver(cause: unknown): EventOf<'faulted'> {
  if (!(cause instanceof SupervisorError)) throw cause;
  const { message: detail } = cause;
  return { kind: 'faulted', stage: 'hand-over', code: 'not-taken-over', detail };
}

interface UpdatesParts extends Pick<ReleaseAround, 'station' | 'nowMs'> {
  readonly machine: Pick<Machine, 'statuses'>;
  readonly hub: () => HubView | undefined;
  readonly clock: Clock;
  readonly events: Pick<AgentEvents, 'confirmFailed'>;
  /** The supervisor has word: the program may end. */
  readonly onMakingWay: () => void;
}

/**
 * What the shell needs to install anything; undefined where nothing can be. Disposed before the shell,
 * which waits for all that is under way: a download must not hold up the end of the program.
 */
export function shellUpdates(
  { updates, trust }: Updatable,
  { station, nowMs, onMakingWay, clock, events, ...around }: UpdatesParts,
): (ShellUpdates & Disposable) | undefined {
  if (updates === undefined) return undefined;
  const { supervisor, sourceOf } = updates;
  const { prefix, platform, previous } = supervisor.standing;
  const source = sourceOf({ prefix, platform, trust, station, nowMs });
  const end = new AbortController();
  const { signal } = end;
  const onFailed = (reason: string): void => events.confirmFailed({ reason });
  return {
    installation: () => ({ platform, previous, working: working(around) }),
    installer: {
      check: source.check,
      fetch: source.fetch,
      look: source.look,
      handOver: async (version) => {
        try {
          await supervisor.handOver(version);
        } catch (cause) {
          return notTakenOver(cause);
        }
        onMakingWay();
        return undefined;
      },
      confirmTrial: (version) => confirmTrial(version, { supervisor, clock, signal, onFailed }),
      forgetRollbacks: (versions) => unlessRefused(supervisor.forgetRollbacks(versions)),
    },
    [Symbol.dispose]: () => {
      source[Symbol.dispose]();
      end.abort();
    },
  };
}

function working({ machine, hub }: Pick<UpdatesParts, 'machine' | 'hub'>): Working {
  const up = machine.statuses().filter(({ state }) => state.kind === 'up');
  const { isOnline = false, isLineDown = false } = hub() ?? {};
  return { devicesUp: up.map(({ device }) => device), isHubReached: isOnline, isLineDown };
}

interface HealthParts {
  readonly clock: Clock;
  readonly events: Pick<AgentEvents, 'healthMissing'>;
}

/** Watches the program, where it is on trial, until it is disposed. */
export function watchHealth(
  parts: HealthParts & Updatable,
  shell: Pick<Shell, 'view' | 'tell'>,
  onFault: (cause: unknown) => void,
): Disposable {
  const watch = new HealthWatch(parts, shell, onFault);
  if (parts.updates?.supervisor.standing.trial !== undefined) watch.look();
  return watch;
}

/**
 * Watches a program on trial until it does all that the one before did. That it does so in time is
 * its supervisor's to judge.
 */
class HealthWatch implements Disposable {
  readonly #parts: HealthParts;
  readonly #shell: Pick<Shell, 'view' | 'tell'>;
  readonly #onFault: (cause: unknown) => void;
  #timer: Timer | undefined;
  #said = '';

  constructor(
    parts: HealthParts,
    shell: Pick<Shell, 'view' | 'tell'>,
    onFault: (cause: unknown) => void,
  ) {
    this.#parts = parts;
    this.#shell = shell;
    this.#onFault = onFault;
  }

  look(): void {
    const { till, installation, devices } = this.#shell.view();
    if (installation === undefined) return;
    const configured = devices.map(({ device }) => device);
    const missing = ailments(till.updating.before, installation.working, configured);
    // The till may not have taken in yet what the supervisor said.
    if (till.updating.phase.kind !== 'on-trial' || missing.length > 0) {
      this.#say(missing);
      this.#timer = this.#parts.clock.startTimer(HEALTH_LOOK_MS, () => this.look());
      return;
    }
    const healthy = { kind: 'update-told', said: { kind: 'healthy' } } as const;
    this.#shell.tell(healthy).catch((cause: unknown) => {
      if (!(cause instanceof ShellError)) this.#onFault(cause);
    });
  }

  [Symbol.dispose](): void {
    this.#timer?.cancel();
  }

  #say(missing: readonly Ailment[]): void {
    const text = JSON.stringify(missing);
    if (text !== this.#said) this.#parts.events.healthMissing(missing);
    this.#said = text;
  }
}

interface OrderParts {
  readonly trust: TrustFile | undefined;
  readonly tell: (request: UpdateRequest) => Promise<Answer>;
}

interface OfferedOrder {
  readonly source: EntitlementSource;
  /** Where its files lie, for one that came on a medium. */
  readonly folder?: string | undefined;
}

/** Verifies an order and hands it to the till; the answer is durable. Rejects with `ShellError`. */
export async function offerOrder(
  text: string,
  { source, folder }: OfferedOrder,
  { trust, tell }: OrderParts,
): Promise<Answer> {
  const verified = await verifyBy(trust, text.trim(), 'director');
  const request =
    verified.kind === 'refused'
      ? ({ kind: 'order-rejected', code: verified.code, source } as const)
      : ({ kind: 'ordered', order: verified.payload, source, folder } as const);
  return tell({ kind: 'update-requested', request });
}

/** Takes the order for this station from a medium; `no-order`: there is none, or it cannot be read. */
export function mediumTaker(
  trust: TrustFile | undefined,
  shell: Pick<Shell, 'ask' | 'view'>,
): (folder: string) => Promise<Answer | { readonly kind: 'no-order' }> {
  return async (folder) => {
    const { station } = shell.view().settings.licence;
    const text = orderOn(folder, station);
    if (text === undefined) {
      await shell.ask({ kind: 'update-requested', request: { kind: 'shown', folder } });
      return { kind: 'no-order' };
    }
    return offerOrder(
      text,
      { source: 'file', folder },
      { trust, tell: (request) => shell.ask(request) },
    );
  };
}

function orderOn(folder: string, station: string): string | undefined {
  try {
    const bytes = readFileSync(join(folder, 'director', `${station}.jws`));
    return bytes.length > ORDER_BYTES_MAX ? undefined : bytes.toString('utf8');
  } catch {
    return undefined;
  }
}
