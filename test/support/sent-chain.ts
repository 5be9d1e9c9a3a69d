/** A till's chain on its way to a hub's database, with no connection between them. */
import { signOn, type Resumption } from '../../sync/hub/fleet/sign-on.ts';
import { addCode, useCode } from '../../sync/hub/store/enrolments.ts';
import type { HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { takeLines, type Intake } from '../../sync/hub/store/line-intake.ts';
import type { WireLine } from '../../sync/protocol/lines.ts';
import { headOf, placeAt } from './chain.ts';

export const SENDING_STATION = 'st-1';

/** Batches after which a till that gets nowhere is given up. */
const BATCHES_MAX = 50;

export interface ChainSending {
  readonly chain: readonly WireLine[];
  readonly epoch: number;
  /** The lines before its head that the till tells of when it signs on. */
  readonly trail: readonly number[];
}

export async function enrolStation(into: HubDatabase): Promise<void> {
  const code = { codeSha256Hex: 'c', name: 'Till 1', site: 'shop', station: undefined };
  await addCode(into, { ...code, expiresAtMs: 10 });
  const use = { codeSha256Hex: 'c', publicKey: 'k', agentVersion: '1' };
  await useCode(into, { ...use, newStation: SENDING_STATION, atMs: 5 });
}

export function signOnWith(
  into: HubDatabase,
  { chain, epoch, trail }: ChainSending,
): Promise<Resumption> {
  const request = {
    station: SENDING_STATION,
    epoch,
    versions: { agent: '1', protocol: 1 },
    journal: { head: headOf(chain), trail: trail.map((seq) => placeAt(chain, seq)) },
    capabilities: [],
    nonce: 'n'.repeat(22),
    signature: 's'.repeat(86),
  };
  return signOn(into, request, 7);
}

export function sendLines(
  into: HubDatabase,
  lines: readonly WireLine[],
  epoch: number,
): Promise<Intake> {
  const from = lines[0]?.seq ?? 1;
  return takeLines(into, { station: SENDING_STATION, epoch, from, lines, receivedAtMs: 9 });
}

/** Signs on and sends as a till does, until the hub holds the whole chain; the epoch at the end. */
export async function sendChain(into: HubDatabase, sending: ChainSending): Promise<number> {
  const { chain } = sending;
  const trail = sending.trail.filter((seq) => seq < chain.length);
  let at = await signOnWith(into, { ...sending, trail });
  for (let batches = 0; batches < BATCHES_MAX && at.durableTo < chain.length; batches += 1) {
    const batch = chain.slice(at.durableTo, at.durableTo + 3);
    const intake = await sendLines(into, batch, at.epoch);
    if (intake.kind === 'stored') at = { ...at, durableTo: intake.durableTo };
    else if (intake.kind === 'forked') {
      at = { ...at, epoch: intake.fork.epoch, durableTo: intake.fork.seq };
    } else throw new TypeError(`the hub said ${intake.kind}`);
  }
  if (at.durableTo !== chain.length) throw new TypeError(`the hub holds ${at.durableTo} lines`);
  return at.epoch;
}
