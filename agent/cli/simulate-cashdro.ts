import { parseSimCommand, runSimCommand } from '../../hardware/drivers/cashdro/sim-commands.ts';
import {
  euroCashdro,
  FAST_PIECE_MS,
  simConfigSchema,
} from '../../hardware/drivers/cashdro/sim-config.ts';
import { SimCashdroServer } from '../../hardware/drivers/cashdro/sim-server.ts';
import { SimCashdro } from '../../hardware/drivers/cashdro/sim.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { follower, type ServedMachine, type SimulatedWebMachine } from './simulated-machine.ts';

/** A whole machine behind an HTTPS server with a certificate of its own making. */
export const cashdroMachine: SimulatedWebMachine = {
  name: 'cashdro',
  summary: 'a whole machine over HTTPS',
  serve,
};

async function serve(
  { config: given, isFast, onEvent }: Parameters<SimulatedWebMachine['serve']>[0],
  port: number,
): Promise<ServedMachine> {
  const config = simConfigSchema.parse(given ?? euroCashdro);
  const machine = new SimCashdro({
    clock: systemClock,
    config: isFast ? { ...config, pieceMs: FAST_PIECE_MS } : config,
    onEvent,
  });
  const server = await SimCashdroServer.listen(machine, systemClock, port);
  return {
    follow: follower(parseSimCommand, (command) => runSimCommand(machine, server, command)),
    address: { host: '127.0.0.1', port: server.port, pin: server.pins.certificate },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
