/**
 * Who is signed in, in memory only: one operator a client, until they sign out, somebody else signs
 * in there, they have done nothing for a while, what is known of them changes, or the agent stops.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { OperatorBook, OperatorRecord } from './operator-book.ts';

const TOKEN_BYTES = 32;
const IDLE_MAX_MS = 10 * 60_000;

interface Session {
  readonly tokenHash: Buffer;
  readonly operatorId: string;
  readonly revision: string;
  readonly usedMs: number;
  readonly usedWallMs: number;
}

export interface OpenSession {
  readonly token: string;
  readonly expiresAtMs: number;
}

export type SessionLook =
  | { readonly kind: 'ended' }
  /** It may be good, but the operators' file is not. */
  | { readonly kind: 'unusable' }
  | { readonly kind: 'open'; readonly record: OperatorRecord; readonly expiresAtMs: number };

export class OperatorSessions {
  readonly #book: OperatorBook;
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  constructor(book: OperatorBook, clock: Clock) {
    this.#book = book;
    this.#clock = clock;
  }

  /** Whoever was signed in at this client is so no longer. */
  open(client: string, { operatorId, revision }: OperatorRecord): OpenSession {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    this.#keep(client, { tokenHash: hashOf(token), operatorId, revision, ...this.#now() });
    return { token, expiresAtMs: this.#expiresAtMs() };
  }

  /** Whose token this is; it counts as used now. */
  use(client: string, token: string): SessionLook {
    const session = this.#sessions.get(client);
    if (session === undefined || !timingSafeEqual(session.tokenHash, hashOf(token))) {
      return { kind: 'ended' };
    }
    if (this.#isIdle(session)) return this.#end(client);
    const roster = this.#book.roster();
    if (roster.kind === 'unusable') return { kind: 'unusable' };
    const record = roster.operators.find(({ operatorId }) => operatorId === session.operatorId);
    const isSame = record?.revision === session.revision && !record.isDisabled;
    if (record === undefined || !isSame) return this.#end(client);
    this.#keep(client, { ...session, ...this.#now() });
    return { kind: 'open', record, expiresAtMs: this.#expiresAtMs() };
  }

  close(client: string): void {
    this.#sessions.delete(client);
  }

  /** A computer that slept has a wall clock that went on; one that was set back has the other. */
  #isIdle({ usedMs, usedWallMs }: Session): boolean {
    const { monotonic, wall } = this.#clocks();
    return monotonic - usedMs >= IDLE_MAX_MS || wall - usedWallMs >= IDLE_MAX_MS;
  }

  #end(client: string): SessionLook {
    this.#sessions.delete(client);
    return { kind: 'ended' };
  }

  #keep(client: string, session: Session): void {
    this.#sessions.set(client, session);
  }

  #now(): Pick<Session, 'usedMs' | 'usedWallMs'> {
    const { monotonic, wall } = this.#clocks();
    return { usedMs: monotonic, usedWallMs: wall };
  }

  #expiresAtMs(): number {
    return this.#clock.wallMs() + IDLE_MAX_MS;
  }

  #clocks(): { readonly monotonic: number; readonly wall: number } {
    return { monotonic: this.#clock.monotonicMs(), wall: this.#clock.wallMs() };
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
