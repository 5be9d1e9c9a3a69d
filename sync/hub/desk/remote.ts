/** A remote session as the hub knows it: what the till has said, and who may sit at the other end. */
import type {
  SessionEnd,
  StreamKind,
  Technician,
} from '../../../agent/core/support/remote-session.ts';

export const REMOTE_STATES = ['asked', 'code-matched', 'live', 'ended'] as const;
export type RemoteState = (typeof REMOTE_STATES)[number];

export interface RemoteSession {
  readonly id: string;
  readonly ticket: string;
  readonly station: string;
  /** Who asked, and nobody else, sees its streams. */
  readonly user: string;
  readonly technician: Technician;
  readonly streams: readonly StreamKind[];
  readonly state: RemoteState;
  readonly control: RemoteControl;
  readonly triesLeft: number;
  readonly askedAtMs: number;
  readonly liveAtMs?: number | undefined;
  readonly endedAtMs?: number | undefined;
  readonly end?: RemoteEnd | undefined;
  readonly durationMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export const REMOTE_CONTROLS = ['none', 'granted', 'suspended'] as const;
export type RemoteControl = (typeof REMOTE_CONTROLS)[number];

/** How the till has ended it, or why it has not begun it. */
export type RemoteEnd =
  | SessionEnd
  | 'second-session'
  | 'ticket-unknown'
  | 'not-configured'
  | 'till-in-sale'
  /** The till never took it in. */
  | 'not-delivered';

export function isOver({ state }: Pick<RemoteSession, 'state'>): boolean {
  return state === 'ended';
}
