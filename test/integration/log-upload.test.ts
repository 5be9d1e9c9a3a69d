/** Whoever was not asked for logs is told so before the hub takes a byte of them. */
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { LOGS_CONTENT_TYPE, LOGS_MAX_BYTES } from '../../sync/protocol/logs.ts';
import { LOGS_PATH } from '../../sync/protocol/relay.ts';
import { RelayDesk } from '../support/relay-desk.ts';

it('refuses what nobody has asked for while all of it is still to come', async () => {
  await using desk = await RelayDesk.open();
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const asked = request(`${desk.hub.url}${LOGS_PATH}/logs-1`, {
      method: 'PUT',
      headers: { 'content-type': LOGS_CONTENT_TYPE, 'content-length': LOGS_MAX_BYTES },
    });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      resolve(answer.statusCode);
      asked.destroy();
    });
    asked.flushHeaders();
  });
  expect(status).toBe(404);
});
