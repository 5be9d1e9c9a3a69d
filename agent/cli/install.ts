import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installFirst } from '../update/first-install.ts';
import { systemdUnit } from '../update/launcher.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { required } from './values.ts';

export const installCommand: Command = {
  usage: `install --prefix DIR --application FILE --runtime FILE
                     install --prefix DIR --print-unit [--config FILE] [--user NAME]`,
  summary: 'Lay a release down in a tree of its own, from which it is supervised and updated.',
  run,
};

async function run(argv: readonly string[], { stdout }: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      prefix: { type: 'string' },
      application: { type: 'string' },
      runtime: { type: 'string' },
      'print-unit': { type: 'boolean', default: false },
      config: { type: 'string', default: '/etc/tillwarden/config.json' },
      user: { type: 'string', default: 'tillwarden' },
    },
  });
  const prefix = resolve(required(values.prefix, '--prefix DIR'));
  if (values['print-unit']) {
    stdout.write(systemdUnit({ prefix, config: resolve(values.config), user: values.user }));
    return 0;
  }
  const application = archive(values.application, '--application FILE');
  const runtime = archive(values.runtime, '--runtime FILE');
  const version = await installFirst({ prefix, application, runtime });
  stdout.write(`Tillwarden ${version} is installed in ${prefix}.
Start it with: ${prefix}/bin/tillwarden-supervise -- run --config FILE
For systemd:   ${prefix}/bin/tillwarden install --prefix ${prefix} --print-unit
`);
  return 0;
}

function archive(path: string | undefined, flag: string): string {
  const file = resolve(required(path, flag));
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  return file;
}
