import { codecs } from '../../hardware/codecs.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { decodeFrame, encodeFrame, printSchema } from './device-frames.ts';

const PROTOCOLS = codecs.map(({ protocol }) => protocol).join('|');

export const devicesCommand: Command = {
  usage: `devices decode PROTOCOL HEX... [--from host|device]
  tillwarden devices encode PROTOCOL JSON [--from host|device]
  tillwarden devices schema PROTOCOL      PROTOCOL is ${PROTOCOLS}`,
  summary: 'A device protocol’s frames as JSON and back, and the JSON Schema of that.',
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
    default:
      throw new UsageError('say devices decode, encode or schema');
  }
}
