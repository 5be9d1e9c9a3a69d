/**
 * A till that shows its screen and does nothing else, so that what its process holds is the stream's:
 * told by the environment where its hub is, for which session, and at which port the screen is.
 */
import { ScreenStream } from '../../agent/support/screen-stream.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { RelayStream } from '../../sync/uplink/relay-stream.ts';
import type { RelayTillOrder } from './relay-rig.ts';

const order = JSON.parse(process.env['RELAY_TILL'] ?? '{}') as RelayTillOrder;
const { place, session, port } = order;
const clock = systemClock;
const shown = new ScreenStream({
  session,
  place: { port, password: () => undefined },
  openRelay: (id, stream, ears) => new RelayStream({ place, session: id, stream, clock }, ears),
  clock,
  onEnded: (reason) => say({ kind: 'ended', reason }),
  onFault: (fault) => say({ kind: 'fault', fault }),
});
say({ kind: await shown.opened });

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
