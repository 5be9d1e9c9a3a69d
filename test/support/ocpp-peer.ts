/** An OCPP-J program that is not ours; the types it comes with ask for more than it does. */
import { createValidator, RPCClient, RPCServer } from 'ocpp-rpc';
import { jsonSchemas } from '../../sync/protocol/json-schemas.ts';
import { SUBPROTOCOL } from '../../sync/protocol/version.ts';

type Handler = (call: { readonly params: unknown }) => unknown;

export interface OcppPeer {
  handle(action: string, handler: Handler): void;
  call(action: string, payload: unknown): Promise<unknown>;
  connect(): Promise<void>;
  close(): Promise<void>;
}

export interface OcppServer {
  on(event: 'client', listener: (peer: OcppPeer) => void): void;
  listen(port: number, host: string): Promise<{ address(): unknown }>;
  close(options: { readonly force: boolean }): Promise<void>;
}

/** Checks every message, in and out, against the JSON Schemas made from ours. */
function strict(): object {
  const validator = createValidator(SUBPROTOCOL, structuredClone(jsonSchemas()));
  return { protocols: [SUBPROTOCOL], strictMode: true, strictModeValidators: [validator] };
}

export function ocppClient(endpoint: string, identity: string): OcppPeer {
  const options = { endpoint, identity, reconnect: false, ...strict() };
  return new RPCClient(options as never) as unknown as OcppPeer;
}

export function ocppServer(): OcppServer {
  return new RPCServer(strict());
}
