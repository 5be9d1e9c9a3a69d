import { parseArgs } from 'node:util';
import { addClient, isClientName, readClients, removeClient } from '../config/clients.ts';
import { readConfig } from '../config/config.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';

export const clientCommand: Command = {
  usage: 'client add NAME | list | remove NAME  [--config FILE]',
  summary: 'Manage the programs that may use the local API, and their tokens.',
  run,
};

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { config: { type: 'string' } },
  });
  const config = readConfig(configPath(values.config, io.env));
  const [action, name] = positionals;
  if (action === 'list') return list(config.clients, io);
  if (name === undefined) throw new UsageError('say add NAME, list, or remove NAME');
  if (action === 'add') return add({ path: config.clients, name, port: config.api.port }, io);
  if (action === 'remove') return remove(config.clients, name, io);
  throw new UsageError(`there is no client ${action}: say add NAME, list, or remove NAME`);
}

function list(path: string, { stdout }: CommandIo): number {
  const names = readClients(path).map(({ name }) => `${name}\n`);
  stdout.write(names.length === 0 ? 'No client yet: tillwarden client add NAME\n' : names.join(''));
  return 0;
}

function add(
  { path, name, port }: { readonly path: string; readonly name: string; readonly port: number },
  { stdout }: CommandIo,
): number {
  if (!isClientName(name)) {
    throw new UsageError(`${name} cannot be a client's name: use a-z, 0-9 and -, at most 64`);
  }
  const token = addClient(path, name);
  stdout.write(
    `Client ${name} may use the local API from the agent's next start. Its token, shown only now:\n` +
      `${token}\n` +
      (port === 0 ? '' : `As a cashier page: http://127.0.0.1:${port}/#token=${token}\n`),
  );
  return 0;
}

function remove(path: string, name: string, { stdout, stderr }: CommandIo): number {
  if (removeClient(path, name)) {
    stdout.write(`Client ${name} is removed; it is locked out from the agent's next start.\n`);
    return 0;
  }
  stderr.write(`There is no client named ${name}. See: tillwarden client list\n`);
  return 1;
}
