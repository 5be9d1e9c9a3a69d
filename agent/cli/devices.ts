import { codecs } from '../../hardware/codecs.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { decodeFrame, encodeFrame, printSchema } from './device-frames.ts';
import { scanDevices } from './device-scan.ts';
import { watchDevice } from './device-watch.ts';

const PROTOCOLS = codecs.map(({ protocol }) => protocol).join('|');

export const devicesCommand: Command = {
  usage: `devices decode PROTOCOL HEX... [--from host|device]
  tillwarden devices encode PROTOCOL JSON [--from host|device]
  tillwarden devices schema PROTOCOL      PROTOCOL is ${PROTOCOLS}
  tillwarden devices scan [--tty PATH ...] [--tcp HOST:PORT ...] [--hid] [--protocol FAMILY] [--write FILE]
      [--hopper ADDRESS=VALUE ...] [--note NUMBER=VALUE ...] [--till NAME] [--currency CODE] [--port N]
  tillwarden devices scan --https HOST[:PORT] [--pin PIN] [--credentials FILE] [--write FILE]
      [--till NAME] [--currency CODE] [--port N]
  tillwarden devices watch --tty PATH --protocol PROTOCOL [--config FILE] [--json] [--record FILE]
      [--between PATH] [--from host|device] [--baud N]
  tillwarden devices watch --port ID [--config FILE] [--json] [--record FILE]`,
  summary:
    'Device frames as JSON and back, their JSON Schema, what answers on serial ports, the network and among HID devices, and what goes over one.',
  run,
};

async function run([action, ...argv]: readonly string[], io: CommandIo): Promise<number> {
  switch (action) {
    case 'decode':
      return decodeFrame(argv, io);
    case 'encode':
      return encodeFrame(argv, io);
    case 'schema':
      return printSchema(argv, io);
    case 'scan':
      return await scanDevices(argv, io);
    case 'watch':
      return await watchDevice(argv, io);
    default:
      throw new UsageError('say devices decode, encode, schema, scan or watch');
  }
}
