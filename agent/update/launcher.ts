/** The two small programs of an installed tree that no update changes, as shell scripts. */
import { NODE_ENVIRONMENT, NODE_FLAGS } from './node-settings.ts';
import { REPLACED_EXIT } from './supervisor-words.ts';

/** A supervisor that has not begun its work by then never will. */
const UP_WITHIN_SECONDS = 60;
/** One that ends before this has not come up. */
const STEADY_SECONDS = 10;
/** So many attempts in a row, and it is the service manager's turn. */
const ATTEMPTS_MAX = 10;

const FLAGS = NODE_FLAGS.join(' ');
const SET_ENVIRONMENT = Object.entries(NODE_ENVIRONMENT)
  .map(([name, value]) => `export ${name}="\${${name}:-${value}}"`)
  .join('\n');

/** Starts the supervisor, and the one before it where that does not come up. */
export const SUPERVISE_LAUNCHER = `#!/bin/sh
# Starts the supervisor of this tree: tillwarden-supervise [--health-seconds N] -- run --config FILE
# A newer supervisor goes on in its place when it says so. One that does not come up gives way to the
# one before it.
prefix=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd -P) || exit 1
mark=$prefix/supervisor.up
link=supervisor
${SET_ENVIRONMENT}
child=
stopping=
attempts=0
# How long this computer has run: its clock may be set while something is waited for.
running_seconds() { read -r up rest </proc/uptime && echo "\${up%%.*}"; }
trap 'stopping=yes; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' TERM INT HUP

while :; do
  release=$(readlink -f "$prefix/$link")
  began=$(running_seconds)
  rm -f "$mark"
  NODE_COMPILE_CACHE="$prefix/compile-cache/$(basename "$release")" \\
    "$release/node_modules/../bin/node" ${FLAGS} \\
    "$release/agent/main.js" supervise --prefix "$prefix" "$@" &
  child=$!
  (sleep ${UP_WITHIN_SECONDS}; [ -e "$mark" ] || kill -KILL "$child") </dev/null >/dev/null 2>&1 &
  watcher=$!
  wait "$child"
  code=$?
  # A signal ends the wait, not the child.
  while kill -0 "$child" 2>/dev/null; do
    wait "$child"
    code=$?
  done
  child=
  kill "$watcher" 2>/dev/null
  [ -z "$stopping" ] || exit "$code"
  if [ "$code" = ${REPLACED_EXIT} ]; then
    link=supervisor
    attempts=0
    continue
  fi
  lived=$(($(running_seconds) - began))
  if [ -e "$mark" ] && [ "$lived" -ge ${STEADY_SECONDS} ]; then
    attempts=0
  else
    attempts=$((attempts + 1))
    [ "$attempts" -lt ${ATTEMPTS_MAX} ] || exit 1
    if [ "$link" = supervisor ] && [ -e "$prefix/supervisor.previous" ]; then
      link=supervisor.previous
    else
      link=supervisor
    fi
  fi
  echo "tillwarden-supervise: the supervisor ended ($code) after $lived s; going on with $link" >&2
  sleep 1
done
`;

/** The command of the release that runs. */
export const COMMAND_LAUNCHER = `#!/bin/sh
# The tillwarden command of the release that runs: tillwarden --help
prefix=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd -P) || exit 1
release=$(readlink -f "$prefix/current")
flags=
# A till is spared memory; a hub has a computer of its own, and all of Node.
if [ "\${1:-}" = run ]; then
  flags="${FLAGS}"
  ${SET_ENVIRONMENT.replaceAll('\n', '\n  ')}
fi
exec "$release/node_modules/../bin/node" $flags "$release/agent/main.js" "$@"
`;

export interface ServicePlace {
  readonly prefix: string;
  readonly config: string;
  readonly user: string;
}

/** What systemd is told; \`mixed\`, since the supervisor ends its program itself. */
export function systemdUnit({ prefix, config, user }: ServicePlace): string {
  return `[Unit]
Description=Tillwarden: drives the cash machine of this till
After=network.target

[Service]
ExecStart=${prefix}/bin/tillwarden-supervise -- run --config ${config}
User=${user}
Restart=always
RestartSec=5
KillMode=mixed
TimeoutStopSec=60

[Install]
WantedBy=multi-user.target
`;
}
