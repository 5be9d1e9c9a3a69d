/** What carries out a session at this till: its streams, its control, and the tool of another maker. */
import type { Clock } from '../../hardware/kit/clock.ts';
import type { StreamKind } from '../core/support/remote-session.ts';
import type { LiveControl, StreamBytes, SupportSaid } from '../core/support/supporting.ts';
import { ConsoleStream, type ConsoleParts } from './console-stream.ts';
import { ExternalTool } from './external-tool.ts';
import type { OpenStream, StreamFault } from './open-stream.ts';
import type { OpenRelay } from './relay-line.ts';
import type { ScreenFault, ScreenPlace } from './screen-login.ts';
import { ScreenStream } from './screen-stream.ts';
import type { SupportStreams } from './support-streams.ts';

export interface SessionStreamsParts {
  readonly clock: Clock;
  readonly openRelay: OpenRelay;
  /** The VNC server on this computer's loopback, if there is one. */
  readonly screen?: ScreenPlace | undefined;
  readonly desk: ConsoleParts['desk'];
  /** The words of a command. */
  readonly externalTool?: readonly string[] | undefined;
  /** Told where a stream that was open has ended by itself. */
  readonly onEnded: (said: Extract<SupportSaid, { readonly kind: 'stream-closed' }>) => void;
  readonly onScreenFault: (fault: ScreenFault) => void;
}

const NOTHING: StreamBytes = { bytesIn: 0, bytesOut: 0 };

export class SessionStreams implements SupportStreams {
  readonly #parts: SessionStreamsParts;
  readonly #open = new Map<StreamKind, OpenStream>();
  readonly #leaving = new Set<Promise<unknown>>();
  #session: string | undefined;
  #control: LiveControl = 'none';
  /** Of this session's streams that are no more. */
  #past = NOTHING;
  #tool: ExternalTool | undefined;

  constructor(parts: SessionStreamsParts) {
    this.#parts = parts;
  }

  async open(session: string, stream: StreamKind): Promise<'opened' | StreamFault> {
    this.#begin(session);
    const before = this.#open.get(stream);
    if (before !== undefined) this.#drop(stream, before);
    const opening = this.#create(session, stream);
    if (opening === undefined) return 'screen-unavailable';
    this.#open.set(stream, opening);
    opening.control(this.#control);
    const outcome = await opening.opened;
    if (outcome !== 'opened') this.#drop(stream, opening);
    return outcome;
  }

  async close(session: string): Promise<void> {
    if (session === this.#session) this.#cut();
    await Promise.all(this.#leaving);
  }

  control(session: string, control: LiveControl): void {
    this.#begin(session);
    this.#control = control;
    for (const stream of this.#open.values()) stream.control(control);
  }

  counters(session: string): StreamBytes {
    if (session !== this.#session) return NOTHING;
    return [...this.#open.values()].reduce((sum, { bytes }) => added(sum, bytes), this.#past);
  }

  async startExternal(session: string): Promise<'ended' | 'not-started'> {
    const { externalTool, clock } = this.#parts;
    this.#begin(session);
    if (externalTool === undefined || this.#tool !== undefined) return 'not-started';
    const tool = new ExternalTool(externalTool, clock);
    this.#tool = tool;
    const outcome = await tool.ended;
    if (this.#tool === tool) this.#tool = undefined;
    return outcome;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cut();
    await Promise.all(this.#leaving);
  }

  /** One session at a time: another one has nothing of the one before. */
  #begin(session: string): void {
    if (session === this.#session) return;
    this.#cut();
    this.#session = session;
    this.#control = 'none';
    this.#past = NOTHING;
  }

  /** Synchronous: nothing passes any more when it returns. */
  #cut(): void {
    for (const [kind, stream] of this.#open) this.#drop(kind, stream);
    const tool = this.#tool;
    this.#tool = undefined;
    if (tool !== undefined) this.#await(tool.end());
  }

  #drop(kind: StreamKind, stream: OpenStream): void {
    if (this.#open.get(kind) !== stream) return;
    this.#open.delete(kind);
    this.#await(stream.cut());
    this.#past = added(this.#past, stream.bytes);
  }

  #await(leaving: Promise<unknown>): void {
    const left = leaving.finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }

  #create(session: string, stream: StreamKind): OpenStream | undefined {
    const { screen, openRelay, clock, desk, onScreenFault } = this.#parts;
    const onEnded = (reason: StreamFault): void => this.#ended(session, stream, reason);
    switch (stream) {
      case 'screen':
        return screen === undefined
          ? undefined
          : new ScreenStream({
              session,
              place: screen,
              openRelay,
              clock,
              onEnded,
              onFault: onScreenFault,
            });
      case 'console':
        return new ConsoleStream({
          session,
          control: this.#control,
          desk,
          openRelay,
          clock,
          onEnded,
        });
    }
  }

  #ended(session: string, stream: StreamKind, reason: StreamFault): void {
    const ended = this.#open.get(stream);
    if (ended !== undefined) this.#drop(stream, ended);
    this.#parts.onEnded({ kind: 'stream-closed', session, stream, reason });
  }
}

function added(one: StreamBytes, other: StreamBytes): StreamBytes {
  return {
    bytesIn: one.bytesIn + other.bytesIn,
    bytesOut: one.bytesOut + other.bytesOut,
  };
}
