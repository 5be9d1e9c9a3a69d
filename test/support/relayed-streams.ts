/**
 * A till's ends of relayed streams: a screen of one colour, shown by RFB 3.8, with a list of what is
 * typed and clicked, and a console that carries nothing out.
 */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { StreamKind } from '../../agent/core/support/remote-session.ts';
import {
  consoleAct,
  type ConsoleMessage,
  type ConsoleSnapshot,
} from '../../sync/protocol/console.ts';
import { RELAY_SUBPROTOCOL, RELAY_TILL_PATH, relayClaim } from '../../sync/protocol/relay.ts';
import { signAsStation } from '../../sync/trust/station-key.ts';
import type { StationIdentity } from './wire-till.ts';

const SCREEN = { width: 320, height: 200 } as const;

/** Lengths of what a client sends, by its first byte; those of variable length say it themselves. */
const LENGTHS: Readonly<Record<number, number>> = { 0: 20, 3: 10, 4: 8, 5: 6 };
const SET_ENCODINGS = 2;
const UPDATE_REQUEST = 3;
const INPUTS: readonly number[] = [4, 5, 6];

export interface RelayedScreen {
  readonly socket: WebSocket;
  /** The first byte of each message that was input. */
  readonly inputs: readonly number[];
}

export async function showScreen(
  hubUrl: string,
  identity: StationIdentity,
  { session, colour }: { readonly session: string; readonly colour: readonly number[] },
): Promise<RelayedScreen> {
  const socket = await tillEnd(hubUrl, identity, { session, stream: 'screen' });
  const inputs: number[] = [];
  serve(socket, colour, inputs);
  return { socket, inputs };
}

export interface RelayedConsole {
  readonly acts: readonly unknown[];
}

export async function showConsole(
  hubUrl: string,
  identity: StationIdentity,
  { session, devices }: { readonly session: string } & Pick<ConsoleSnapshot, 'devices'>,
): Promise<RelayedConsole> {
  const socket = await tillEnd(hubUrl, identity, { session, stream: 'console' });
  const acts: unknown[] = [];
  socket.on('message', (data: Buffer) => {
    const act = consoleAct.parse(JSON.parse(data.toString()));
    acts.push(act);
    say(socket, { kind: 'answer', id: act.id, outcome: 'till-in-sale' });
  });
  say(socket, {
    kind: 'snapshot',
    till: 'Kiosk',
    atMs: 0,
    versions: { agent: '1.2.3', node: '24.0.0', platform: 'linux-x64' },
    isReady: false,
    devices,
    levels: [],
    counters: { journalLines: 7, unsentLines: 0, openPayouts: 0, debts: 0, operations: 0 },
    licence: 'active',
    journal: [{ seq: 7, atMs: 0, kind: 'device-lost', facts: { device: 'hopper-1' } }],
  });
  return { acts };
}

function say(socket: WebSocket, message: ConsoleMessage): void {
  socket.send(JSON.stringify(message));
}

async function tillEnd(
  hubUrl: string,
  identity: StationIdentity,
  { session, stream }: { readonly session: string; readonly stream: StreamKind },
): Promise<WebSocket> {
  const socket = new WebSocket(`${hubUrl.replace('http', 'ws')}${RELAY_TILL_PATH}`, [
    RELAY_SUBPROTOCOL,
  ]);
  const [challenge] = (await once(socket, 'message')) as [Buffer];
  const { nonce } = JSON.parse(challenge.toString()) as { nonce: string };
  const claim = { station: identity.station, session, stream };
  const facts = relayClaim(claim, nonce);
  const signature = signAsStation(identity.key.privateKey, { purpose: 'relay', facts });
  socket.send(JSON.stringify({ ...claim, signature }));
  await once(socket, 'message');
  return socket;
}

type Stage = 'version' | 'security' | 'client' | 'messages';

function serve(socket: WebSocket, colour: readonly number[], inputs: number[]): void {
  let stage: Stage = 'version';
  let held = Buffer.alloc(0);
  let isShown = false;
  socket.send(Buffer.from('RFB 003.008\n'));
  socket.on('message', (data: Buffer) => {
    held = Buffer.concat([held, data]);
    for (;;) {
      const length = lengthOf(stage, held);
      if (length === undefined || held.length < length) return;
      const message = held.subarray(0, length);
      held = held.subarray(length);
      switch (stage) {
        case 'version':
          socket.send(Buffer.from([1, 1]));
          stage = 'security';
          break;
        case 'security':
          socket.send(Buffer.alloc(4));
          stage = 'client';
          break;
        case 'client':
          socket.send(serverInit());
          stage = 'messages';
          break;
        case 'messages': {
          const [kind = -1] = message;
          if (INPUTS.includes(kind)) inputs.push(kind);
          if (kind !== UPDATE_REQUEST || isShown) break;
          isShown = true;
          socket.send(picture(colour));
        }
      }
    }
  });
}

function lengthOf(stage: Stage, held: Buffer): number | undefined {
  if (stage === 'version') return 12;
  if (stage !== 'messages') return 1;
  const [kind] = held;
  if (kind === undefined) return undefined;
  if (kind !== SET_ENCODINGS) return LENGTHS[kind];
  return held.length < 4 ? undefined : 4 + 4 * held.readUInt16BE(2);
}

function serverInit(): Buffer {
  const name = Buffer.from('till');
  const init = Buffer.alloc(24);
  init.writeUInt16BE(SCREEN.width, 0);
  init.writeUInt16BE(SCREEN.height, 2);
  // 32 bits a pixel, 24 of them used, red first.
  init.set([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16], 4);
  init.writeUInt32BE(name.length, 20);
  return Buffer.concat([init, name]);
}

/** The whole screen, raw. */
function picture([red = 0, green = 0, blue = 0]: readonly number[]): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt16BE(1, 2);
  head.writeUInt16BE(SCREEN.width, 8);
  head.writeUInt16BE(SCREEN.height, 10);
  const pixels = Buffer.alloc(SCREEN.width * SCREEN.height * 4, Buffer.from([red, green, blue, 0]));
  return Buffer.concat([head, pixels]);
}
