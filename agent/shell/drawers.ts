/**
 * The cash drawers: an order to open is on disk before the pulse, and what a drawer does is written
 * down as it is seen. A pulse is given once; nobody repeats it.
 */
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import type { CashDrawer } from '../../hardware/kit/device-peripheral.ts';
import type { JournalLine } from '../core/journal-line.ts';
import { owedByHand, type DrawerNote, type DrawerRequest } from '../core/till/drawer-turn.ts';
import type { Answer, Refusal } from '../core/till/events.ts';
import type { DrawerStatus } from './peripheral-status.ts';

/** A drawer that opens so long after its pulse was opened by something else. */
const ORDERED_WITHIN_MS = 5_000;

export type DrawerAnswer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'not-opened'; readonly isOffline: boolean; readonly detail: string };

/** Who asks for which drawer, and on whose word. */
export type DrawerAsked = Omit<
  Extract<DrawerRequest, { readonly kind: 'drawer-open-requested' }>,
  'kind'
>;

/** Answers of orders under a key, for whoever asks again. */
const ANSWERS_KEPT = 64;

/** It stands in the journal; its pulse was another run's, or is too long ago. */
const FORGOTTEN: DrawerAnswer = {
  kind: 'not-opened',
  isOffline: false,
  detail: 'it was asked for before under this key, and nobody knows any more what came of it',
};

export interface DrawersParts {
  readonly drawers: readonly CashDrawer[];
  readonly clock: Clock;
  /** Resolves once what was asked is durable. */
  readonly tell: (request: DrawerRequest) => Promise<Answer>;
  /** Told of each drawer that opens or closes, once that is written down. */
  readonly onState: (device: string, isOpen: boolean) => void;
}

export class Drawers {
  readonly #parts: DrawersParts;
  readonly #watched: ReadonlyMap<string, Watched>;
  /** By client and key, oldest first. */
  readonly #answers = new Map<string, Promise<DrawerAnswer>>();

  constructor(parts: DrawersParts) {
    this.#parts = parts;
    this.#watched = new Map(
      parts.drawers.map((drawer) => [drawer.device, { drawer, isLeftOpen: false }]),
    );
    for (const watched of this.#watched.values()) {
      watched.drawer.listen((isOpen) => void this.#moved(watched, isOpen));
    }
  }

  has(device: string): boolean {
    return this.#watched.has(device);
  }

  status(device: string): DrawerStatus | undefined {
    const watched = this.#watched.get(device);
    if (watched === undefined) return undefined;
    const { isOpen, isLeftOpen } = watched;
    if (isOpen === undefined) return { state: 'unknown', isLeftOpen };
    return { state: isOpen ? 'open' : 'closed', isLeftOpen };
  }

  /** Opens a drawer of this till; what is asked again under its key gets the first one's answer. */
  async open({ device, client, cause, operation }: DrawerAsked): Promise<DrawerAnswer> {
    const watched = this.#watched.get(device);
    if (watched === undefined) {
      return { kind: 'not-opened', isOffline: true, detail: 'no such drawer' };
    }
    const request = { kind: 'drawer-open-requested', device, client, cause, operation } as const;
    const answer = await this.#parts.tell(request);
    if (answer.kind === 'refused') return answer;
    const key = operation === undefined ? undefined : `${client} ${operation.idempotencyKey}`;
    if (answer.kind === 'done' && answer.isRepeated === true) {
      return (key === undefined ? undefined : this.#answers.get(key)) ?? FORGOTTEN;
    }
    const pulsed = this.#pulse(watched);
    if (key !== undefined) this.#keep(key, pulsed);
    return pulsed;
  }

  #keep(key: string, answer: Promise<DrawerAnswer>): void {
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined && this.#answers.size > ANSWERS_KEPT) this.#answers.delete(oldest);
  }

  async #pulse(watched: Watched): Promise<DrawerAnswer> {
    const { device } = watched.drawer;
    watched.orderedMs = this.#parts.clock.monotonicMs();
    const outcome = await watched.drawer.open();
    if (outcome.kind === 'opened') return { kind: 'opened' };
    const { kind, detail } = outcome;
    await this.#note({ kind: 'drawer-not-opened', body: { device, outcome: kind, detail } });
    return { kind: 'not-opened', isOffline: kind === 'refused', detail };
  }

  /** Opens what is to open by itself once a sale has ended that a person has to pay the rest of. */
  linesWritten(lines: readonly JournalLine[], clientOf: (saleId: string) => string): void {
    for (const line of lines) {
      const saleId = owedByHand(line);
      if (saleId === undefined) continue;
      for (const { drawer } of this.#watched.values()) {
        if (!drawer.policy.opensOnSettledSale) continue;
        const cause = { kind: 'sale-ended', saleId } as const;
        // Where it cannot be written down the till is going down, and says so itself.
        const asked = { device: drawer.device, client: clientOf(saleId), cause };
        this.open(asked).catch(() => undefined);
      }
    }
  }

  dispose(): void {
    for (const { timer } of this.#watched.values()) timer?.cancel();
  }

  async #moved(watched: Watched, isOpen: boolean): Promise<void> {
    const { device, policy } = watched.drawer;
    const isFirst = watched.isOpen === undefined;
    watched.isOpen = isOpen;
    watched.isLeftOpen = false;
    watched.timer?.cancel();
    if (isOpen) {
      const { leftOpenMs } = policy;
      watched.timer = this.#parts.clock.startTimer(leftOpenMs, () => this.#leftOpen(watched));
    }
    // That it is closed when the agent comes up is nothing that happened.
    if (isFirst && !isOpen) return;
    const body = isOpen
      ? ({ device, state: 'open', isOrdered: this.#isOrdered(watched) } as const)
      : ({ device, state: 'closed' } as const);
    await this.#note({ kind: 'drawer-state-changed', body });
    this.#parts.onState(device, isOpen);
  }

  #isOrdered({ orderedMs }: Watched): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    return orderedMs !== undefined && nowMs - orderedMs <= ORDERED_WITHIN_MS;
  }

  #leftOpen(watched: Watched): void {
    watched.isLeftOpen = true;
    const { device, policy } = watched.drawer;
    const body = { device, openMs: policy.leftOpenMs };
    void this.#note({ kind: 'drawer-left-open', body });
  }

  /** A till that is closing takes no more notes; what it missed it sees at its next start. */
  async #note(note: DrawerNote): Promise<void> {
    await this.#parts.tell({ kind: 'drawer-noted', note }).catch(() => undefined);
  }
}

interface Watched {
  readonly drawer: CashDrawer;
  isOpen?: boolean;
  isLeftOpen: boolean;
  orderedMs?: number;
  timer?: Timer;
}
