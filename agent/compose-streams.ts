/** A session's streams, wired: what is shown comes from here, and goes to this till's own hub alone. */
import { arch, platform } from 'node:os';
import { resolve } from 'node:path';
import { version as nodeVersion } from 'node:process';
import type { Clock } from '../hardware/kit/clock.ts';
import { CONSOLE_LINES_MAX } from '../sync/protocol/console.ts';
import { RelayStream } from '../sync/uplink/relay-stream.ts';
import { UplinkError } from '../sync/uplink/uplink-error.ts';
import type { Station } from './compose-vendor.ts';
import type { Config } from './config/config.ts';
import { readScreenPassword } from './config/screen-password.ts';
import type { AgentEvents } from './events.ts';
import { ShellError } from './shell/shell-error.ts';
import type { Shell } from './shell/shell.ts';
import type { TillStore } from './store/till-store.ts';
import type { DeviceRenewal } from './support/console-acts.ts';
import { consoleView } from './support/console-view.ts';
import type { OpenRelay } from './support/relay-line.ts';
import type { ScreenPlace } from './support/screen-login.ts';
import { SessionStreams, type SessionStreamsParts } from './support/session-streams.ts';

export interface StreamsParts extends DeviceRenewal {
  readonly config: Config;
  readonly station: Station;
  readonly store: Pick<TillStore, 'head' | 'linesAfter'>;
  readonly clock: Clock;
  readonly events: Pick<AgentEvents, 'screenUnavailable' | 'vendorFailed'>;
  /** Asked once there is a session, and so once it is there. */
  readonly shell: () => Shell;
}

export function openStreams(parts: StreamsParts): SessionStreams {
  const { config, clock, events, shell } = parts;
  return new SessionStreams({
    clock,
    openRelay: relayOf(parts),
    screen: screenOf(config),
    externalTool: config.support.externalTool?.command,
    desk: deskOf(parts),
    onEnded: (said) => {
      shell()
        .tell({ kind: 'support-told', said })
        .catch((cause: unknown) => {
          // A shell that closes ends the session by itself.
          if (!(cause instanceof ShellError)) events.vendorFailed(cause);
        });
    },
    onScreenFault: events.screenUnavailable,
  });
}

/** The password is read anew for each session: changing it takes no restart. */
function screenOf({ support, folder }: Config): ScreenPlace | undefined {
  if (support.screen === undefined) return undefined;
  const { port, passwordFile } = support.screen;
  const file = passwordFile === undefined ? undefined : resolve(folder, passwordFile);
  return { port, password: () => (file === undefined ? undefined : readScreenPassword(file)) };
}

function relayOf({ station, clock, events }: StreamsParts): OpenRelay {
  return (session, stream, ears) => {
    if (station.kind === 'unknown' || station.enrolment === undefined) return undefined;
    const { hubUrl: url, ca, pins, station: name } = station.enrolment;
    const { privateKey } = station;
    const place = { address: { url, ca, pins }, station: name, privateKey };
    try {
      return new RelayStream({ place, session, stream, clock }, ears);
    } catch (cause) {
      if (!(cause instanceof UplinkError)) throw cause;
      events.vendorFailed(cause);
      return undefined;
    }
  };
}

const HOST = { node: nodeVersion, platform: `${platform()}-${arch()}` };

function deskOf({ store, clock, shell, renew }: StreamsParts): SessionStreamsParts['desk'] {
  return {
    renew,
    view: () => shell().view(),
    snapshot: () =>
      consoleView({
        view: shell().view(),
        lines: [...store.linesAfter(Math.max(0, store.head.seq - CONSOLE_LINES_MAX))],
        isRenewable: (device) => renew(device) !== undefined,
        host: HOST,
        atMs: clock.wallMs(),
      }),
    ask: (request) => shell().tell({ kind: 'support-requested', request }),
    tell: (said) => shell().tell({ kind: 'support-told', said }),
  };
}
