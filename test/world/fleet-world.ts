/**
 * A till and its hub in one world on one seed: both ends real down to their databases, one clock, and
 * a network between them. Either end dies, loses its machine and comes back from a copy of its disk.
 */
import { createHash } from 'node:crypto';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import type { Answer, TillRequest } from '../../agent/core/till/events.ts';
import type { JournalLine } from '../../agent/core/journal-line.ts';
import type { Sale } from '../../agent/core/sale/sale.ts';
import type { Till } from '../../agent/core/till/till.ts';
import { parseCursor } from '../../hardware/drivers/cctalk/acceptor-cursor.ts';
import { euroMachine, fastTiming } from '../../hardware/drivers/cctalk/sim-config.ts';
import { worthMinor, type SimTruth } from '../../hardware/drivers/cctalk/sim-truth.ts';
import { createSimMachine, type SimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import { createMemoryPipe, type MemoryPipe } from '../../hardware/kit/memory-transport.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import type { Place } from '../../sync/protocol/fields.ts';
import { createStationKey } from '../../sync/trust/station-key.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FleetHub } from './fleet-hub.ts';
import { FleetTill, type DiskCopy } from './fleet-till.ts';
import { HubLedger } from './hub-ledger.ts';
import { CALM, Network, type Weather } from './network.ts';
import type { Unseen } from './reckon-money.ts';
import { countAll } from './reckon-money.ts';
import type { LivedTill } from './till-deeds.ts';

/** What is allowed to happen in this world; drawn at its start, so that some worlds are calm. */
export interface Mood {
  readonly weather: Weather;
  readonly tillDies: boolean;
  readonly hubDies: boolean;
  readonly machineFails: boolean;
  readonly tillIsRestored: boolean;
  readonly hubIsRestored: boolean;
}

interface Copy {
  readonly disk: DiskCopy;
  readonly truth: SimTruth;
  /** What had come to pass unseen by this disk already. */
  readonly unseen: Omit<Unseen, 'isCounted'>;
  readonly lines: number;
  /** Where the disk believes the acceptor to be; undefined before the first reading. */
  readonly acceptor: string | undefined;
  /** Coins that this disk tells of. */
  readonly told: number;
  /** The acceptor may have counted on before it was copied. */
  readonly isStale: boolean;
}

/** Its signatures differ from run to run, and nothing depends on them. */
const KEY = createStationKey();

/** More credits between two readings than an acceptor's counter tells apart. */
const COUNTER_SPAN = 200;
/** What an acceptor can tell of itself at once, but for what it had told before a copy was made. */
const RING_EVENTS = 3;
/** The longest payout a hopper may still be busy with. */
const HOPPER_REST_MS = 10_000;
const COPIES_MAX = 4;

export class FleetWorld implements LivedTill {
  readonly clock = new FakeClock();
  readonly random: () => number;
  readonly sim: SimMachine;
  readonly pipe: MemoryPipe;
  readonly coinsEach: number;
  readonly network: Network;
  readonly hub: FleetHub;
  readonly mood: Mood;
  readonly ledger: HubLedger;
  readonly #trace = createHash('sha256');
  #agent: FleetTill | undefined;
  #station = '';
  #copies: readonly Copy[] = [];
  #backups: readonly Buffer[] = [];
  /** It has been without power at some time. */
  #hasAcceptorForgotten = false;
  #startedMs = 0;
  #retoldBefore = 0;
  /** Put back, and the machine not looked at again since. */
  #blind: Copy | undefined;
  #generation = 0;
  unseen: Omit<Unseen, 'isCounted'> = { paidOutMinor: 0, isAcceptorMute: false };
  /** Of all disks that were put back: coins that they may tell of once more. */
  retold = { coins: 0, isAcceptorMute: false };
  tillRestorations = 0;
  /** Where the journal of now parts from what was on the disk before it was put back. */
  restoredAfter: number | undefined;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    const { clock, random } = this;
    this.coinsEach = this.pick([0, 1, 3, 10, 40]);
    this.mood = this.#drawMood();
    this.pipe = createMemoryPipe(clock);
    this.sim = createSimMachine({
      clock,
      random,
      config: {
        ...euroMachine,
        timing: { ...fastTiming, coinMs: 40, creditMs: 60 },
        hoppers: euroMachine.hoppers.map((hopper) => ({ ...hopper, coins: this.coinsEach })),
      },
    });
    this.sim.attach(this.pipe.line);
    const trace = (text: string): void => this.trace(text);
    this.network = new Network({ clock, random, trace });
    this.hub = new FleetHub({ clock, random, network: this.network, trace });
    this.ledger = new HubLedger();
  }

  /** Both ends come up, the till enrolled at the hub. */
  static async create(seed: number): Promise<FleetWorld> {
    const world = new FleetWorld(seed);
    await world.hub.start();
    world.#station = await world.hub.enrol(KEY);
    const { clock, random, sim, pipe, network } = world;
    world.#agent = new FleetTill({
      clock,
      random,
      sim,
      pipe,
      network,
      station: world.#station,
      privateKey: KEY.privateKey,
      trace: (text) => world.trace(text),
      onAcknowledged: (durableTo) => world.#acknowledged(durableTo),
    });
    return world;
  }

  get agent(): FleetTill {
    if (this.#agent === undefined) throw new TypeError('the till is not there yet');
    return this.#agent;
  }

  get station(): string {
    return this.#station;
  }

  /** A digest of all that has happened. */
  get digest(): string {
    return this.#trace.copy().digest('hex');
  }

  trace(text: string): void {
    this.#trace.update(`${this.clock.monotonicMs()} ${text}\n`);
  }

  pick<T>(choices: readonly T[]): T {
    const chosen = choices[Math.floor(this.random() * choices.length)];
    if (chosen === undefined) throw new RangeError('there is nothing to pick from');
    return chosen;
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  ask(request: TillRequest): Promise<Answer | undefined> {
    return this.agent.ask(request);
  }

  newSaleId(): string {
    return this.agent.newSaleId();
  }

  till(): Till {
    return this.agent.till();
  }

  sales(): readonly Sale[] {
    return this.agent.sales();
  }

  lines(): readonly JournalLine[] {
    return this.agent.lines();
  }

  start(): void {
    if (!this.agent.isRunning) this.#startedMs = this.clock.monotonicMs();
    this.agent.start();
  }

  crashAfter(points: number): void {
    this.agent.crashAfter(points);
  }

  /** Somebody cuts the acceptor's power: what it counts begins anew. */
  cutAcceptor(): void {
    this.#hasAcceptorForgotten = true;
    this.sim.cutPower('acceptor');
  }

  /** What comes to pass unseen by a disk that was put back, as long as it does not look again. */
  watch(): void {
    const copy = this.#blind;
    if (copy === undefined) return;
    const now = this.sim.truth();
    const events = eventsBetween(copy.truth, now);
    // A disk that believes the acceptor shut takes what it can no longer read of it for rejected
    // coins: credits among them are lost without a name.
    const isShut = parseCursor(copy.acceptor)?.isAccepting !== true;
    const isMute =
      this.#hasAcceptorForgotten ||
      events > COUNTER_SPAN ||
      (isShut && (copy.isStale || events > RING_EVENTS));
    this.unseen = {
      paidOutMinor:
        copy.unseen.paidOutMinor + worthMinor(now.paidOut) - worthMinor(copy.truth.paidOut),
      isAcceptorMute: copy.unseen.isAcceptorMute || this.unseen.isAcceptorMute || isMute,
    };
    const taken = countAll(now.accepted) - copy.told;
    this.retold = {
      coins: this.#retoldBefore + taken,
      isAcceptorMute: this.retold.isAcceptorMute || isMute,
    };
    const hasRead = this.till().cursors['acceptor'] !== copy.acceptor;
    // A hopper finishes what it was told before, whoever told it.
    const isBack = this.clock.monotonicMs() - this.#startedMs > HOPPER_REST_MS;
    if (this.agent.isRunning && isBack && hasRead) this.#blind = undefined;
  }

  async sendCommand(): Promise<void> {
    // Now and then one that was superseded long ago.
    if (!this.chance(0.15)) this.#generation += 1;
    const generation = this.chance(0.15)
      ? Math.ceil(this.random() * this.#generation)
      : this.#generation;
    const entitlement = this.#entitlement(generation);
    await this.hub.sendEntitlement(this.#station, JSON.stringify(entitlement));
  }

  copyTill(): void {
    const copy: Copy = {
      disk: this.agent.copy(),
      truth: this.sim.truth(),
      unseen: this.unseen,
      lines: this.lines().length,
      acceptor: this.till().cursors['acceptor'],
      told: this.lines().filter(({ kind }) => kind === 'cash-inserted').length,
      isStale: !this.agent.isRunning || this.#blind !== undefined,
    };
    this.#copies = [...this.#copies.slice(1 - COPIES_MAX), copy];
  }

  /** The till's disk is put back; the machine, of course, does not go back in time. */
  async restoreTill(): Promise<void> {
    if (this.#copies.length === 0) return;
    const copy = this.pick(this.#copies);
    if (this.chance(0.5)) this.agent.kill();
    else await this.agent.stop();
    this.ledger.noteWritten(this.lines());
    this.trace('till restored');
    this.agent.putBack(copy.disk, this.chance(0.5));
    this.tillRestorations += 1;
    this.unseen = copy.unseen;
    this.restoredAfter = copy.lines;
    this.#retoldBefore = this.retold.coins;
    this.#blind = copy;
    this.watch();
  }

  backUpHub(): void {
    this.#backups = [...this.#backups.slice(1 - COPIES_MAX), this.hub.backup()];
  }

  async restoreHub(): Promise<void> {
    if (this.#backups.length === 0) return;
    this.trace('hub restored');
    await this.hub.restore(this.pick(this.#backups));
    this.ledger.forgetHub();
  }

  becalm(): void {
    this.network.weather = CALM;
    this.network.reachability = 'up';
    this.hub.crashAfter(Infinity);
    this.crashAfter(Infinity);
  }

  /** The same generation is the same document whenever it is sent. */
  #entitlement(n: number): Entitlement {
    const station = this.#station;
    return {
      licence: {
        id: 'licence-1',
        product: 'till',
        edition: 'standard',
        issuedTo: { customer: 'customer', site: 'shop', station },
      },
      generation: { keyEpoch: 1, n },
      installedOn: '2026-01-01',
      zone: 'Europe/Madrid',
      maintenance: [{ from: '2026-01-01', to: '2027-01-01' }],
      issuedAt: '2026-01-01T00:00:00.000Z',
    };
  }

  #acknowledged(durableTo: number): void {
    const place = this.agent.disk
      .prepare<[number], Place>('SELECT seq, hash FROM journal WHERE seq = ?')
      .get(durableTo);
    if (place === undefined) this.agent.faults.push(`line ${durableTo} acknowledged, not written`);
    else this.ledger.notePromised(place);
  }

  #drawMood(): Mood {
    const rough = this.pick([0, 0, 0.3, 1]);
    const latenciesMs = this.pick([[1], [5, 20, 40], [1, 50, 400, 2_000], [200, 15_000, 25_000]]);
    return {
      weather: {
        latenciesMs,
        cut: 0.02 * rough,
        truncate: 0.01 * rough,
        repeat: 0.1 * rough,
        refuse: 0.3 * rough,
      },
      tillDies: this.chance(0.6),
      hubDies: this.chance(0.6),
      machineFails: this.chance(0.5),
      tillIsRestored: this.chance(0.4),
      hubIsRestored: this.chance(0.3),
    };
  }
}

/** Coins that made the acceptor's counter go on. */
function eventsBetween(before: SimTruth, after: SimTruth): number {
  return eventsOf(after) - eventsOf(before);
}

function eventsOf({ accepted, rejected }: SimTruth): number {
  return countAll(accepted) + countAll(rejected);
}
