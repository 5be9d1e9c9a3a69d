/**
 * The release repository over HTTP. Metadata is for everybody: it is signed, and says nothing that a
 * till may not know. A target is for the station that asks with its own key, and only where its
 * entitlement covers the release.
 */
import { createReadStream, statSync } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readDownload, verifyDownload } from '../../trust/download-token.ts';
import type { HubParts } from '../hub-parts.ts';
import { byteRange } from '../rollouts/byte-range.ts';
import { KnownLicences } from '../rollouts/known-licences.ts';
import { mayDownload, type DownloadRefusal } from '../rollouts/may-download.ts';
import type { ReleaseRepository, TargetFile } from '../rollouts/repository.ts';
import { isSameRelease } from '../rollouts/shelf.ts';
import { RefusalLog } from '../sessions/refusal-log.ts';
import { yankedReleases } from '../store/rollouts.ts';
import { stationById } from '../store/stations.ts';
import { updateStations } from '../store/update-fleet.ts';
import { stationStatus } from '../rollouts/fleet-facts.ts';
import { networkOf } from '../users/address-failures.ts';
import type { PeopleServer } from './people-parts.ts';

const TARGETS = '/v1/releases/targets/';
const METADATA = '/v1/releases/metadata/';
const MS_PER_SECOND = 1_000;

type Refusal = DownloadRefusal | 'not-signed' | 'too-many-attempts' | 'range-unfit';

const STATUSES: Readonly<Record<Refusal, number>> = {
  'not-signed': 401,
  'station-revoked': 403,
  'licence-state': 403,
  'not-entitled': 403,
  'no-such-target': 404,
  yanked: 410,
  'range-unfit': 416,
  'too-many-attempts': 429,
};

export function addReleaseFileRoutes(server: PeopleServer, parts: HubParts): void {
  const { repository } = parts;
  if (repository === undefined) return;
  const config = { door: 'machines' } as const;
  server.get<{ Params: { '*': string } }>(`${METADATA}*`, { config }, async (request, reply) => {
    const text = repository.metadata(request.params['*']);
    if (text === undefined) return refuse(reply, 'no-such-target');
    return reply.type('application/json').serializer(String).send(text);
  });
  const desk = new DownloadDesk(parts, repository);
  server.get<{ Params: { '*': string } }>(`${TARGETS}*`, { config }, async (request, reply) => {
    return desk.answer(request, reply, request.params['*']);
  });
}

class DownloadDesk {
  readonly #parts: HubParts;
  readonly #repository: ReleaseRepository;
  readonly #known = new KnownLicences();
  readonly #log = new RefusalLog();

  constructor(parts: HubParts, repository: ReleaseRepository) {
    this.#parts = parts;
    this.#repository = repository;
  }

  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    stored: string,
  ): Promise<FastifyReply> {
    const station = await this.#whoAsks(request);
    if (typeof station !== 'string') return refuse(reply, station.code, station);
    const target = this.#repository.target(stored);
    if (target === undefined)
      return this.#decline(reply, { station, stored, code: 'no-such-target' });
    const verdict = await this.#judge(station, target);
    if (verdict.kind === 'refused') {
      const { code, latest } = verdict;
      return this.#decline(reply, { station, stored, code, latest });
    }
    this.#note(station, stored, 'allowed');
    return send(request, reply, target);
  }

  /** The station, as its own key shows. */
  async #whoAsks(request: FastifyRequest): Promise<string | Refused> {
    const { failures, clock, database } = this.#parts;
    const network = networkOf(request.ip);
    const retryAfterMs = failures.retryAfterMs(network, clock.monotonicMs());
    if (retryAfterMs !== undefined) return { code: 'too-many-attempts', retryAfterMs };
    const read = readDownload(request.headers.authorization ?? '');
    const station =
      read.kind === 'read' ? await stationById(database, read.request.station) : undefined;
    if (read.kind === 'refused' || station === undefined) return this.#stranger(network);
    const [path = ''] = request.url.split('?', 1);
    const nowMs = clock.wallMs();
    const { publicKey } = station;
    const verified = await verifyDownload(read, { publicKey, path, nowMs });
    if (verified.kind === 'refused') return this.#stranger(network);
    return station.station;
  }

  #stranger(network: string): Refused {
    this.#parts.failures.note(network, this.#parts.clock.monotonicMs());
    this.#note(network, '', 'not-signed');
    return { code: 'not-signed' };
  }

  async #judge(station: string, target: TargetFile) {
    const { database, clock } = this.#parts;
    const [row] = await updateStations(database, this.#known, station);
    const gone = await yankedReleases(database);
    return mayDownload(target.path, {
      isRevoked: row?.isRevoked ?? true,
      entitlement: row?.entitlement,
      status: stationStatus(this.#known, row, clock.wallMs()),
      releases: this.#repository.releases(),
      isYanked: (release) => gone.some((one) => isSameRelease(one, release)),
    });
  }

  #decline(reply: FastifyReply, { station, stored, ...refused }: Declined): FastifyReply {
    this.#note(station, stored, refused.code);
    return refuse(reply, refused.code, refused);
  }

  /** Once in a while for each station, file and decision, with the number of those between. */
  #note(station: string, stored: string, decision: 'allowed' | Refusal): void {
    const { clock, onEvent } = this.#parts;
    const key = [station, stored, decision].join(' ');
    const count = this.#log.note(key, clock.monotonicMs());
    if (count === undefined) return;
    onEvent({ kind: 'download-decided', station, target: stored, decision, count });
  }
}

interface Refused {
  readonly code: Refusal;
  readonly latest?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

interface Declined extends Refused {
  readonly station: string;
  readonly stored: string;
}

function refuse(
  reply: FastifyReply,
  code: Refusal,
  { latest, retryAfterMs }: Omit<Refused, 'code'> = {},
): FastifyReply {
  if (retryAfterMs !== undefined) {
    reply.header('retry-after', Math.ceil(retryAfterMs / MS_PER_SECOND));
  }
  reply.code(STATUSES[code]).type('application/json; charset=utf-8');
  return reply.send({ error: { code, latest } });
}

/** What is signed is what lies there: a file of another length is none. */
function send(request: FastifyRequest, reply: FastifyReply, target: TargetFile): FastifyReply {
  const { place, lengthBytes, sha256 } = target;
  if (statSync(place, { throwIfNoEntry: false })?.size !== lengthBytes) {
    return refuse(reply, 'no-such-target');
  }
  const etag = `"${sha256}"`;
  reply.header('etag', etag).header('accept-ranges', 'bytes').type('application/octet-stream');
  const { range, 'if-range': ifRange } = request.headers;
  const isOfThis = ifRange === undefined || ifRange === etag;
  const asked = isOfThis ? byteRange(range, lengthBytes) : ({ kind: 'whole' } as const);
  switch (asked.kind) {
    case 'whole':
      return reply.header('content-length', lengthBytes).send(createReadStream(place));
    case 'unfit':
      reply.header('content-range', `bytes */${lengthBytes}`);
      return refuse(reply, 'range-unfit');
    case 'part': {
      const { start, end } = asked;
      reply.code(206).header('content-range', `bytes ${start}-${end}/${lengthBytes}`);
      return reply
        .header('content-length', end - start + 1)
        .send(createReadStream(place, { start, end }));
    }
  }
}
