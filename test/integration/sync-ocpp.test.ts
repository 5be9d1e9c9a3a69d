/**
 * The framing is OCPP-J and nothing of our own: an independent OCPP-J program, given our subprotocol
 * and the JSON Schemas made from ours, talks to either end in its strict mode.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import type { ChallengeRequest } from '../../sync/protocol/challenge.ts';
import { GENESIS } from '../../sync/protocol/fields.ts';
import type { HelloRequest } from '../../sync/protocol/hello.ts';
import { helloFacts } from '../../sync/protocol/hello.ts';
import type { LinesRequest } from '../../sync/protocol/lines.ts';
import { isSignedByStation } from '../../sync/trust/station-key.ts';
import { coins, extended, headOf } from '../support/chain.ts';
import { ocppClient, ocppServer } from '../support/ocpp-peer.ts';
import { createTestVendor, signedEntitlement } from '../support/test-vendor.ts';
import { enrolFolder, UplinkTill } from '../support/uplink-till.ts';
import { enrolledStation, signedHello } from '../support/wire-till.ts';

const vendor = createTestVendor();
let folder = '';
let hub: Hub;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-ocpp-'));
  hub = await startHub({
    folder,
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: { signTime: async () => 'a signed time', trust: vendor.trust },
    onEvent: () => undefined,
    onError: (cause) => {
      throw cause;
    },
  });
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function code(): Promise<string> {
  return hub.office.makeCode({ name: 'Till 1', site: 'shop', validMs: 60_000 });
}

it('its client signs on to the hub, uploads and takes commands', async () => {
  const identity = await enrolledStation(hub.url, await code());
  const endpoint = `${hub.url.replace('http', 'ws')}/sync`;
  const client = ocppClient(endpoint, identity.station);
  const challenged = Promise.withResolvers<ChallengeRequest>();
  const commanded = Promise.withResolvers<unknown>();
  client.handle('Challenge', ({ params }) => {
    challenged.resolve(params as ChallengeRequest);
    return {};
  });
  client.handle('Commands', ({ params }) => {
    commanded.resolve(params);
    return { durableTo: 1 };
  });
  await client.connect();
  const chain = extended([], coins(3));
  const journal = { head: headOf(chain), trail: [] };
  const request = signedHello(identity, await challenged.promise, { journal });
  expect(await client.call('Hello', request)).toMatchObject({ epoch: 1, durableTo: 0, window: 1 });
  const upload = { epoch: 1, from: 1, lines: chain };
  expect(await client.call('Lines', upload)).toEqual({ durableTo: 3 });
  const { station } = identity;
  const document = await signedEntitlement(await vendor.certify('issuer'), station, 1);
  await hub.sendEntitlement(station, document);
  expect(await commanded.promise).toMatchObject({ from: 1, commands: [{ kind: 'entitlement' }] });
  await expect(client.call('Lines', { ...upload, epoch: 2 })).rejects.toMatchObject({
    rpcErrorCode: 'ProtocolError',
    details: { reason: 'epoch-not-agreed' },
  });
  await client.close();
});

it('its server takes our uplink’s sign-on and lines, and sends it a command', async () => {
  await enrolFolder(folder, hub.url, await code());
  const server = ocppServer();
  const acknowledged = Promise.withResolvers<number>();
  const nonce = createHash('sha256').update('nonce').digest('base64url');
  const asked = { nonce, hubEpoch: 'ocpp-hub' };
  let signature: Promise<boolean> | undefined;
  let commandAnswer: Promise<unknown> | undefined;
  server.on('client', (client) => {
    client.handle('Hello', ({ params }) => {
      const { signature: signed, ...stated } = params as HelloRequest;
      signature = Promise.resolve(signed.length === 86 && stated.journal.head.seq === 4);
      setImmediate(() => {
        commandAnswer = client.call('Commands', {
          hubEpoch: asked.hubEpoch,
          from: 1,
          commands: [{ seq: 1, kind: 'entitlement', body: { document: 'from elsewhere' } }],
        });
      });
      return {
        epoch: 1,
        durableTo: 0,
        mailboxTo: 0,
        limits: { linesMax: 2, bytesMax: 10_000, heartbeatMs: 15_000 },
        window: 1,
        mode: 'full',
      };
    });
    client.handle('Lines', ({ params }) => {
      const { from, lines } = params as LinesRequest;
      const durableTo = from + lines.length - 1;
      if (durableTo === 4) acknowledged.resolve(durableTo);
      return { durableTo };
    });
    void client.call('Challenge', asked);
  });
  const httpServer = await server.listen(0, '127.0.0.1');
  const address = httpServer.address();
  const { port } = address as { port: number };
  const till = new UplinkTill(folder, { hubUrl: `http://127.0.0.1:${port}` });
  till.append('coins', 4);
  till.start();
  expect(await acknowledged.promise).toBe(4);
  expect(await signature).toBe(true);
  expect(await commandAnswer).toEqual({ durableTo: 1 });
  expect(till.entitlements).toEqual(['from elsewhere']);
  await till[Symbol.asyncDispose]();
  await server.close({ force: true });
});

it('what the uplink signs can be verified from the wire alone', async () => {
  const { key, station } = await enrolledStation(hub.url, await code());
  const asked = { nonce: 'n'.repeat(32), hubEpoch: 'h' };
  const { signature, ...stated } = signedHello({ key, station }, asked, {
    journal: { head: GENESIS, trail: [] },
  });
  const facts = helloFacts(asked, JSON.parse(JSON.stringify(stated)) as typeof stated);
  const { publicKey } = key;
  expect(isSignedByStation({ purpose: 'hello', facts, publicKey, signature })).toBe(true);
});
