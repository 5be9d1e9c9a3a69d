import type { Frame } from './frame.ts';

/** What a device does with a request: `undefined` is silence. */
export type Respond = (request: Frame) => SimReply | undefined;

export interface SimReply {
  readonly header: number;
  readonly data: Uint8Array;
  /** Spoils the bytes on their way. */
  readonly isGarbled?: boolean;
  /** On top of the device's own time. */
  readonly delayMs?: number;
}

/** One way of answering, put before the device's own; it may ask that one by calling `next`. */
export interface Behaviour {
  readonly name: BehaviourName;
  /** Only requests with this header; every one when undefined. */
  readonly header: number | undefined;
  /** How many more requests it applies to. */
  readonly times: number;
  readonly respond: (request: Frame, next: Respond) => SimReply | undefined;
}

export type BehaviourName = 'silence' | 'garble' | 'lose-reply' | 'delay' | 'reply';

export interface BehaviourLimits {
  readonly times: number;
  readonly header?: number;
}

/** The request never reaches the device. */
export function silence(limits: BehaviourLimits): Behaviour {
  return { name: 'silence', ...bounds(limits), respond: () => undefined };
}

/** The device acts and answers, and the answer's bytes are spoiled. */
export function garble(limits: BehaviourLimits): Behaviour {
  return {
    name: 'garble',
    ...bounds(limits),
    respond(request, next) {
      const reply = next(request);
      return reply === undefined ? undefined : { ...reply, isGarbled: true };
    },
  };
}

/** The device acts, and its answer is never heard. */
export function loseReply(limits: BehaviourLimits): Behaviour {
  return {
    name: 'lose-reply',
    ...bounds(limits),
    respond(request, next) {
      next(request);
      return undefined;
    },
  };
}

/** The device acts at once and answers late. */
export function delay(delayMs: number, limits: BehaviourLimits): Behaviour {
  return {
    name: 'delay',
    ...bounds(limits),
    respond(request, next) {
      const reply = next(request);
      return reply === undefined ? undefined : { ...reply, delayMs };
    },
  };
}

/** The device does nothing and answers this. */
export function reply(answer: SimReply, limits: BehaviourLimits): Behaviour {
  return { name: 'reply', ...bounds(limits), respond: () => answer };
}

/** Behaviours waiting their turn; the one added last is asked first. */
export class BehaviourStack {
  #behaviours: readonly Behaviour[] = [];

  prepend(behaviour: Behaviour): void {
    this.#behaviours = [behaviour, ...this.#behaviours];
  }

  clear(): void {
    this.#behaviours = [];
  }

  respond(request: Frame, own: Respond): SimReply | undefined {
    const behaviour = this.#behaviours.find(
      ({ header }) => header === undefined || header === request.header,
    );
    if (behaviour === undefined) return own(request);
    const left: Behaviour = { ...behaviour, times: behaviour.times - 1 };
    this.#behaviours = this.#behaviours.flatMap((one) => {
      if (one !== behaviour) return [one];
      return left.times > 0 ? [left] : [];
    });
    return behaviour.respond(request, own);
  }
}

function bounds({ times, header }: BehaviourLimits): Pick<Behaviour, 'times' | 'header'> {
  return { times, header };
}
