/** A ccTalk bus: a coin acceptor with a sorter, hoppers, and in some tills a bill validator. */
import {
  cctalkConfigSchema,
  type CctalkConfigInput,
} from '../../../hardware/drivers/cctalk/config.ts';
import { cctalk } from '../../../hardware/drivers/cctalk/driver.ts';
import {
  delay,
  garble,
  loseReply,
  silence,
  type Behaviour,
  type BehaviourLimits,
} from '../../../hardware/drivers/cctalk/sim-behaviour.ts';
import {
  euroMachine,
  euroMachineDriverConfig,
  euroNoteMachine,
  euroNoteMachineDriverConfig,
  fastTiming,
  type SimConfig,
} from '../../../hardware/drivers/cctalk/sim-config.ts';
import type { SimEvent } from '../../../hardware/drivers/cctalk/sim-device.ts';
import { createSimMachine, type SimMachine } from '../../../hardware/drivers/cctalk/sim.ts';
import { createMemoryPipe } from '../../../hardware/kit/memory-transport.ts';
import {
  cablePulled,
  COINS,
  NOTES,
  pick,
  some,
  sumOfPieces,
  type CashMachine,
  type Making,
  type Mishap,
  type Motion,
} from './cash-machine.ts';

export const ACCEPTOR = 'acceptor';
const VALIDATOR = 'validator';
/** Headers that a disturbance picks out: dispense, its status, credits, bill events, routing. */
const TELLING_HEADERS = [167, 166, 168, 229, 159, 154];

export function createCctalkMachine(hasNotes: boolean, making: Making): CashMachine {
  const { clock, random, piecesEach } = making;
  const sim = createSimMachine({ clock, random, config: simOf(hasNotes, making) });
  const pipe = createMemoryPipe(clock);
  sim.attach(pipe.line);
  const driver = cctalkConfigSchema.parse(driverOf(hasNotes, making));
  return {
    pipe,
    currency: undefined,
    canCollect: false,
    acceptors: hasNotes ? [ACCEPTOR, VALIDATOR] : [ACCEPTOR],
    openPlaces: COINS.map((value) => `hopper-${value}`),
    moveByHand: (place, count) => moveByHand(sim, place, count),
    takes: hasNotes ? [...COINS, ...NOTES] : COINS,
    asking: hasNotes ? [VALIDATOR] : [],
    stocks: COINS.map((value) => ({
      place: `hopper-${value}`,
      valueMinor: value,
      count: piecesEach,
    })),
    mishaps: [cablePulled(pipe), ...cctalkMishaps(sim, random)],
    openPort: (context) => cctalk.openPort(driver, context),
    onMotion: (listener) => sim.onEvent((event) => tellCctalk(event, listener)),
    insert: (value) => void (value >= 500 ? sim.insertNote(value) : sim.insertCoin(value)),
    mend: () => mendCctalk(sim),
    held: () => {
      const { tubes, cashbox, notes } = sim.truth();
      return { ...tubes, cashbox: sumOfPieces([cashbox, notes?.stacker ?? {}]) };
    },
    onTheWay: (device) => (device === VALIDATOR ? (sim.truth().notes?.path ?? {}) : {}),
  };
}

function simOf(hasNotes: boolean, { random, piecesEach }: Making): SimConfig {
  const { validator, ...machine } = hasNotes ? euroNoteMachine : euroMachine;
  const onPowerUp = pick(random, ['return', 'stack'] as const);
  return {
    ...machine,
    timing: { ...fastTiming, coinMs: 40, creditMs: 60 },
    hoppers: machine.hoppers.map((hopper) => ({
      ...hopper,
      coins: piecesEach,
      // Some start just before their lifetime count turns over.
      dispenseCount: random() < 0.1 ? 0xff_fffe : 0,
    })),
    ...(validator && { validator: { ...validator, onPowerUp, drawMs: 60, moveMs: 60 } }),
  };
}

function driverOf(hasNotes: boolean, { isForeign }: Making): CctalkConfigInput {
  const config = hasNotes ? euroNoteMachineDriverConfig : euroMachineDriverConfig;
  if (!isForeign) return config;
  const { acceptors = [], validators = [] } = config;
  return {
    ...config,
    acceptors: acceptors.map((one) => ({ ...one, currencyCode: 'CH' })),
    validators: validators.map((one) => ({ ...one, currencyCode: 'CH' })),
  };
}

/** What a simulated bus says of its pieces, as a motion. */
export function tellCctalk(event: SimEvent, listener: (motion: Motion) => void): void {
  const { valueMinor } = event;
  switch (event.event) {
    case 'accepted':
      return listener({ kind: 'taken', device: ACCEPTOR, valueMinor });
    case 'swallowed':
      return listener({ kind: 'swallowed', device: ACCEPTOR, valueMinor });
    case 'paid-out':
      return listener({ kind: 'paid-out', device: event.device, valueMinor });
    case 'note-stacked':
      return listener({ kind: 'taken', device: VALIDATOR, valueMinor });
    case 'note-swallowed':
      return listener({ kind: 'swallowed', device: VALIDATOR, valueMinor });
    case 'note-returned':
    case 'note-removed':
      return listener({ kind: 'given-back', device: VALIDATOR, valueMinor });
    case 'rejected':
    case 'inserted':
    case 'note-inserted':
    case 'note-escrowed':
      return undefined;
  }
}

/** What can go wrong on a simulated bus. */
export function cctalkMishaps(sim: SimMachine, random: () => number): readonly Mishap[] {
  const disturb = (behaviour: (limits: BehaviourLimits) => Behaviour) => (): void => {
    const header = random() < 0.5 ? { header: pick(random, TELLING_HEADERS) } : {};
    const target = pick(random, ['bus', ...sim.devices]);
    sim.behave(target, behaviour({ times: some(random, 3), ...header }));
  };
  const dawdle = (): void => disturb((limits) => delay(pick(random, [50, 150, 700]), limits))();
  return [
    { name: 'cctalk-silence', weight: 2, happen: disturb(silence) },
    { name: 'cctalk-garbled', weight: 2, happen: disturb(garble) },
    { name: 'cctalk-reply-lost', weight: 2, happen: disturb(loseReply) },
    { name: 'cctalk-slow', weight: 2, happen: dawdle },
    { name: 'cctalk-noise', weight: 2, happen: () => sim.makeNoise(some(random, 60)) },
    {
      name: 'cctalk-power-cut',
      weight: 2,
      happen: () => void sim.cutPower(random() < 0.2 ? undefined : pick(random, sim.devices)),
    },
    { name: 'cctalk-jam', weight: 2, happen: () => void sim.jam(pick(random, jammable(sim))) },
    { name: 'cctalk-stacker-taken', weight: 1, happen: () => void sim.takeStacker() },
    { name: 'cctalk-note-on-a-string', weight: 1, happen: () => void sim.tieString() },
  ];
}

/** A hopper is turned over whole: what is to stay goes back into it. */
function moveByHand(sim: SimMachine, place: string, count: number): void {
  const held = Object.values(sim.truth().tubes[place] ?? {}).reduce((sum, one) => sum + one, 0);
  if (count >= 0) {
    sim.fill(place, count);
    return;
  }
  sim.empty(place);
  sim.fill(place, Math.max(0, held + count));
}

function jammable({ devices }: SimMachine): readonly string[] {
  return devices.filter((device) => device !== ACCEPTOR);
}

export function mendCctalk(sim: SimMachine): void {
  sim.clearBehaviours();
  for (const device of jammable(sim)) sim.unjam(device);
  sim.putStacker();
  sim.restorePower();
}
