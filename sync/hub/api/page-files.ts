/**
 * The built page, read once at the start. Each file has a route of its own, so that no address can
 * reach anything else on the disk.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyReply } from 'fastify';
import { HubError } from '../hub-error.ts';
import type { PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';

export interface PageFile {
  /** `/` for the page itself, else its path below the folder. */
  readonly url: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const FILES_MAX = 64;
const FILE_MAX_BYTES = 2 * 1_024 * 1_024;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

const INDEX = '/index.html';

/** Here the build puts a hash of the content into every name. */
const HASHED = '/assets/';
const FOREVER = 'private, max-age=31536000, immutable';

/**
 * Nothing may make text into markup or script: names come from tills and from other people. A till's
 * screen comes over a socket of this origin; its pieces and its cursor become images without one.
 */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Nothing when there is no built page there. Throws `HubError` when it cannot be served. */
export function readPage(folder: string | undefined): readonly PageFile[] | undefined {
  if (folder === undefined) return undefined;
  const files = filesOf(folder);
  if (files === undefined) return undefined;
  if (files.length > FILES_MAX) throw unreadable(folder, 'there are too many files');
  const page = files.map((path) => pageFile(folder, path));
  return page.some(({ url }) => url === '/') ? page : undefined;
}

/** Serves the page's files; without any, `/` says how to come by it. */
export function addPageRoutes(server: PeopleServer, page: readonly PageFile[] | undefined): void {
  const options = { config: { door: 'open' } } as const;
  if (page === undefined) {
    server.get('/', options, async (_, reply) => sendProblem(reply, { code: 'page-not-built' }));
    return;
  }
  for (const file of page) {
    server.get(file.url, options, async (_, reply) => sendFile(reply, file));
  }
}

function filesOf(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw unreadable(folder, String(cause));
  }
}

function pageFile(folder: string, path: string): PageFile {
  const contentType = CONTENT_TYPES[extname(path)];
  if (contentType === undefined) throw unreadable(path, 'this kind of file is not served');
  if (statSync(path).size > FILE_MAX_BYTES) throw unreadable(path, 'the file is too large');
  const url = `/${relative(folder, path).split(sep).join('/')}`;
  return { url: url === INDEX ? '/' : url, contentType, bytes: readFileSync(path) };
}

function sendFile(reply: FastifyReply, { url, contentType, bytes }: PageFile): FastifyReply {
  reply.header('content-type', contentType).header('content-security-policy', CONTENT_POLICY);
  if (url.startsWith(HASHED)) reply.header('cache-control', FOREVER);
  return reply.send(bytes);
}

function unreadable(path: string, reason: string): HubError {
  return new HubError('page-unreadable', `the page at ${path} cannot be served: ${reason}`);
}
