/** `tillwarden operator`: the people who work at a till, beside its agent while that runs. */
import { parseArgs } from 'node:util';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { readConfig } from '../config/config.ts';
import { Operators, type BookOutcome } from '../config/operators.ts';
import {
  barOf,
  isOperatorId,
  readOperators,
  type OperatorBar,
  type WrittenOperator,
} from '../config/operators-file.ts';
import { lockFile } from '../shell/file-lock.ts';
import type { OperatorRole } from '../core/operators/operator.ts';
import { OPERATOR_ROLES } from '../core/operators/rights.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';
import { newPin } from './new-pin.ts';
import { tableText } from './table.ts';

const ACTIONS = 'add, list, pin, role, disable, enable or unlock';

export const operatorCommand: Command = {
  usage: `operator add ID --role ${OPERATOR_ROLES.join('|')} [--name NAME] [--config FILE]
  operator pin ID      both ask for the PIN, or take it from --pin-file FILE or --pin-stdin
  operator role ID ROLE
  operator disable|enable|unlock ID
  operator list`,
  summary: 'The people who work at the till: their PINs, and what they may do with its cash.',
  run,
};

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string' },
      'pin-file': { type: 'string' },
      'pin-stdin': { type: 'boolean', default: false },
    },
  });
}

interface Work {
  readonly path: string;
  readonly book: Operators;
  readonly flags: ReturnType<typeof parse>['values'];
  readonly io: CommandIo;
}

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parse(argv);
  const { operators } = readConfig(configPath(values.config, io.env));
  const path = operators.file;
  const work: Work = { path, book: operatorsAt(path), flags: values, io };
  const [action, operatorId, role, ...more] = positionals;
  if (action === 'list' && operatorId === undefined) return list(work);
  const isRole = action === 'role';
  if (operatorId === undefined || more.length > 0 || isRole === (role === undefined)) {
    throw new UsageError(`say operator ${ACTIONS}, and whom; a PIN is never among it`);
  }
  switch (action) {
    case 'add':
      return add(work, operatorId);
    case 'pin':
      return changePin(work, operatorId);
    case 'role':
      return changeRole(work, operatorId, roleOf(role));
    case 'disable':
    case 'enable':
      return setDisabled(work, operatorId, action === 'disable');
    case 'unlock':
      return unlock(work, operatorId);
    default:
      throw new UsageError(`there is no operator ${String(action)}: say ${ACTIONS}`);
  }
}

function operatorsAt(path: string): Operators {
  return new Operators({ path, lock: () => lockFile(path, systemClock) });
}

function list({ path, io }: Work): number {
  const { operators } = readOperators(path);
  const rows = operators.map((one) => {
    const bar = barOf(one);
    return [
      one.id,
      one.name,
      roleText(one),
      ...(one.isDisabled ? ['disabled'] : []),
      ...(bar === undefined ? [] : [BARS[bar]]),
    ];
  });
  const none = 'Nobody yet: tillwarden operator add ID --role admin\n';
  io.stdout.write(operators.length === 0 ? none : tableText(rows));
  return 0;
}

function roleText({ role }: WrittenOperator): string {
  return OPERATOR_ROLES.find((known) => known === role) ?? '?';
}

const BARS: Readonly<Record<OperatorBar, string>> = {
  'unknown-role': 'cannot sign in: this release does not know the role',
  'unknown-rights': 'cannot sign in: this release does not know such rights',
  'unknown-pin': 'cannot sign in: this release cannot read the PIN; give a new one',
};

async function add({ path, book, flags, io }: Work, operatorId: string): Promise<number> {
  if (!isOperatorId(operatorId)) {
    throw new UsageError(
      `${operatorId} cannot be an operator’s id: use a-z, 0-9 and -, at most 32`,
    );
  }
  const role = roleOf(flags.role);
  if (knownOperator(path, operatorId) !== undefined) {
    throw new UsageError(PROBLEMS['operator-exists']);
  }
  const pin = await newPin(flags, operatorId, io);
  const outcome = await book.add({ operatorId, name: flags.name ?? operatorId, role, pin });
  return report(outcome, io, `${operatorId} can sign in at the till as ${role}, from now on.`);
}

async function changePin({ path, book, flags, io }: Work, operatorId: string): Promise<number> {
  // Before a PIN is asked for that could not be kept.
  if (knownOperator(path, operatorId) === undefined) {
    throw new UsageError(PROBLEMS['operator-not-found']);
  }
  const pin = await newPin(flags, operatorId, io);
  const outcome = await book.change(operatorId, { pin, isUnlocked: true });
  return report(outcome, io, `${operatorId} signs in with the new PIN from now on.`);
}

async function changeRole(
  { book, io }: Work,
  operatorId: string,
  role: OperatorRole,
): Promise<number> {
  const outcome = await book.change(operatorId, { role });
  return report(outcome, io, `${operatorId} is ${role} now, and has to sign in again.`);
}

async function setDisabled(
  { book, io }: Work,
  operatorId: string,
  isDisabled: boolean,
): Promise<number> {
  const outcome = await book.change(operatorId, { isDisabled });
  const said = isDisabled ? 'can no longer sign in, and is signed out' : 'can sign in again';
  return report(outcome, io, `${operatorId} ${said}.`);
}

async function unlock({ book, io }: Work, operatorId: string): Promise<number> {
  const outcome = await book.change(operatorId, { isUnlocked: true });
  return report(outcome, io, `${operatorId} can try again at once.`);
}

const PROBLEMS: Readonly<Record<Extract<BookOutcome, { kind: 'refused' }>['code'], string>> = {
  'operator-not-found': 'there is no operator with this id; see tillwarden operator list',
  'operator-exists': 'there is an operator with this id already, perhaps a disabled one',
  'operators-full': 'there are as many operators as a till can have',
  'pin-unfit':
    'a PIN has 4 to 12 digits: not all the same, no row such as 1234, no pattern that repeats, not the id',
};

function report(outcome: BookOutcome, { stdout, stderr }: CommandIo, said: string): number {
  if (outcome.kind === 'refused') {
    stderr.write(`${PROBLEMS[outcome.code]}\n`);
    return 1;
  }
  stdout.write(`${said}\n`);
  return 0;
}

function knownOperator(path: string, operatorId: string): WrittenOperator | undefined {
  return readOperators(path).operators.find(({ id }) => id === operatorId);
}

function roleOf(text: string | undefined): OperatorRole {
  const role = OPERATOR_ROLES.find((one) => one === text);
  if (role !== undefined) return role;
  const asked = text === undefined ? 'say the role' : `there is no role ${text}`;
  throw new UsageError(`${asked}: ${OPERATOR_ROLES.join(', ')}`);
}
