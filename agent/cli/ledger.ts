import { parseArgs } from 'node:util';
import type { Allocation } from '../core/contract/ledger-entry.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { problemText } from './explain-issues.ts';
import { isoInstantMs } from './iso-time.ts';
import { ledgerLine, ledgerLineSchema, type BadLine } from './ledger-line.ts';
import { ledgerReport, type LedgerReport } from './ledger-report.ts';
import { FILE_BYTES_MAX, jsonSchemaText, readText } from './read-strict.ts';
import { tableText } from './table.ts';
import { required } from './values.ts';

export const ledgerCommand: Command = {
  usage: `ledger FILE|- [--at INSTANT] [--no-hold-protects] [--json]
  ledger schema                         what a line looks like, as a JSON Schema`,
  summary:
    'Balances from a file of grants, holds, settlements and leases, one JSON object a line: what each was taken from, and what was refused.',
  run,
};

/** More is no ledger of one customer. */
const LINES_MAX = 200_000;

/** Of what is wrong, so many lines are shown. */
const PROBLEMS_MAX = 50;

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      at: { type: 'string' },
      'no-hold-protects': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [path, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`one file at a time; what is ${rest.join(' ')}?`);
  if (path === 'schema') {
    io.stdout.write(jsonSchemaText(ledgerLineSchema));
    return 0;
  }
  const atMs = instantOf(values.at);
  const { lines, bad } = await readLines(required(path, 'which file: ledger FILE, or -'), io);
  if (bad.length > 0) return tellBad(bad, values.json, io);
  const report = ledgerReport(lines, { holdProtects: !values['no-hold-protects'] }, atMs);
  io.stdout.write(values.json ? `${JSON.stringify(report)}\n` : textOf(report));
  return 0;
}

function instantOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const atMs = isoInstantMs(text);
  if (atMs !== undefined) return atMs;
  throw new UsageError(`--at takes an instant such as 2026-11-23T15:00:00+01:00, not ${text}`);
}

async function readLines(path: string, { stdin }: CommandIo) {
  const text = path === '-' ? await allOf(stdin) : readText(path);
  const texts = text.split(/\r?\n/);
  if (texts.length > LINES_MAX) throw new UsageError(`${path} has more than ${LINES_MAX} lines`);
  const read = texts.map((line, index) => (line.trim() === '' ? [] : ledgerLine(line, index + 1)));
  return {
    lines: read.flatMap((each) => ('entry' in each ? each : [])),
    bad: read.flatMap((each) => ('entry' in each ? [] : each)),
  };
}

async function allOf(stream: NodeJS.ReadableStream): Promise<string> {
  stream.setEncoding('utf8');
  let text = '';
  for await (const piece of stream) {
    text += String(piece);
    if (text.length > FILE_BYTES_MAX) throw new UsageError('this is far too much for a ledger');
  }
  return text;
}

function tellBad(bad: readonly BadLine[], isJson: boolean, { stdout, stderr }: CommandIo): number {
  if (isJson) stdout.write(`${JSON.stringify({ errors: bad.slice(0, PROBLEMS_MAX) })}\n`);
  for (const each of isJson ? [] : bad.slice(0, PROBLEMS_MAX)) {
    stderr.write(`line ${each.line}: ${problemText(each)}\n`);
  }
  if (!isJson && bad.length > PROBLEMS_MAX) {
    stderr.write(`and ${bad.length - PROBLEMS_MAX} more. Nothing was reckoned.\n`);
  }
  return 1;
}

function textOf({ at, accounts, settlements, refused, repeated, later }: LedgerReport): string {
  if (at === null) return 'There is no entry.\n';
  const balances = accounts.map((each) =>
    [each.account, each.available, each.held, each.settled, each.expired, each.overdraft].map(
      String,
    ),
  );
  const taken = settlements.map(({ ticket, account, amount, from, overdraft, isReversed }) => {
    const beyond = overdraft > 0 ? `, ${overdraft} beyond the balance` : '';
    const back = isReversed ? '; given back since' : '';
    return `${ticket} (${account}): ${amount} from ${fromText(from)}${beyond}${back}\n`;
  });
  const wrong = refused.map(({ line, id, kind, text }) => `line ${line}, ${kind} ${id}: ${text}\n`);
  return [
    `At ${at}:\n`,
    tableText([['account', 'free', 'held', 'settled', 'expired', 'overdraft'], ...balances]),
    ...section('Settled:', taken),
    ...section('Refused:', wrong),
    ...section(
      'Said before, and not counted again:',
      repeated.map(({ line, id }) => `line ${line}, ${id}\n`),
    ),
    ...(later > 0 ? [`\n${later} entries are later and do not count yet.\n`] : []),
  ].join('');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`\n${title}\n`, ...lines.map((line) => `  ${line}`)];
}

function fromText(from: readonly Allocation[]): string {
  return from.map(({ grant, amount }) => `${grant} ${amount}`).join(', ') || 'nothing';
}
