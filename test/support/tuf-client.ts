/** The reference client (tuf-js) on the folder of a repository, without a network. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BaseFetcher, Updater } from 'tuf-js';

export interface TufClient extends Disposable {
  readonly updater: Updater;
  /** The verified bytes of a target; undefined where nothing signed names it. */
  readonly fetch: (path: string) => Promise<Buffer | undefined>;
}

const BASE = 'http://repository.invalid';

/** A new client that knows this root; `cache` of an earlier one is a client that comes back. */
export function createTufClient(folder: string, root: Record<string, unknown>): TufClient {
  const cache = mkdtempSync(join(tmpdir(), 'tillwarden-tuf-'));
  writeFileSync(join(cache, 'root.json'), JSON.stringify(root));
  const updater = () =>
    new Updater({
      metadataDir: cache,
      metadataBaseUrl: `${BASE}/metadata`,
      targetDir: cache,
      targetBaseUrl: `${BASE}/targets`,
      fetcher: new FolderFetcher(folder),
    });
  return {
    get updater() {
      return updater();
    },
    fetch: async (path) => {
      const client = updater();
      await client.refresh();
      const target = await client.getTargetInfo(path);
      return target && readFileSync(await client.downloadTarget(target));
    },
    [Symbol.dispose]: () => rmSync(cache, { recursive: true, force: true }),
  };
}

class FolderFetcher extends BaseFetcher {
  private readonly folder: string;

  constructor(folder: string) {
    super();
    this.folder = folder;
  }

  override async fetch(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const path = join(this.folder, decodeURIComponent(url.slice(BASE.length)));
    const bytes = readIfThere(path);
    if (bytes === undefined) throw await notFound();
    return new Blob([bytes]).stream();
  }
}

function readIfThere(path: string): Buffer<ArrayBuffer> | undefined {
  try {
    return Buffer.from(readFileSync(path));
  } catch {
    return undefined;
  }
}

/** The class of a 404 is not exported, and the client asks for it by class. */
async function notFound(): Promise<unknown> {
  const { DownloadHTTPError } = await import('../../node_modules/tuf-js/dist/error.js');
  return new DownloadHTTPError('not found', 404);
}
