/** A folder over HTTP with ranges, as a hub serves its releases; a test may answer in its place. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { sha256 } from './tuf-repository.ts';

const PREFIX = '/v1/releases';

/** True: it has answered. */
type Answerer = (path: string, response: ServerResponse, request: IncomingMessage) => boolean;

export class ReleaseServer implements AsyncDisposable {
  /** Replaced by a test that attacks. */
  answer: Answerer = () => false;
  readonly asked: string[] = [];
  readonly authorizations: string[] = [];
  readonly #server: Server;
  folder: string;

  constructor(folder: string, tls?: { readonly key: string; readonly cert: string }) {
    this.folder = folder;
    const serve = (request: IncomingMessage, response: ServerResponse): void =>
      this.#serve(request, response);
    this.#server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*$/, ''));
    this.asked.push(path);
    if (request.headers.authorization !== undefined) {
      this.authorizations.push(request.headers.authorization);
    }
    const below = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : '';
    if (this.answer(below, response, request)) return;
    try {
      sendRange(request, response, readFileSync(join(this.folder, normalize(below))));
    } catch {
      response.writeHead(404).end();
    }
  }
}

/** A file, or the rest of it where the asker has its beginning still. */
export function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const etag = `"${sha256(bytes)}"`;
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const condition = request.headers['if-range'];
  if (from === undefined || (condition !== undefined && condition !== etag)) {
    response.writeHead(200, { etag, 'content-length': bytes.length }).end(bytes);
  } else if (Number(from) >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  } else {
    const rest = bytes.subarray(Number(from));
    const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(206, { etag, 'content-length': rest.length, 'content-range': range });
    response.end(rest);
  }
}
