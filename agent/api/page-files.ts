/**
 * The built cashier page, read once at the start. Each file has a route of its own, so that no
 * address can reach anything else on the disk.
 */
import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';
import type { ApiServer } from './api-parts.ts';
import { PAGE_FILES_MAX, PAGE_FILE_MAX_BYTES } from './limits.ts';
import { sendProblem } from './problem-reply.ts';

export interface PageFile {
  /** `/` for the page itself, else its path below the folder. */
  readonly url: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const INDEX = '/index.html';

/** The build puts a hash of the content into every name but the page's own. */
const FOREVER = 'private, max-age=31536000, immutable';

/** Nothing when there is no built page there. Throws `ApiError` when it cannot be served. */
export function readPage(folder: string | undefined): readonly PageFile[] | undefined {
  if (folder === undefined) return undefined;
  const files = filesOf(folder);
  if (files === undefined) return undefined;
  if (files.length > PAGE_FILES_MAX) throw unreadable(folder, 'there are too many files');
  const page = files.map((path) => pageFile(folder, path));
  return page.some(({ url }) => url === '/') ? page : undefined;
}

/** Serves the page's files; without any, `/` says how to build it. */
export function addPageRoutes(server: ApiServer, page: readonly PageFile[] | undefined): void {
  const options = { schema: { hide: true }, config: { isOpen: true } };
  if (page === undefined) {
    server.get('/', options, async (_request, reply) =>
      sendProblem(reply, { code: 'page-not-built' }),
    );
    return;
  }
  for (const file of page) {
    server.get(file.url, options, async (request, reply) => sendFile(request, reply, file));
  }
}

function filesOf(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry: Dirent) => join(entry.parentPath, entry.name));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw unreadable(folder, String(cause));
  }
}

function pageFile(folder: string, path: string): PageFile {
  const contentType = CONTENT_TYPES[extname(path)];
  if (contentType === undefined) throw unreadable(path, 'this kind of file is not served');
  if (statSync(path).size > PAGE_FILE_MAX_BYTES) throw unreadable(path, 'the file is too large');
  const url = `/${relative(folder, path).split(sep).join('/')}`;
  return { url: url === INDEX ? '/' : url, contentType, bytes: readFileSync(path) };
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: PageFile): FastifyReply {
  reply.header('content-type', file.contentType);
  if (file.url !== '/') return reply.header('cache-control', FOREVER).send(file.bytes);
  return reply.header('content-security-policy', contentPolicy(request.host)).send(file.bytes);
}

/** The host is one of our own names by now. Not every browser takes 'self' to mean WebSockets too. */
function contentPolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ws://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function unreadable(path: string, reason: string): ApiError {
  return new ApiError('page-unreadable', `the cashier page at ${path} cannot be served: ${reason}`);
}
