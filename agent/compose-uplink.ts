/** The till's connection to its hub, wired: what it may fail at never stops a sale. */
import type { Clock } from '../hardware/kit/clock.ts';
import { CommandRunner, type CommandOutcome } from '../sync/uplink/command-runner.ts';
import { hubUrl } from '../sync/uplink/hub-address.ts';
import {
  cursorFile,
  type StationEnrolment,
  type StationFolder,
} from '../sync/uplink/station-files.ts';
import { Uplink, type UplinkEvent, type UplinkPoint } from '../sync/uplink/uplink.ts';
import type { TrustFile } from '../sync/trust/trust-file.ts';
import { offerEntitlement, offerLease, offerTime, type LicenceParts } from './compose-licence.ts';
import { offerPlan } from './compose-plan.ts';
import { supportHandlers } from './compose-support.ts';
import { offerOrder } from './compose-update.ts';
import type { Components } from './core/entitlement/hardware.ts';
import type { Answer } from './core/till/events.ts';
import { ShellError } from './shell/shell-error.ts';
import type { Shell } from './shell/shell.ts';
import type { CommandLog } from './store/command-log.ts';
import type { TillStore } from './store/till-store.ts';

export interface UplinkWiring {
  readonly place: StationFolder;
  readonly enrolment: StationEnrolment;
  readonly privateKey: string;
  readonly trust: TrustFile | undefined;
  readonly version: string;
  readonly clock: Clock;
  readonly components: Components;
  readonly shell: Shell;
  readonly store: TillStore;
  readonly commands: CommandLog;
  readonly onEvent: (event: UplinkEvent) => void;
  readonly onFault: (cause: unknown) => void;
  readonly onPoint?: ((point: UplinkPoint) => void) | undefined;
}

/** The uplink of an enrolled till, not started yet. Throws `UplinkError` where its files are no use. */
export function createUplink(wiring: UplinkWiring): Uplink {
  const { enrolment, place, clock, shell, store, trust, onFault, onPoint } = wiring;
  const { station, epoch, hubUrl: url, ca, pins } = enrolment;
  hubUrl(url);
  const { components } = wiring;
  const tell: LicenceParts['tell'] = (request) => shell.tell(request);
  const licence: LicenceParts = { trust, clock, components, tell };
  return new Uplink({
    address: { url, ca, pins },
    station,
    privateKey: wiring.privateKey,
    version: wiring.version,
    journal: store,
    cursor: cursorFile(place, { epoch, durableTo: 0 }),
    commands: new CommandRunner({
      journal: wiring.commands,
      handlers: {
        entitlement: async ({ document }) =>
          outcomeOf(await offerEntitlement(document, 'hub', licence)),
        lease: async ({ document }) => outcomeOf(await offerLease(document, licence)),
        director: async ({ document }) =>
          outcomeOf(
            await offerOrder(
              document,
              { source: 'hub' },
              { trust, tell: (request) => shell.tell(request) },
            ),
          ),
        plan: async ({ document }) => outcomeOf(await offerPlan(document, 'hub', licence)),
        'lease-close': async ({ lease }) =>
          outcomeOf(await shell.tell({ kind: 'lease-close-asked', lease })),
        ...supportHandlers((request) => shell.tell(request)),
      },
      wallMs: () => clock.wallMs(),
      onFault: unlessClosing(onFault),
    }),
    generation: () => shell.view().till.licensing.generation,
    directorCounter: () => shell.view().till.updating.counter,
    platform: () => shell.view().installation?.platform,
    clock,
    random: Math.random,
    onTime: ({ document, nonce }) => {
      offerTime(document, { station, nonce }, licence).catch(unlessClosing(onFault));
    },
    onEvent: (event) => {
      wiring.onEvent(event);
      tellTill(event, shell).catch(unlessClosing(onFault));
    },
    onFault,
    ...(onPoint === undefined ? {} : { onPoint }),
  });
}

function outcomeOf(answer: Answer): CommandOutcome {
  return answer.kind === 'entitlement-refused' ||
    answer.kind === 'lease-refused' ||
    answer.kind === 'plan-refused' ||
    answer.kind === 'update-order-refused'
    ? { kind: 'refused', reason: answer.reason }
    : { kind: 'done' };
}

/** What the journal should say too: somebody will want to know why its money does not add up. */
async function tellTill(event: UplinkEvent, shell: Shell): Promise<void> {
  if (event.kind === 'chain-forked') {
    const { epoch, seq } = event.fork;
    await shell.tell({ kind: 'chain-forked', epoch, seq });
  } else if (event.kind === 'till-restored') {
    await shell.tell({ kind: 'lines-lost', ...event.lost });
  }
}

/** A shell that closes has nothing to say; what it did not take is asked again at the next start. */
function unlessClosing(onFault: (cause: unknown) => void): (cause: unknown) => void {
  return (cause) => {
    if (!(cause instanceof ShellError)) onFault(cause);
  };
}
