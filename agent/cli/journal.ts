import { parseArgs } from 'node:util';
import { readConfig } from '../config/config.ts';
import { auditJournal } from '../core/cash/audit.ts';
import { totalMinor } from '../core/cash/counts.ts';
import type { JournalLine } from '../core/journal-line.ts';
import { openForReading } from '../store/database.ts';
import { verifyChain } from '../store/journal.ts';
import { TillStore } from '../store/till-store.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';

export const journalCommand: Command = {
  usage: 'journal show [--after SEQ] [--json] | verify  [--config FILE]',
  summary: 'Show the journal, or check its chain and that its money adds up.',
  run,
};

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      after: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  const [action] = positionals;
  if (action !== 'show' && action !== 'verify') {
    throw new UsageError('say journal show or journal verify');
  }
  const after = sequenceOf(values.after);
  const config = readConfig(configPath(values.config, io.env));
  using store = new TillStore(openForReading(config.store));
  return action === 'show'
    ? show(store.linesAfter(after), values.json, io)
    : verify(store, config.currency, io);
}

function sequenceOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--after takes a line number, not ${text}`);
  return Number(text);
}

function show(lines: Iterable<JournalLine>, isJson: boolean, { stdout }: CommandIo): number {
  for (const line of lines) {
    stdout.write(isJson ? `${JSON.stringify(line)}\n` : `${sentence(line)}\n`);
  }
  return 0;
}

function sentence({ seq, atMs, kind, body }: JournalLine): string {
  const facts = Object.entries(body).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `${String(seq).padStart(6)}  ${new Date(atMs).toISOString()}  ${kind}  ${facts.join(' ')}`;
}

function verify(store: TillStore, currency: string, { stdout, stderr }: CommandIo): number {
  const head = verifyChain(store.linesAfter(0));
  const audit = auditJournal(store.linesAfter(0));
  stdout.write(`Chain holds: ${head.seq} lines, head ${head.hash}\n`);
  for (const [account, counts] of [...audit.balances].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (!account.startsWith('place:')) continue;
    const code = audit.currencies.get(account) ?? currency;
    stdout.write(
      `${account.slice('place:'.length).padEnd(24)} ${amount(totalMinor(counts), code)}\n`,
    );
  }
  for (const [code, sums] of Object.entries({ [currency]: audit, ...audit.foreign })) {
    stdout.write(`${'held in all'.padEnd(24)} ${amount(sums.heldMinor, code)}\n`);
    stdout.write(`${'owed'.padEnd(24)} ${amount(sums.owedMinor, code)}\n`);
  }
  for (const problem of audit.problems) stderr.write(`DOES NOT ADD UP: ${problem}\n`);
  for (const [kind, count] of audit.unknownKinds) {
    stderr.write(`NOT COUNTED: ${count} lines ${kind}, which a later release has written\n`);
  }
  return audit.problems.length === 0 && audit.unknownKinds.size === 0 ? 0 : 1;
}

function amount(minor: number, currency: string): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(minor / 100);
}
