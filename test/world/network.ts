/**
 * The network between a till and its hub, as bad as TCP allows and a little worse: parcels of one
 * direction arrive in order or not at all, a connection can be cut with any of its last parcels lost,
 * on one side or on both, heard of or not; and what was sent before may come again.
 */
import { randomUUID } from 'node:crypto';
import type { MessageSocket } from '../../sync/protocol/message-socket.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { SimSocket, type Parcel } from './sim-socket.ts';
import { Wire } from './wire.ts';

/** Chances are of each parcel's. */
export interface Weather {
  readonly latenciesMs: readonly number[];
  readonly cut: number;
  /** Something of the middle of a text arrives, and then nothing more. */
  readonly truncate: number;
  readonly repeat: number;
  /** Of each connection: it is taken for overloaded, refused, or never answered. */
  readonly refuse: number;
}

export const CALM: Weather = { latenciesMs: [1], cut: 0, truncate: 0, repeat: 0, refuse: 0 };

export type Reachability = 'up' | 'refusing' | 'silent';

/** Who takes sockets in at the hub, while there is one. */
export interface Host {
  readonly rejectionOf: (address: string) => { readonly retryAfterMs: number } | undefined;
  readonly admit: (socket: MessageSocket, address: string) => void;
}

export type Side = 'till' | 'hub';

export interface NetworkParts {
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly trace: (text: string) => void;
}

interface Sent {
  readonly connection: number;
  readonly to: Side;
  readonly text: string;
}

interface Connection {
  readonly number: number;
  readonly ends: Readonly<Record<Side, SimSocket>>;
  /** By where they lead to. */
  readonly wires: Readonly<Record<Side, Wire>>;
  /** The hub has taken it in. */
  isAdmitted: boolean;
  /** It is broken in the middle: what one end does now, the other does not learn. */
  isSevered: boolean;
}

const ADDRESS = '192.0.2.1';
const REMEMBERED_MAX = 300;
/** As `ws` waits for the other's goodbye. */
const GOODBYE_MS = 30_000;
const MS_PER_SECOND = 1_000;
const SIDES = ['till', 'hub'] as const;
const OTHER = { till: 'hub', hub: 'till' } as const;

export class Network {
  readonly #parts: NetworkParts;
  readonly #connections = new Set<Connection>();
  #remembered: readonly Sent[] = [];
  #wiresToTill: Wire[] = [];
  #dialled = 0;
  host: Host | undefined;
  weather: Weather = CALM;
  reachability: Reachability = 'up';

  constructor(parts: NetworkParts) {
    this.#parts = parts;
  }

  /** What the till's uplink dials with. */
  dial(): MessageSocket {
    this.#dialled += 1;
    const connection = this.#connect(this.#dialled);
    this.#connections.add(connection);
    const { till } = connection.ends;
    this.#parts.clock.startTimer(this.#latencyMs(), () => {
      if (!till.isClosed) this.#arrive(connection);
    });
    return till;
  }

  /** Cuts every connection there is. */
  cutAll(): void {
    for (const connection of this.#connections) this.#cut(connection, this.#pick([true, false]));
  }

  /** From now on nothing passes, and neither end is told. */
  freezeAll(sides: readonly Side[] = SIDES): void {
    for (const connection of this.#connections) {
      const { wires } = connection;
      connection.isSevered = true;
      for (const side of sides) {
        wires[side].cut(0);
        wires[side].isFrozen = true;
      }
    }
  }

  stallAll(durationMs: number): void {
    for (const { wires } of this.#connections) wires[this.#pick(SIDES)].stall(durationMs);
  }

  /** One text of the past comes again, or all of an earlier connection. */
  replay(): void {
    const connection = [...this.#connections].at(-1);
    if (connection === undefined || this.#remembered.length === 0) return;
    const one = this.#pick(this.#remembered);
    const isAll = this.#parts.random() < 0.3;
    const again = isAll
      ? this.#remembered.filter((sent) => sent.connection === one.connection && sent.to === one.to)
      : [one];
    for (const { text, to } of again) {
      connection.wires[to].put({ kind: 'text', text }, this.#latencyMs());
    }
  }

  /**
   * The process at this side is gone. The other side hears of it, unless the machine went with it.
   */
  died(side: Side, isHeard = true): void {
    for (const connection of this.#connections) {
      if (side === 'hub' && !connection.isAdmitted) continue;
      connection.ends[side].die();
      this.#abandon(connection, side, isHeard);
    }
  }

  /** Nothing that the hub has sent so far arrives any more. */
  forgetHub(): void {
    for (const wire of this.#wiresToTill) wire.cut(0);
    this.#wiresToTill = [];
  }

  #connect(number: number): Connection {
    const { clock } = this.#parts;
    const end = (side: Side): SimSocket =>
      new SimSocket({
        bufferedBytes: () => wires[OTHER[side]].bytes,
        send: (parcel) => this.#send(connection, OTHER[side], parcel),
        dropped: () => this.#abandon(connection, side, true),
        closing: () => void clock.startTimer(GOODBYE_MS, () => ends[side].terminate()),
      });
    const wireTo = (side: Side): Wire =>
      new Wire(clock, (parcel) => {
        this.#parts.trace(`${number} ${side} ${parcel.kind}`);
        ends[side].take(parcel);
      });
    const ends = { till: end('till'), hub: end('hub') };
    const wires = { till: wireTo('till'), hub: wireTo('hub') };
    this.#wiresToTill.push(wires.till);
    const connection: Connection = { number, ends, wires, isAdmitted: false, isSevered: false };
    return connection;
  }

  #arrive(connection: Connection): void {
    const { ends } = connection;
    const isUnlucky = this.#parts.random() < this.weather.refuse;
    if (isUnlucky && this.#parts.random() < 0.3) return;
    if (this.reachability === 'silent') return;
    if (this.reachability === 'refusing' || this.host === undefined) {
      ends.till.refused();
      return;
    }
    const rejection = this.host.rejectionOf(ADDRESS);
    if (isUnlucky || rejection !== undefined) {
      const retryAfterMs = rejection?.retryAfterMs ?? this.#pick([0, 5_000, 120_000]);
      ends.till.turnedAway(Math.ceil(retryAfterMs / MS_PER_SECOND));
      return;
    }
    connection.isAdmitted = true;
    connection.wires.till.put({ kind: 'open' }, this.#latencyMs());
    ends.hub.take({ kind: 'open' });
    this.host.admit(ends.hub, ADDRESS);
  }

  #send(connection: Connection, to: Side, parcel: Parcel): void {
    const { random } = this.#parts;
    const { weather } = this;
    const wire = connection.wires[to];
    if (parcel.kind !== 'text') {
      wire.put(parcel, this.#latencyMs());
      return;
    }
    this.#remember({ connection: connection.number, to, text: parcel.text });
    if (random() < weather.truncate) {
      const kept = Math.floor(random() * parcel.text.length);
      wire.put({ kind: 'text', text: parcel.text.slice(0, kept) }, this.#latencyMs());
      this.#cut(connection, true, wire.count);
      return;
    }
    wire.put(parcel, this.#latencyMs());
    if (random() < weather.repeat) this.#repeat(wire, parcel.text);
    if (random() < weather.cut) this.#cut(connection, random() < 0.7);
  }

  /** The same again, or as somebody says it who has had no answer: under an id of its own. */
  #repeat(wire: Wire, text: string): void {
    const isRetry = this.#parts.random() < 0.5;
    const said = isRetry ? retried(text) : text;
    wire.put({ kind: 'text', text: said }, this.#latencyMs());
  }

  /** Any of the last parcels of each direction are lost; whoever hears of it hears it after the rest. */
  #cut(connection: Connection, isHeard: boolean, keptToHub?: number): void {
    const { wires, ends } = connection;
    connection.isSevered = true;
    for (const side of SIDES) {
      const wire = wires[side];
      wire.cut(side === 'hub' && keptToHub !== undefined ? keptToHub : this.#upTo(wire.count));
      const delayMs = this.#latencyMs() + (isHeard ? 0 : this.#pick([1_000, 20_000, 120_000]));
      this.#endAfter(wire, delayMs, () => ends[side].lost());
    }
  }

  /** One end has gone; what is under way to it goes nowhere, and some of what it sent still comes. */
  #abandon(connection: Connection, side: Side, isHeard: boolean): void {
    const { wires, ends } = connection;
    wires[side].cut(0);
    wires[side].isFrozen = true;
    const toOther = wires[OTHER[side]];
    toOther.cut(this.#upTo(toOther.count));
    if (isHeard && connection.isAdmitted && !connection.isSevered) {
      this.#endAfter(toOther, this.#latencyMs(), () => ends[OTHER[side]].lost());
    } else {
      toOther.isFrozen = true;
    }
    this.#connections.delete(connection);
  }

  #endAfter(wire: Wire, delayMs: number, end: () => void): void {
    wire.isFrozen = true;
    this.#parts.clock.startTimer(delayMs + wire.restMs, end);
  }

  #remember(sent: Sent): void {
    this.#remembered = [...this.#remembered.slice(-REMEMBERED_MAX), sent];
  }

  #latencyMs(): number {
    return this.#pick(this.weather.latenciesMs);
  }

  #upTo(count: number): number {
    return Math.floor(this.#parts.random() * (count + 1));
  }

  #pick<T>(choices: readonly T[]): T {
    const chosen = choices[Math.floor(this.#parts.random() * choices.length)];
    if (chosen === undefined) throw new RangeError('there is nothing to pick from');
    return chosen;
  }
}

function retried(text: string): string {
  const [type, , ...rest] = JSON.parse(text) as readonly unknown[];
  return JSON.stringify([type, randomUUID(), ...rest]);
}
