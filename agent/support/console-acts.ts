/** The few things a technician may do from the device console, and when. */
import type { ConsoleAct, ConsoleOutcome } from '../../sync/protocol/console.ts';
import type { LiveControl, SupportAsk, SupportSaid } from '../core/support/supporting.ts';
import { isPaying, isSelling } from '../core/till/till.ts';
import type { TillView } from '../shell/till-view.ts';

/** Closes a device's port, so that it is opened and the device identified anew. */
export interface DeviceRenewal {
  /** Undefined for a device whose port is no pipe that could be opened anew. */
  readonly renew: (device: string) => (() => Promise<void>) | undefined;
}

export interface ConsoleDesk extends DeviceRenewal {
  readonly view: () => TillView;
  /** Hands what is asked, or has been done, to the till's own decision; resolves once it is durable. */
  readonly ask: (ask: Extract<SupportAsk, { readonly kind: 'logs-asked' }>) => Promise<unknown>;
  readonly tell: (said: Extract<SupportSaid, { readonly kind: 'console-done' }>) => Promise<unknown>;
}

export interface ActAround {
  readonly session: string;
  readonly control: LiveControl;
}

/** Carries out one act, and has it written down whatever came of it. */
export async function carryOut(
  act: ConsoleAct,
  around: ActAround,
  desk: ConsoleDesk,
): Promise<ConsoleOutcome> {
  const outcome = await tried(act, around, desk);
  const { session } = around;
  const subject = act.action === 'request-logs' ? act.bundle : act.device;
  await desk.tell({ kind: 'console-done', session, action: act.action, subject, outcome });
  return outcome;
}

async function tried(
  act: ConsoleAct,
  around: ActAround,
  desk: ConsoleDesk,
): Promise<ConsoleOutcome> {
  try {
    return act.action === 'request-logs'
      ? await requestLogs(act, desk)
      : await renewDevice(act, around, desk);
  } catch {
    return 'failed';
  }
}

type LogsAct = Extract<ConsoleAct, { readonly action: 'request-logs' }>;
type DeviceAct = Exclude<ConsoleAct, LogsAct>;

/** The desk may have logs without a session too; what is in them is redacted here. */
async function requestLogs(
  { bundle, withTrace }: LogsAct,
  { view, ask }: ConsoleDesk,
): Promise<ConsoleOutcome> {
  const ticket = view().till.supporting.session?.ticket;
  await ask({ kind: 'logs-asked', bundle, ticket, withTrace });
  return 'done';
}

/** Never while cash moves: to a device, its port closed and opened is its cable pulled. */
async function renewDevice(
  { action, device }: DeviceAct,
  { control }: ActAround,
  { view, renew }: ConsoleDesk,
): Promise<ConsoleOutcome> {
  const { till, devices, peripherals } = view();
  const known = [...devices, ...peripherals].find((one) => one.device === device);
  if (known === undefined) return 'not-found';
  if (control !== 'granted') return 'control-not-granted';
  if (isSelling(till) || isPaying(till)) return 'till-in-sale';
  if (action === 'retry-device' && known.state.kind === 'up') return 'not-needed';
  const renewed = renew(device);
  if (renewed === undefined) return 'not-possible';
  await renewed();
  return 'done';
}
