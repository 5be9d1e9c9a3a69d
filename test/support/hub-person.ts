/** Somebody at a running hub, with their browser's cookie and token, and no browser. */
import { WebSocket } from 'ws';
import { PASSWORD } from './people-hub.ts';

export interface PersonAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export class HubPerson {
  readonly #hubUrl: string;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(hubUrl: string, headers: Readonly<Record<string, string>>) {
    this.#hubUrl = hubUrl;
    this.#headers = headers;
  }

  static async signIn(hubUrl: string, name: string): Promise<HubPerson> {
    const url = hubUrl.replace('127.0.0.1', 'localhost');
    const own = { origin: url, 'content-type': 'application/json' };
    const response = await fetch(`${url}/v1/session`, {
      method: 'POST',
      headers: own,
      body: JSON.stringify({ name, password: PASSWORD }),
    });
    const { csrfToken } = (await response.json()) as { csrfToken?: string };
    if (csrfToken === undefined) throw new TypeError(`${name} was not let in`);
    const [cookie = ''] = response.headers.getSetCookie();
    const session = { cookie: cookie.split(';', 1)[0] ?? '', 'x-tillwarden-csrf': csrfToken };
    return new HubPerson(url, { ...own, ...session });
  }

  /** As `POST /v1/tickets`. */
  async call(what: string, body?: object): Promise<PersonAnswer> {
    const [method = 'GET', path = '/'] = what.split(' ');
    const response = await fetch(`${this.#hubUrl}${path}`, {
      method,
      headers: this.#headers,
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** The code of a refusal; undefined where it was done. */
  async refusal(what: string, body?: object): Promise<unknown> {
    const { body: answer } = await this.call(what, body);
    return (answer['error'] as { code?: unknown } | undefined)?.code;
  }

  socket(path: string, headers: Readonly<Record<string, string>> = {}): WebSocket {
    const url = `${this.#hubUrl.replace('http', 'ws')}${path}`;
    const { cookie = '', origin = '' } = this.#headers;
    return new WebSocket(url, { headers: { cookie, origin, ...headers } });
  }
}
