import { Agent } from 'node:https';
import { WebSocket, type ClientOptions } from 'ws';
import { FRAME_MAX_BYTES } from '../protocol/limits.ts';
import type { MessageSocket } from '../protocol/message-socket.ts';
import { SUBPROTOCOL } from '../protocol/version.ts';
import { hubUrl, tlsChecks, type HubAddress } from './hub-address.ts';

/** Dials a hub at this `ws:` or `wss:` URL, with the checks of its address. */
export type OpenSocket = (target: string, address: HubAddress) => MessageSocket;

export const openWebSocket: OpenSocket = (target, address) =>
  new WebSocket(target, [SUBPROTOCOL], socketOptions(address, FRAME_MAX_BYTES));

/** The checks go by the agent: `ws` declares its own option of that name as something else. */
export function socketOptions(address: HubAddress, maxPayload: number): ClientOptions {
  const limits = { maxPayload, perMessageDeflate: false };
  const isPlain = hubUrl(address.url).protocol === 'http:';
  return isPlain ? limits : { ...limits, agent: new Agent(tlsChecks(address)) };
}
