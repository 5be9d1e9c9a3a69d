/** Where tills put their logs: by their own key, under a name that the desk has asked for. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { nameField } from '../../protocol/fields.ts';
import {
  LOGS_CONTENT_TYPE,
  LOGS_MAX_BYTES,
  LOGS_SIGNATURE_HEADER,
  logsStatement,
} from '../../protocol/logs.ts';
import { LOGS_PATH } from '../../protocol/relay.ts';
import { isSignedByStation } from '../../trust/station-key.ts';
import type { HubParts } from '../hub-parts.ts';
import { bundleById, keepBundle } from '../store/log-bundles.ts';
import { stationById } from '../store/stations.ts';
import type { PeopleServer } from './people-parts.ts';

type Refusal = 'not-signed' | 'not-asked' | 'unfit';

const STATUSES: Readonly<Record<Refusal, number>> = {
  'not-signed': 401,
  'not-asked': 404,
  unfit: 400,
};

export function addLogUploadRoutes(server: PeopleServer, parts: HubParts): void {
  server.addContentTypeParser(
    LOGS_CONTENT_TYPE,
    { parseAs: 'buffer', bodyLimit: LOGS_MAX_BYTES },
    (_request, body, done) => done(null, body),
  );
  const config = { door: 'machines' } as const;
  server.put<{ Params: { bundle: string } }>(
    `${LOGS_PATH}/:bundle`,
    {
      config,
      bodyLimit: LOGS_MAX_BYTES,
      // Before a byte of it is read: a name that nobody has asked for fills nobody's memory.
      onRequest: async (request, reply) => {
        const station = await askedOf(parts, request.params.bundle);
        if (station === undefined) return refuse(reply, 'not-asked');
      },
    },
    (request, reply) => take(parts, request, reply),
  );
}

/** The station that a bundle was asked of; one whose key was taken away sends nothing more. */
async function askedOf({ database }: HubParts, bundle: string) {
  const asked = await bundleById(database, bundle);
  const station = asked && (await stationById(database, asked.station));
  return station?.isRevoked === true ? undefined : station;
}

/** The signature is of the very bytes: of which station's key, the bundle says. */
async function take(
  parts: HubParts,
  request: FastifyRequest<{ Params: { bundle: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const name = nameField.safeParse(request.params.bundle);
  const signature = request.headers[LOGS_SIGNATURE_HEADER];
  const content = request.body;
  if (!name.success || !Buffer.isBuffer(content)) return refuse(reply, 'unfit');
  const station = await askedOf(parts, name.data);
  if (station === undefined) return refuse(reply, 'not-asked');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const claim = { station: station.station, bundle: name.data, sha256, sizeBytes: content.length };
  const { publicKey } = station;
  const isIts =
    typeof signature === 'string' &&
    isSignedByStation({ ...logsStatement(claim), publicKey, signature });
  if (!isIts) return refuse(reply, 'not-signed');
  const kept = { station: station.station, bundle: name.data, sha256, content };
  return (await keepBundle(parts.database, kept)) ? reply.send({}) : refuse(reply, 'not-asked');
}

function refuse(reply: FastifyReply, code: Refusal): FastifyReply {
  return reply.code(STATUSES[code]).send({ error: { code } });
}
