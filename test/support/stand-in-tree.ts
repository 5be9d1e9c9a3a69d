/**
 * An installed tree whose releases are shell scripts of a few milliseconds: each speaks the
 * supervisor's words as the agent does, and is good or bad as its name says.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstSlots, type Slots } from '../../agent/core/update/slots.ts';
import type { ReleaseLinkName } from '../../agent/core/update/supervision.ts';
import { COMPLETE_MARK, releaseFolder, slotsFile } from '../../agent/update/installed-tree.ts';
import { linkedVersion, pointLink } from '../../agent/update/release-link.ts';
import { writeSlots } from '../../agent/update/slots-file.ts';
import { HANDED_OVER_EXIT } from '../../agent/update/supervisor-words.ts';

export const CHARACTERS = ['good', 'crashing', 'unhealthy', 'silent'] as const;
export type StandInCharacter = (typeof CHARACTERS)[number];

/** Stands for `bin/node`: it is given flags, the release's main file, and what the program is to do. */
const NODE = `#!/bin/sh
while [ "\${1#--}" != "$1" ]; do shift; done
. "$1"
`;

/**
 * What it has in its journal it has forgotten by the supervisor; then it goes for the goal, unless
 * that runs or was rolled back. SIGUSR1 has it look for a goal again.
 */
const PROGRAM = `
prefix=$TILLWARDEN_PREFIX
journal=$prefix/journal
id=0
ask() {
  id=$((id + 1))
  printf '{"id":%s,"request":%s}\\n' "$id" "$1" >&3
  IFS= read -r answer <&3 || exit 0
}
look=yes
trap 'exit 0' TERM
trap 'look=yes' USR1
echo "{\\"msg\\":\\"up\\",\\"version\\":\\"$version\\"}"
[ "$character" = crashing ] && { echo "it broke" >&2; exit 1; }
if [ "$character" = unhealthy ]; then
  ask '{"kind":"unhealthy","reason":"no hopper answers"}'
  IFS= read -r answer <&3
  exit 0
fi
if [ "$character" = silent ]; then IFS= read -r answer <&3; exit 0; fi
ask '{"kind":"standing"}'
undone=$(printf '%s' "$answer" | tr '{' '\\n' | sed -n 's/^"version":"\\([0-9.]*\\)","to".*/\\1/p')
for one in $undone; do
  echo "$one" >>"$journal"
  ask "{\\"kind\\":\\"forget\\",\\"versions\\":[\\"$one\\"]}"
done
ask "{\\"kind\\":\\"confirm\\",\\"version\\":\\"$version\\"}"
while :; do
  if [ "$look" = yes ]; then
    look=
    read -r goal round <"$prefix/goal"
    if [ "$goal" != "$version" ] && ! grep -qx "$goal" "$journal"; then
      ask "{\\"kind\\":\\"hand-over\\",\\"version\\":\\"$goal\\"}"
      case $answer in *'"written"'*) exit ${HANDED_OVER_EXIT} ;; esac
    fi
    echo "{\\"msg\\":\\"settled\\",\\"version\\":\\"$version\\",\\"round\\":\\"$round\\"}"
  fi
  [ "$look" = yes ] || IFS= read -r answer <&3 || [ "$look" = yes ] || exit 0
done
`;

export class StandInTree implements Disposable {
  readonly prefix = mkdtempSync(join(tmpdir(), 'tillwarden-tree-'));
  readonly #characters = new Map<string, StandInCharacter>();

  constructor(first: string) {
    const runtime = join(this.prefix, 'runtimes/r1');
    mkdirSync(join(runtime, 'bin'), { recursive: true });
    mkdirSync(join(runtime, 'node_modules'));
    writeFileSync(join(runtime, 'bin/node'), NODE);
    chmodSync(join(runtime, 'bin/node'), 0o755);
    writeFileSync(join(runtime, COMPLETE_MARK), '');
    writeFileSync(join(this.prefix, 'journal'), '');
    this.goFor(first, 0);
    this.unpack(first, 'good');
    writeSlots(this.prefix, firstSlots(first));
    pointLink(this.prefix, 'current', first);
    pointLink(this.prefix, 'supervisor', first);
  }

  unpack(version: string, character: StandInCharacter): void {
    const folder = releaseFolder(this.prefix, version);
    this.#characters.set(version, character);
    if (existsSync(join(folder, COMPLETE_MARK))) return;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'agent'), { recursive: true });
    writeFileSync(
      join(folder, 'agent/main.js'),
      `version=${version}\ncharacter=${character}\n${PROGRAM}`,
    );
    symlinkSync('../../runtimes/r1/node_modules', join(folder, 'node_modules'));
    writeFileSync(join(folder, COMPLETE_MARK), '');
  }

  /** What the program goes for when it next looks. */
  goFor(version: string, round: number): void {
    writeFileSync(join(this.prefix, 'goal'), `${version} ${round}\n`);
  }

  characterOf(version: string): StandInCharacter | undefined {
    return this.#characters.get(version);
  }

  slots(): Slots {
    return JSON.parse(readFileSync(slotsFile(this.prefix), 'utf8')) as Slots;
  }

  link(name: ReleaseLinkName): string | undefined {
    return linkedVersion(this.prefix, name);
  }

  releases(): readonly string[] {
    return readdirSync(join(this.prefix, 'releases'));
  }

  /** Processes that run from this tree. */
  programs(): readonly number[] {
    const mark = `TILLWARDEN_PREFIX=${this.prefix}`;
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => environmentOf(pid).split('\0').includes(mark))
      .map(Number);
  }

  [Symbol.dispose](): void {
    rmSync(this.prefix, { recursive: true, force: true });
  }
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
