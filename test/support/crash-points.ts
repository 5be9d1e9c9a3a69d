/**
 * A release that can be killed at its named points: what the built program composes, with one thing
 * more. Where the folder `crash` of its tree has a file that is named like the point that is passed,
 * whatever that file names is killed with SIGKILL, and the file is gone. No release ships this.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const VICTIMS = ['program', 'supervisor', 'both'] as const;
export type Victim = (typeof VICTIMS)[number];

/** What is killed, and at which passing of its point. */
export interface Crash {
  readonly point: string;
  readonly pass: number;
  readonly victim: Victim;
}

const FOLDER = 'crash';

/** Where in a source of the program the point's caller goes; each must be there. */
const PLACES: Readonly<Record<string, readonly [string, string]>> = {
  'agent/cli/run.ts': ['      updates,\n', "      updates, onPoint: crashHere('program'),\n"],
  'agent/cli/run-updates.ts': [
    'createReleaseSource(sourceParts(around, host))',
    "createReleaseSource({ ...sourceParts(around, host), onPoint: crashHere('program') })",
  ],
  'agent/cli/supervise.ts': [
    '      clock: systemClock,\n',
    "      clock: systemClock, onPoint: crashHere('supervisor'),\n",
  ],
  'agent/update/refresh-process.ts': [
    'refreshMetadata(question)',
    "refreshMetadata(question, crashHere('refresh'))",
  ],
};

/** The sources of such a release that differ, by path. */
export function crashFiles(textOf: (path: string) => string): Readonly<Record<string, string>> {
  const changed = Object.entries(PLACES).map(([path, [place, instead]]) => {
    const text = textOf(path);
    if (!text.includes(place)) throw new TypeError(`${path} is not as it was: ${place}`);
    return [path, `${IMPORT}${text.replace(place, instead)}`] as const;
  });
  return { 'agent/crash-here.ts': CRASH_HERE, ...Object.fromEntries(changed) };
}

/** Has it happen when its point is passed. */
export function planCrash(prefix: string, { point, pass, victim }: Crash): void {
  mkdirSync(join(prefix, FOLDER), { recursive: true });
  writeFileSync(join(prefix, FOLDER, point), `${victim} ${pass}`);
}

/** The points that were not passed yet. */
export function pendingCrashes(prefix: string): readonly string[] {
  mkdirSync(join(prefix, FOLDER), { recursive: true });
  return readdirSync(join(prefix, FOLDER));
}

const IMPORT = "import { crashHere } from '../crash-here.ts';\n";

/** Whoever is not there cannot be killed: then it is who passes the point. */
const CRASH_HERE = `
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../crash');

export function crashHere(role) {
  return (point) => {
    const file = join(folder, point);
    if (!existsSync(file)) return;
    const [victim, passes] = readFileSync(file, 'utf8').split(' ');
    if (Number(passes) > 1) return writeFileSync(file, victim + ' ' + (Number(passes) - 1));
    rmSync(file);
    const { program, supervisor } = familyOf(role);
    const pids = [...(victim === 'supervisor' ? [] : program), ...(victim === 'program' ? [] : [supervisor])];
    for (const pid of pids.filter((one) => one !== process.pid)) kill(pid);
    if (role === 'refresh' || pids.length === 0 || pids.includes(process.pid)) kill(process.pid);
  };
}

function familyOf(role) {
  const self = process.pid;
  if (role === 'program') return { program: [self], supervisor: process.ppid };
  if (role === 'refresh') return { program: [process.ppid], supervisor: parentOf(process.ppid) };
  const children = readFileSync('/proc/self/task/' + self + '/children', 'utf8').trim();
  return { program: children === '' ? [] : children.split(' ').map(Number), supervisor: self };
}

function parentOf(pid) {
  return Number(/^PPid:\\s*(\\d+)$/m.exec(readFileSync('/proc/' + pid + '/status', 'utf8'))[1]);
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
`;
