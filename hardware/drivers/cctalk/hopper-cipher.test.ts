/** A hopper with keys is paid by whoever brings its cipher; without a key no command is written. */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { cctalkConfigSchema } from './config.ts';
import { shippedCiphers, type CipherTable } from './hopper-cipher.ts';
import { HEADER } from './machine.ts';
import { valueOf, withMachine, type Run } from './rig.ts';
import { reply, silence, type Behaviour } from './sim-behaviour.ts';
import { euroMachine, euroMachineDriverConfig } from './sim-config.ts';

const DEVICE = 'hopper-20';
const KEY = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const SECURITY = [8, 7, 6, 5, 4, 3, 2, 1];
/** Not the cipher of any hopper: the key backwards. */
const ciphers: CipherTable = {
  ...shippedCiphers,
  backwards: () => ({ needsKey: true, securityBytes: (key8) => key8.toReversed() }),
};

function configWith(cipher: string) {
  const dispensers = euroMachineDriverConfig.dispensers?.map((one) => ({ ...one, cipher }));
  return { ...euroMachineDriverConfig, dispensers };
}

/** Takes a command with the right security bytes as the hopper takes one with its serial number. */
function wantsSecurity(serial: number): Behaviour {
  return {
    name: 'reply',
    header: HEADER.dispenseHopperCoins,
    times: 1_000,
    respond(request, next) {
      const isRight = Buffer.from(SECURITY).equals(request.data.subarray(0, -1));
      const bytes = [0, 8, 16].map((shift) => (serial >> shift) & 0xff);
      const data = Uint8Array.of(...bytes, request.data.at(-1) ?? 0);
      return isRight ? next({ ...request, data }) : { header: 5, data: new Uint8Array(0) };
    },
  };
}

async function pay({ host, clock }: Run & { readonly clock: FakeClock }, before = (): void => {}) {
  const hopper = host.hopper(DEVICE);
  const prepared = await valueOf(clock, hopper.prepare('customer'));
  if (prepared.kind !== 'prepared') throw new TypeError(JSON.stringify(prepared));
  before();
  return valueOf(clock, hopper.dispense({ count: 3, evidence: prepared.evidence, to: 'customer' }));
}

describe('a hopper with keys', () => {
  it('is refused in plain words where its cipher is not at hand', () => {
    const parsed = cctalkConfigSchema.safeParse(configWith('des'));
    expect(parsed.error?.issues[0]?.message).toBe(
      'hopper-5 wants the cipher des, which is not here: there are serial-number and none. ' +
        'How hoppers with keys compute theirs is not public.',
    );
    expect(cctalkConfigSchema.safeParse(configWith('constructor')).success).toBe(false);
  });

  it('gets no command when it gives no key', async () => {
    const clock = new FakeClock();
    const options = { clock, random: seededRandom(1), driver: configWith('backwards'), ciphers };
    await withMachine(options, async (run) => {
      const on = { times: 1_000, header: HEADER.requestCipherKey };
      const outcome = await pay({ ...run, clock }, () => run.rig.sim.behave(DEVICE, silence(on)));
      expect(outcome).toEqual({ kind: 'settled', paid: 0, cause: 'not-executed' });
      expect(run.rig.sim.truth().paidOut).toEqual({});
    });
  });

  it('is paid with a fresh key for each command by the cipher that is brought along', async () => {
    const clock = new FakeClock();
    const options = { clock, random: seededRandom(1), driver: configWith('backwards'), ciphers };
    await withMachine(options, async (run) => {
      const serial = euroMachine.hoppers.find(({ device }) => device === DEVICE)?.serial ?? 0;
      run.rig.sim.behave(DEVICE, wantsSecurity(serial));
      const key = { times: 2, header: HEADER.requestCipherKey };
      run.rig.sim.behave(DEVICE, reply({ header: 0, data: KEY }, key));
      const complete = { kind: 'settled', paid: 3, cause: 'complete' };
      expect(await pay({ ...run, clock })).toEqual(complete);
      expect(await pay({ ...run, clock })).toEqual(complete);
      expect(await pay({ ...run, clock })).toMatchObject({ cause: 'not-executed' });
    });
  });
});

describe('a hopper without keys', () => {
  it.each(['serial-number', 'none'] as const)('is paid with security bytes %s', async (name) => {
    const clock = new FakeClock();
    const hoppers = euroMachine.hoppers.map((one) => ({ ...one, security: name }));
    const sim = { ...euroMachine, hoppers };
    const options = { clock, random: seededRandom(1), sim, driver: configWith(name) };
    await withMachine(options, async (run) => {
      const outcome = await pay({ ...run, clock });
      expect(outcome).toEqual({ kind: 'settled', paid: 3, cause: 'complete' });
    });
  });

  it('pays nothing for the wrong kind of security bytes', async () => {
    const clock = new FakeClock();
    const options = { clock, random: seededRandom(1), driver: configWith('none') };
    await withMachine(options, async (run) => {
      expect(await pay({ ...run, clock })).toMatchObject({ paid: 0, cause: 'not-executed' });
    });
  });
});
