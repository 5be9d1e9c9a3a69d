/**
 * Whatever happens to program and supervisor, in whatever order, with the power cut between any two
 * effects: in the end a good version runs, links and record agree, and no version runs again that was
 * given up, unless it was handed over to anew.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstSlots, type Slots } from './slots.ts';
import { beginSupervising, stepSupervising, TRIAL_STARTS_MAX } from './supervising.ts';
import type {
  ReleaseLinkName,
  Supervising,
  SupervisorEffect,
  SupervisorEvent,
} from './supervision.ts';
import type { SupervisorRequest } from './supervisor-request.ts';

const CHARACTERS = ['good', 'crashing', 'silent', 'unhealthy'] as const;
type Character = (typeof CHARACTERS)[number];

const VERSIONS = ['1.0.0', '1.1.0', '1.2.0', '1.3.0'] as const;
type Version = (typeof VERSIONS)[number];
const FIRST = VERSIONS[0];

type Deed =
  | { readonly kind: 'update'; readonly to: Version }
  | { readonly kind: 'undo' | 'power-cut' | 'kill-program' | 'restart' | 'window-over' | 'time' };

interface Happening {
  readonly deed: Deed;
  /** The power fails after so many effects more. */
  readonly cutAfter: number;
}

/** A computer with its disk; what is not on the disk is gone with the power. */
class Computer {
  readonly #characters: ReadonlyMap<string, Character>;
  readonly #links = new Map<ReleaseLinkName, string>();
  slots: Slots = firstSlots(FIRST);
  releases: readonly string[] = VERSIONS;
  /** Undone, and not handed over to since. */
  readonly givenUp = new Set<string>();
  /** Started all the same; there must be none. */
  readonly wronglyStarted: string[] = [];
  /** Of versions on trial, since each was handed over to. */
  readonly starts = new Map<string, number>();
  program: { readonly version: string; readonly run: number } | undefined;
  #state: Supervising = beginSupervising(this.slots);
  #cutAfter = Number.POSITIVE_INFINITY;
  #nowMs = 0;
  #pending: SupervisorEvent[] = [];

  constructor(characters: ReadonlyMap<string, Character>) {
    this.#characters = characters;
    this.#begin();
  }

  live({ deed, cutAfter }: Happening): void {
    this.#cutAfter = cutAfter;
    this.#do(deed);
    this.#cutAfter = Number.POSITIVE_INFINITY;
    this.#turn();
  }

  /** Nothing happens any more from outside, for a long time. */
  settle(): void {
    for (let times = 0; times < 12; times += 1) {
      this.#do({ kind: 'window-over' });
      this.#do({ kind: 'time' });
    }
  }

  link(name: ReleaseLinkName): string | undefined {
    return this.#links.get(name);
  }

  #do(deed: Deed): void {
    switch (deed.kind) {
      case 'update':
        this.#handOver(deed.to);
        return;
      case 'undo':
        if (this.#state.slots.previous !== undefined) this.#handOver(this.#state.slots.previous);
        return;
      case 'power-cut':
        this.#begin();
        return;
      case 'kill-program':
        this.#end('signal SIGKILL');
        return;
      case 'restart':
        this.#take({ kind: 'stop-asked' });
        this.#begin();
        return;
      case 'window-over':
        this.#take({ kind: 'window-over', run: this.#state.run });
        return;
      case 'time':
        this.#nowMs += 1_000;
        this.#take({ kind: 'waited' });
    }
  }

  #handOver(version: string): void {
    this.#ask({ kind: 'hand-over', version });
    // Having read the answer, it ends by itself.
    if (this.#state.slots.current !== this.program?.version) this.#end('exit code 75');
  }

  #ask(request: SupervisorRequest): void {
    if (this.program === undefined) return;
    this.#take({ kind: 'asked', run: this.program.run, id: 1, request });
  }

  #end(ending: string): void {
    const ended = this.program;
    if (ended === undefined) return;
    this.program = undefined;
    this.#take({ kind: 'exited', run: ended.run, ending });
  }

  #begin(): void {
    this.program = undefined;
    this.#pending = [];
    this.#state = beginSupervising(this.slots);
    this.#take({ kind: 'began' });
  }

  #take(event: SupervisorEvent): void {
    this.#pending.push(event);
    this.#turn();
  }

  #turn(): void {
    for (let event = this.#pending.shift(); event !== undefined; event = this.#pending.shift()) {
      const own = this.#links.get('supervisor') ?? FIRST;
      const facts = { nowMs: this.#nowMs, releases: this.releases, own, output: '' };
      const { state, effects } = stepSupervising(this.#state, event, facts);
      this.#state = state;
      if (!effects.every((effect) => this.#carryOut(effect))) this.#begin();
    }
  }

  /** False: the power has failed before it. */
  #carryOut(effect: SupervisorEffect): boolean {
    if (this.#cutAfter === 0) {
      this.#cutAfter = Number.POSITIVE_INFINITY;
      return false;
    }
    this.#cutAfter -= 1;
    switch (effect.kind) {
      case 'write-slots':
        this.#write(effect.slots);
        return true;
      case 'point-link':
        this.#links.set(effect.link, effect.version);
        return true;
      case 'start':
        this.#start(effect.version, effect.run);
        return true;
      case 'end-program':
        this.#endLater();
        return true;
      case 'make-way':
        this.#pending = [];
        return false;
      case 'remove-release':
        this.releases = this.releases.filter((version) => version !== effect.version);
        return true;
      case 'answer':
      case 'wait':
      case 'finish':
        return true;
    }
  }

  #write(slots: Slots): void {
    const undone = slots.rollbacks.at(-1);
    if (undone !== undefined && undone !== this.slots.rollbacks.at(-1)) {
      this.givenUp.add(undone.version);
    }
    // Handed over to anew.
    if (slots.trial?.starts === 0 && this.slots.current !== slots.current) {
      this.givenUp.delete(slots.current);
      this.starts.set(slots.current, 0);
    }
    this.slots = slots;
  }

  #endLater(): void {
    const ended = this.program;
    this.program = undefined;
    if (ended === undefined) return;
    this.#pending.push({ kind: 'exited', run: ended.run, ending: 'signal SIGTERM' });
  }

  /** What a program does of its own accord once it is up. */
  #start(version: string, run: number): void {
    this.program = { version, run };
    if (this.givenUp.has(version)) this.wronglyStarted.push(version);
    this.starts.set(version, (this.starts.get(version) ?? 0) + 1);
    const say = (request: SupervisorRequest): void =>
      void this.#pending.push({ kind: 'asked', run, id: 1, request });
    const character = this.#characters.get(version) ?? 'good';
    if (character === 'good') say({ kind: 'confirm', version });
    if (character === 'unhealthy') say({ kind: 'unhealthy', reason: 'no coins' });
    if (character === 'crashing') {
      this.program = undefined;
      this.#pending.push({ kind: 'exited', run, ending: 'exit code 1' });
    }
  }
}

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant('update' as const), to: fc.constantFrom(...VERSIONS) }),
  fc.constantFrom<Deed>(
    { kind: 'undo' },
    { kind: 'power-cut' },
    { kind: 'kill-program' },
    { kind: 'restart' },
    { kind: 'window-over' },
    { kind: 'time' },
  ),
);

const happenings = fc.array(
  fc.record({ deed: deeds, cutAfter: fc.oneof(fc.constant(99), fc.nat({ max: 6 })) }),
  { maxLength: 24 },
);

const characters = fc
  .tuple(...VERSIONS.slice(1).map(() => fc.constantFrom(...CHARACTERS)))
  .map(
    (drawn) => new Map(VERSIONS.map((version, at) => [version as string, drawn[at - 1] ?? 'good'])),
  );

const RUNS = Number(process.env['FUZZ_RUNS'] ?? '2000');

it('a good version runs in the end, whatever happened on the way', () => {
  fc.assert(
    fc.property(characters, happenings, (drawn, lived) => {
      const computer = new Computer(drawn);
      for (const happening of lived) computer.live(happening);
      computer.settle();
      const { slots, program } = computer;
      expect(computer.wronglyStarted).toEqual([]);
      expect(drawn.get(program?.version ?? '')).toBe('good');
      expect(slots.current).toBe(program?.version);
      expect(slots.trial).toBeUndefined();
      expect(computer.link('current')).toBe(slots.current);
      expect(computer.link('supervisor')).toBe(slots.supervisor);
      expect(computer.link('supervisor.previous')).toBe(slots.supervisorPrevious);
      expect(computer.releases).toContain(slots.current);
      expect(computer.releases).toContain(slots.supervisor);
    }),
    { numRuns: RUNS },
  );
});

it('a bad version is started no more often than a trial allows', () => {
  fc.assert(
    fc.property(characters, happenings, (drawn, lived) => {
      const computer = new Computer(drawn);
      for (const happening of lived) {
        computer.live(happening);
        for (const [version, starts] of computer.starts) {
          if (drawn.get(version) === 'good') continue;
          // A stop that was asked for takes its start back.
          const stops = lived.filter(({ deed }) => deed.kind === 'restart').length;
          expect(starts).toBeLessThanOrEqual(TRIAL_STARTS_MAX + stops);
        }
      }
    }),
    { numRuns: RUNS },
  );
});
