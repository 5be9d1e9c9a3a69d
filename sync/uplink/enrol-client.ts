import { randomBytes } from 'node:crypto';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Generation } from '../../agent/core/entitlement/entitlement.ts';
import type { HardwareHashes } from '../../agent/core/entitlement/hardware.ts';
import type { Clock } from '../../hardware/kit/clock.ts';
import {
  ENROL_PATH,
  enrolment,
  enrolmentFacts,
  refusalSchema,
  type EnrolmentRefusal,
  type EnrolmentResult,
} from '../protocol/enrolment.ts';
import { signAsStation, type StationKey } from '../trust/station-key.ts';
import type { TrustFile } from '../trust/trust-file.ts';
import { hubUrl, tlsChecks, type HubAddress } from './hub-address.ts';
import { ENROLMENT_MAX_BYTES, ENROLMENT_TIMEOUT_MS } from './limits.ts';
import { UplinkError } from './uplink-error.ts';
import { requireGenuineEntitlement, verifyAnswer, type EnrolmentProof } from './verify-answer.ts';

const NONCE_BYTES = 24;
const STATUS_OK = 200;

export interface EnrolmentAttempt {
  readonly address: HubAddress;
  readonly code: string;
  readonly key: StationKey;
  readonly version: string;
  readonly clock: Clock;
  /** What lies beside the program; undefined where nothing does. */
  readonly trust: TrustFile | undefined;
  /** The signed text of the licence that the till holds: it is to go on at the new station. */
  readonly held?: string | undefined;
  /** The highest generation that it has ever taken. */
  readonly generation?: Generation | undefined;
  /** The parts of this computer; the licence is bound to them where there are any. */
  readonly hardware?: HardwareHashes | undefined;
}

export interface StationAtHub extends Pick<
  EnrolmentResult,
  'station' | 'epoch' | 'hubEpoch' | 'pins'
> {
  /** The hub has signed its answer; whether that could be verified says `proof`. */
  readonly isSigned: boolean;
  readonly proof: EnrolmentProof;
  /** The first entitlement, verified. One that nothing here can verify is left out. */
  readonly entitlement?: string;
  /** Of that entitlement. */
  readonly generation?: Generation;
}

/**
 * Presents a one-time code to a hub. Throws `UplinkError` that says why the till is not enrolled; the
 * same code with the same key may be presented again.
 */
export async function enrolAtHub(attempt: EnrolmentAttempt): Promise<StationAtHub> {
  const { code, key, version, trust } = attempt;
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  const facts = { code, publicKey: key.publicKey, version, nonce, ...broughtBy(attempt) };
  const statement = { purpose: 'enrol', facts: enrolmentFacts(facts) } as const;
  const signature = signAsStation(key.privateKey, statement);
  const { status, text } = await post(attempt, JSON.stringify({ ...facts, signature }));
  const body = parseJson(text);
  if (status !== STATUS_OK) throw refusal(status, body);
  const { data: answer } = enrolment.result.safeParse(body);
  if (answer === undefined) {
    throw new UplinkError('answer-invalid', 'what answers there is no hub');
  }
  const proof = await verifyAnswer(answer, facts, trust);
  const { station, epoch, hubEpoch, pins, entitlement, document } = answer;
  const isSigned = document !== undefined;
  const enrolled = { station, epoch, hubEpoch, pins, isSigned, proof };
  if (entitlement === undefined || trust === undefined) return enrolled;
  const { generation } = await requireGenuineEntitlement(entitlement, station, trust);
  return { ...enrolled, entitlement, generation };
}

/** What this till has that the hub does not know of. */
function broughtBy({ held, generation, hardware }: EnrolmentAttempt) {
  const hasParts = hardware !== undefined && hardware.hashes.length > 0;
  return {
    ...(held === undefined ? {} : { held }),
    ...(generation === undefined ? {} : { generation }),
    ...(hasParts ? { hardware: { salt: hardware.salt, hashes: [...hardware.hashes] } } : {}),
  };
}

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

function post({ address, clock }: EnrolmentAttempt, body: string): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => {
      timer.cancel();
      reject(cause instanceof UplinkError ? cause : unreachable(address, cause));
    };
    const request = requestTo(address, (response) => {
      const answer = readText(response).then((text) => ({
        status: response.statusCode ?? 0,
        text,
      }));
      answer.then(resolve, fail).finally(() => timer.cancel());
    });
    const timer = clock.startTimer(ENROLMENT_TIMEOUT_MS, () => {
      request.destroy(new UplinkError('hub-unreachable', `${address.url} does not answer`));
    });
    request.on('error', fail);
    request.end(body);
  });
}

function requestTo(
  address: HubAddress,
  onResponse: (response: IncomingMessage) => void,
): ClientRequest {
  const url = hubUrl(address.url);
  const target = new URL(`${url.pathname.replace(/\/$/, '')}${ENROL_PATH}`, url);
  const options = { method: 'POST', headers: { 'content-type': 'application/json' } };
  return url.protocol === 'https:'
    ? httpsRequest(target, { ...options, ...tlsChecks(address) }, onResponse)
    : httpRequest(target, options, onResponse);
}

async function readText(response: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response) {
    bytes += piece.length;
    if (bytes > ENROLMENT_MAX_BYTES)
      throw new UplinkError('answer-invalid', 'the answer is too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function refusal(status: number, body: unknown): UplinkError {
  const parsed = refusalSchema.safeParse(body);
  if (!parsed.success)
    return new UplinkError('answer-invalid', `what answers there is no hub (${status})`);
  const { code } = parsed.data.error;
  const said = isRefusalInWords(code) ? REFUSALS_IN_WORDS[code] : `it said ${code}`;
  return new UplinkError('enrolment-refused', `the hub does not enrol this till: ${said}`);
}

const REFUSALS_IN_WORDS = {
  'code-not-valid': 'the code is unknown, used or past its time',
  'key-not-new':
    'the code is for a new key, and this till shows one that the station has had; ' +
    'with --again it makes a new one',
} as const satisfies Partial<Record<EnrolmentRefusal, string>>;

function isRefusalInWords(code: string): code is keyof typeof REFUSALS_IN_WORDS {
  return Object.hasOwn(REFUSALS_IN_WORDS, code);
}

function unreachable({ url }: HubAddress, cause: Error): UplinkError {
  return new UplinkError('hub-unreachable', `cannot reach ${url}: ${cause.message}`, { cause });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
