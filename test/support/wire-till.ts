/** A till at the level of frames, for saying to a hub what no till of ours would. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ChallengeRequest } from '../../sync/protocol/challenge.ts';
import type { EnrolmentResult } from '../../sync/protocol/enrolment.ts';
import { enrolmentFacts } from '../../sync/protocol/enrolment.ts';
import { GENESIS, type Place } from '../../sync/protocol/fields.ts';
import { callText, parseFrame, resultText, type Frame } from '../../sync/protocol/frame.ts';
import { helloFacts, type HelloRequest, type HelloStatement } from '../../sync/protocol/hello.ts';
import { SUBPROTOCOL } from '../../sync/protocol/version.ts';
import { createStationKey, signAsStation, type StationKey } from '../../sync/trust/station-key.ts';

const NONCE = 'till-nonce-till-nonce-till';

export interface StationIdentity {
  readonly station: string;
  readonly key: StationKey;
}

/** Presents a code at a hub; the answer's status and body. */
export async function postEnrolment(
  hubUrl: string,
  code: string,
  key = createStationKey(),
): Promise<{ readonly status: number; readonly body: unknown; readonly key: StationKey }> {
  const facts = { code, publicKey: key.publicKey, version: 'test', nonce: NONCE };
  const purpose = { purpose: 'enrol', facts: enrolmentFacts(facts) } as const;
  const response = await fetch(`${hubUrl}/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...facts, signature: signAsStation(key.privateKey, purpose) }),
  });
  return { status: response.status, body: await response.json(), key };
}

export async function enrolledStation(hubUrl: string, code: string): Promise<StationIdentity> {
  const { body, key, status } = await postEnrolment(hubUrl, code);
  if (status !== 200) throw new TypeError(`not enrolled: ${JSON.stringify(body)}`);
  return { station: (body as EnrolmentResult).station, key };
}

/** A Hello of a station with an empty journal, but for what is said here. */
export function signedHello(
  { station, key }: StationIdentity,
  asked: ChallengeRequest,
  stated: Partial<HelloStatement> = {},
): HelloRequest {
  const statement: HelloStatement = {
    station,
    epoch: 1,
    versions: { agent: 'test', protocol: 1 },
    journal: { head: GENESIS, trail: [] },
    capabilities: [],
    nonce: NONCE,
    ...stated,
  };
  const facts = helloFacts(asked, statement);
  return { ...statement, signature: signAsStation(key.privateKey, { purpose: 'hello', facts }) };
}

export class WireTill {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  readonly #frames: Frame[] = [];
  readonly #waiting = new Set<() => void>();
  #calls = 0;

  constructor(hubUrl: string, protocols: readonly string[] = [SUBPROTOCOL], path = '/sync') {
    this.socket = new WebSocket(`${hubUrl.replace('http', 'ws')}${path}`, [...protocols]);
    this.socket.on('message', (data) => {
      const frame = parseFrame((data as Buffer).toString());
      if (frame.kind === 'bad') throw new TypeError('the hub sent no frame');
      this.#frames.push(frame);
      for (const wake of this.#waiting) wake();
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code) => {
        resolve(code);
        for (const wake of this.#waiting) wake();
      });
    });
  }

  static async connect(hubUrl: string): Promise<WireTill> {
    const till = new WireTill(hubUrl);
    await once(till.socket, 'open');
    return till;
  }

  /** Takes the first frame that fits, come already or still to come. */
  async frame(fits: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const index = this.#frames.findIndex(fits);
      const [found] = index < 0 ? [] : this.#frames.splice(index, 1);
      if (found !== undefined) return found;
      if (this.socket.readyState === WebSocket.CLOSED) throw new TypeError('the socket is closed');
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** Whether a frame that fits has come and was not taken. */
  hasFrame(fits: (frame: Frame) => boolean): boolean {
    return this.#frames.some(fits);
  }

  async challenge(): Promise<ChallengeRequest> {
    const frame = await this.frame(({ kind }) => kind === 'call');
    if (frame.kind !== 'call') throw new TypeError('no call');
    this.socket.send(resultText(frame.id, {}));
    return frame.payload as ChallengeRequest;
  }

  async call(action: string, payload: unknown): Promise<Frame> {
    this.#calls += 1;
    const id = `call-${this.#calls}`;
    this.socket.send(callText(id, action, payload));
    return this.frame((frame) => frame.kind !== 'call' && frame.id === id);
  }

  async hello(identity: StationIdentity, stated: Partial<HelloStatement> = {}): Promise<Frame> {
    return this.call('Hello', signedHello(identity, await this.challenge(), stated));
  }
}

/** The reason of a refusal, by which our ends decide. */
export function reasonOf(frame: Frame): unknown {
  if (frame.kind !== 'error') return undefined;
  return (frame.details as { reason?: unknown }).reason;
}

export function headOfJournal(head: Place): Pick<HelloStatement, 'journal'> {
  return { journal: { head, trail: [] } };
}
