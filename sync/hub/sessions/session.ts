/**
 * A till's connection: it is challenged, signs on, uploads lines and takes commands. Nothing of it is
 * acknowledged before it is committed.
 */
import type { z } from 'zod';
import type { Timer } from '../../../hardware/kit/clock.ts';
import { ACTIONS } from '../../protocol/actions.ts';
import { challenge, type ChallengeRequest } from '../../protocol/challenge.ts';
import { commands, type Command } from '../../protocol/commands.ts';
import { hello, helloFacts, type HelloRequest, type HelloResult } from '../../protocol/hello.ts';
import {
  COMMANDS_BATCH_MAX_BYTES,
  LINES_BATCH_MAX,
  LINES_BATCH_MAX_BYTES,
  WINDOW_DEFAULT,
} from '../../protocol/limits.ts';
import { isOfHelp } from '../fleet/support-line.ts';
import { lines } from '../../protocol/lines.ts';
import type { MessageSocket } from '../../protocol/message-socket.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { WireError } from '../../protocol/wire-error.ts';
import { isSignedByStation } from '../../trust/station-key.ts';
import { HARDWARE_KIND } from '../fleet/hardware-line.ts';
import { signOn, type Resumption } from '../fleet/sign-on.ts';
import type { HubParts } from '../hub-parts.ts';
import { HEARTBEAT_MS, RETRY_AFTER_MS, SIGN_ON_TIMEOUT_MS, WINDOW_GRANTED } from '../limits.ts';
import { reanchor } from '../licences/reanchor.ts';
import { takeLines } from '../store/line-intake.ts';
import { commandsAfter, noteMailboxTo } from '../store/mailbox.ts';
import { stationById, type Station } from '../store/stations.ts';
import { networkOf } from '../users/address-failures.ts';
import { CLOSE_CODES, Peer, type Reply } from './peer.ts';

/** A till that says so understands more than one call under way. */
const WINDOW_CAPABILITY = 'window';

interface SignedOn {
  readonly station: string;
  /** The key it signed with. */
  readonly publicKey: string;
  readonly epoch: number;
}

export interface SessionPlace {
  readonly socket: MessageSocket;
  readonly address: string;
  readonly connection: number;
  /** It has signed on, or will not any more. */
  readonly onSettled: () => void;
  readonly onClosed: () => void;
}

export class Session {
  readonly #parts: HubParts;
  readonly #place: SessionPlace;
  readonly #peer: Peer;
  readonly #asked: ChallengeRequest;
  #signedOn: SignedOn | undefined;
  /** As the till was told; absent until it was. */
  #mode: HelloResult['mode'] | undefined;
  #mailboxTo = 0;
  #isDelivering = false;
  /** Its computer may have got other parts since that was last looked at. */
  #mayHaveDrifted = true;
  #mayHaveMail = false;
  #isClosed = false;
  /** A whole Hello has come; how long the answer takes is up to the hub. */
  #hasSaidHello = false;
  readonly #deadline: Timer;
  #heartbeat: Timer | undefined;

  constructor(parts: HubParts, place: SessionPlace) {
    this.#parts = parts;
    this.#place = place;
    this.#asked = { nonce: parts.newNonce(), hubEpoch: parts.hubEpoch };
    this.#peer = new Peer({
      socket: place.socket,
      clock: parts.clock,
      answer: (action, payload) => this.#answer(action, payload),
      onClose: (closeCode) => this.#closed(closeCode),
    });
    this.#deadline = parts.clock.startTimer(SIGN_ON_TIMEOUT_MS, () => this.#timedOut());
    void this.#peer.call(challenge.action, this.#asked);
  }

  get connection(): number {
    return this.#place.connection;
  }

  /** Another socket of this station has taken over, or the station is to sign on anew. */
  displace(): void {
    this.#peer.close(CLOSE_CODES.takenOver, 'taken over');
  }

  leave(): void {
    this.#peer.close(CLOSE_CODES.stopping, 'stopping');
  }

  drop(): void {
    this.#peer.drop();
  }

  /** Looks into the mailbox, and delivers what lies there. */
  wake(): void {
    this.#mayHaveMail = true;
    if (this.#isDelivering || this.#mode !== 'full') return;
    this.#isDelivering = true;
    this.#deliver()
      .catch((cause: unknown) => this.#parts.onError(cause))
      .finally(() => (this.#isDelivering = false));
  }

  async #answer(action: string, payload: unknown): Promise<Reply> {
    try {
      if (this.#parts.stopping.aborted)
        return refused({ reason: 'stopping', retryAfterMs: RETRY_AFTER_MS });
      if (action === hello.action) return await this.#hello(payload);
      if (action === lines.action) return await this.#lines(payload);
      const isKnown = ACTIONS.some((known) => known.action === action);
      return refused({ reason: isKnown ? 'action-unexpected' : 'action-unknown' });
    } catch (cause) {
      this.#parts.onError(cause);
      return refused({ reason: 'internal', retryAfterMs: RETRY_AFTER_MS });
    }
  }

  async #hello(payload: unknown): Promise<Reply> {
    if (this.#signedOn !== undefined) return refused({ reason: 'action-unexpected' });
    const parsed = hello.request.safeParse(payload);
    if (!parsed.success) return invalid(parsed.error);
    const request = parsed.data;
    if (request.versions.protocol !== PROTOCOL_VERSION)
      return refused({ reason: 'version-unsupported' });
    this.#hasSaidHello = true;
    const station = await this.#identify(request);
    if (station === undefined) return this.#refuseStranger();
    this.#parts.onPoint('sign-on-checked');
    const retryAfterMs = this.#tooOften(station.station);
    if (retryAfterMs !== undefined) return this.#turnAway(retryAfterMs);
    return this.#welcome(request, station);
  }

  async #identify(request: HelloRequest): Promise<Station | undefined> {
    const station = await stationById(this.#parts.database, request.station);
    if (station === undefined) return undefined;
    const { signature, ...stated } = request;
    const facts = helloFacts(this.#asked, stated);
    const { publicKey } = station;
    const isIts = isSignedByStation({ purpose: 'hello', facts, publicKey, signature });
    return isIts ? station : undefined;
  }

  #refuseStranger(): Reply {
    this.#noteFailure('sign-on-refused');
    this.#closeSoon();
    return refused({ reason: 'sign-on-refused', retryAfterMs: RETRY_AFTER_MS });
  }

  /** Silence takes room from others, and so counts against whoever keeps it. */
  #timedOut(): void {
    if (!this.#hasSaidHello) this.#noteFailure('timed-out');
    this.#peer.drop();
  }

  #noteFailure(reason: 'sign-on-refused' | 'timed-out'): void {
    const { failures, clock, onEvent } = this.#parts;
    const { address } = this.#place;
    failures.note(networkOf(address), clock.monotonicMs());
    onEvent({ kind: 'sign-on-refused', reason, address });
  }

  #tooOften(station: string): number | undefined {
    const { signOns, clock } = this.#parts;
    const nowMs = clock.monotonicMs();
    const retryAfterMs = signOns.retryAfterMs(station, nowMs);
    if (retryAfterMs === undefined) signOns.note(station, nowMs);
    return retryAfterMs;
  }

  #turnAway(retryAfterMs: number): Reply {
    const { address } = this.#place;
    this.#parts.onEvent({ kind: 'sign-on-refused', reason: 'too-many-attempts', address });
    this.#closeSoon();
    return refused({ reason: 'too-many-attempts', retryAfterMs });
  }

  /** After the answer has been handed to the socket. */
  #closeSoon(): void {
    queueMicrotask(() => {
      setImmediate(() => this.#peer.close(CLOSE_CODES.refused, 'refused'));
    });
  }

  async #welcome(request: HelloRequest, known: Station): Promise<Reply> {
    const { database, clock, authority, hubEpoch } = this.#parts;
    const { station } = known;
    const resumed = await signOn(database, request, clock.wallMs());
    // The socket may have gone meanwhile: what is not there must not be registered.
    if (this.#isClosed) return refused({ reason: 'stopping', retryAfterMs: RETRY_AFTER_MS });
    this.#join({ station, publicKey: known.publicKey, epoch: resumed.epoch });
    this.#report(station, resumed);
    // An admin may have acted since the signature was checked. From here on the session is
    // registered and told of it; what was done before that is read again here.
    const standing = await this.#standing();
    if (standing === 'replaced') {
      this.#leaveRegistry(CLOSE_CODES.refused);
      return this.#refuseStranger();
    }
    const { mailbox, capabilities, nonce } = request;
    const saidTo = mailbox?.hubEpoch === hubEpoch ? mailbox.seq : 0;
    this.#mailboxTo = await noteMailboxTo(database, station, saidTo);
    const isWide = capabilities.includes(WINDOW_CAPABILITY);
    this.#peer.window = isWide ? WINDOW_GRANTED : WINDOW_DEFAULT;
    const time = await authority.signTime?.(station, nonce);
    this.#mode = standing === 'revoked' ? 'upload-only' : 'full';
    // After the answer has been handed to the socket.
    setImmediate(() => this.wake());
    return { kind: 'result', payload: this.#resultOf(resumed, this.#mode, time) };
  }

  /** What an admin says of the station now; `replaced` when it was given to another key. */
  async #standing(): Promise<'good' | 'revoked' | 'replaced'> {
    const signedOn = this.#signedOn;
    if (signedOn === undefined) return 'replaced';
    const station = await stationById(this.#parts.database, signedOn.station);
    if (station?.publicKey !== signedOn.publicKey) return 'replaced';
    return station.isRevoked ? 'revoked' : 'good';
  }

  #join(signedOn: SignedOn): void {
    this.#signedOn = signedOn;
    this.#deadline.cancel();
    this.#place.onSettled();
    this.#parts.registry.takeOver(signedOn.station, this);
    this.#startHeartbeat();
    this.#parts.onPoint('signed-on');
  }

  #report(station: string, { epoch, durableTo, fork, lost }: Resumption): void {
    const { onEvent } = this.#parts;
    onEvent({ kind: 'station-joined', station, connection: this.connection });
    if (fork !== undefined) onEvent({ kind: 'chain-forked', station, epoch, seq: fork.seq });
    if (lost !== undefined) onEvent({ kind: 'till-restored', station, lostAfter: durableTo });
  }

  #resultOf(
    { epoch, durableTo, fork, lost }: Resumption,
    mode: HelloResult['mode'],
    time: string | undefined,
  ): HelloResult {
    return {
      epoch,
      durableTo,
      mailboxTo: this.#mailboxTo,
      limits: {
        linesMax: LINES_BATCH_MAX,
        bytesMax: LINES_BATCH_MAX_BYTES,
        heartbeatMs: HEARTBEAT_MS,
      },
      window: this.#peer.window,
      mode,
      ...(time === undefined ? {} : { time }),
      ...(fork === undefined ? {} : { fork }),
      ...(lost === undefined ? {} : { lost }),
    };
  }

  async #lines(payload: unknown): Promise<Reply> {
    const { database, clock, onEvent, onPoint } = this.#parts;
    const signedOn = this.#signedOn;
    if (signedOn === undefined) return refused({ reason: 'action-unexpected' });
    const parsed = lines.request.safeParse(payload);
    if (!parsed.success) return invalid(parsed.error);
    const { station, epoch } = signedOn;
    if (parsed.data.epoch !== epoch) return refused({ reason: 'epoch-not-agreed' });
    onPoint('lines-received');
    const upload = { ...parsed.data, station, receivedAtMs: clock.wallMs() };
    const intake = await takeLines(database, upload);
    onPoint('lines-committed');
    switch (intake.kind) {
      case 'stored': {
        const { durableTo, quarantined } = intake;
        onEvent({ kind: 'lines-taken', station, durableTo, quarantined });
        if (upload.lines.some(({ kind }) => kind === HARDWARE_KIND)) this.#drifted();
        if (upload.lines.some(isOfHelp)) this.#parts.onHelp?.();
        const sent = (): void => onPoint('lines-acknowledged');
        return { kind: 'result', payload: { durableTo }, sent };
      }
      case 'gap':
        return refused({ reason: 'lines-not-contiguous', durableTo: intake.durableTo });
      case 'epoch-unknown':
        return refused({ reason: 'epoch-not-agreed' });
      case 'forked': {
        const { fork } = intake;
        this.#signedOn = { ...signedOn, epoch: fork.epoch };
        onEvent({ kind: 'chain-forked', station, epoch: fork.epoch, seq: fork.seq });
        return refused({ reason: 'chain-forked', fork });
      }
    }
  }

  /** One batch after another until the mailbox is empty; what fails is tried at the next heartbeat. */
  async #deliver(): Promise<void> {
    const signedOn = this.#signedOn;
    if (signedOn === undefined) return;
    // Another process may have revoked it: this one was not told, and nothing may be sent any more.
    if ((await this.#standing()) !== 'good') return this.displace();
    const { database, hubEpoch, onEvent, onPoint } = this.#parts;
    while (this.#mayHaveMail) {
      this.#mayHaveMail = false;
      if (this.#mayHaveDrifted) await this.#reanchor(signedOn.station);
      const batch = fitting(await commandsAfter(database, signedOn.station, this.#mailboxTo));
      const [first] = batch;
      if (first === undefined) continue;
      const request = { hubEpoch, from: first.seq, commands: batch };
      const answered = this.#peer.call(commands.action, request);
      onPoint('commands-sent');
      const outcome = await answered;
      if (outcome.kind !== 'result') return;
      const { data } = commands.result.safeParse(outcome.payload);
      const isProgress = data !== undefined && data.durableTo >= first.seq;
      if (!isProgress || data.durableTo > (batch.at(-1)?.seq ?? 0)) return;
      onPoint('commands-acknowledged');
      this.#mailboxTo = await noteMailboxTo(database, signedOn.station, data.durableTo);
      onPoint('commands-noted');
      onEvent({ kind: 'commands-delivered', station: signedOn.station, durableTo: data.durableTo });
      this.#mayHaveMail = true;
    }
  }

  #drifted(): void {
    this.#mayHaveDrifted = true;
    this.wake();
  }

  /** Also at each sign-on: the hub may have stopped before, or have had no key then. */
  async #reanchor(station: string): Promise<void> {
    this.#mayHaveDrifted = false;
    const outcome = await reanchor(this.#parts, station);
    if (outcome.kind !== 'refused') return;
    this.#parts.onEvent({ kind: 'entitlement-not-issued', station, reason: outcome.code });
  }

  /** Other processes put commands into the mailbox too; the beat looks for them. */
  #startHeartbeat(): void {
    this.#heartbeat = this.#parts.clock.startTimer(HEARTBEAT_MS, () => {
      this.#startHeartbeat();
      this.#peer.beat();
      this.wake();
    });
  }

  #closed(closeCode: number): void {
    this.#isClosed = true;
    this.#deadline.cancel();
    this.#place.onSettled();
    this.#place.onClosed();
    this.#leaveRegistry(closeCode);
  }

  #leaveRegistry(closeCode: number): void {
    if (this.#signedOn === undefined) return;
    const { station } = this.#signedOn;
    this.#signedOn = undefined;
    this.#heartbeat?.cancel();
    this.#parts.registry.leave(station, this.connection);
    this.#parts.onEvent({ kind: 'station-left', station, connection: this.connection, closeCode });
  }
}

function refused(error: WireError): Reply {
  return { kind: 'error', error };
}

const ISSUES_MAX_CHARS = 1_000;

function invalid(error: z.ZodError): Reply {
  const issues = error.issues
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ')
    .slice(0, ISSUES_MAX_CHARS);
  return refused({ reason: 'payload-invalid', issues });
}

/** As many as a batch has room for; the first always goes. */
function fitting(batch: readonly Command[]): readonly Command[] {
  let bytes = 0;
  return batch.filter((command, index) => {
    bytes += JSON.stringify(command).length;
    return index === 0 || bytes <= COMMANDS_BATCH_MAX_BYTES;
  });
}
