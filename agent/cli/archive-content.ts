/** What lies in an archive that is to be released: a wrong one would fail at every till that takes it. */
import { list } from 'tar';
import { z } from 'zod';
import { parseJson } from '../../sync/trust/parse-json.ts';
import { trustFileSchema } from '../../sync/trust/trust-file.ts';
import { UsageError } from './command.ts';

const PACKAGE_FILE = 'package.json';
const TRUST_FILE = 'trust.json';
const NODE_FILE = 'bin/node';
const TEXT_BYTES_MAX = 1_048_576;

const packageSchema = z.object({ version: z.string() });

export interface ExpectedApplication {
  readonly version: string;
  readonly vendor: string;
  readonly isDemo: boolean;
}

/**
 * Throws `UsageError` where the archive is not the application of this version, or its tills would
 * believe somebody else from then on, or nobody who could give them the next release.
 */
export async function assertApplication(
  archive: string,
  expected: ExpectedApplication,
): Promise<void> {
  const { names, texts } = await contentOf(archive);
  for (const name of [PACKAGE_FILE, TRUST_FILE]) {
    if (names.has(name)) continue;
    throw new UsageError(`${archive} has no ${name} at its top, so no till could run it`);
  }
  const found = packageSchema.safeParse(parseJson(texts.get(PACKAGE_FILE) ?? '')).data?.version;
  if (found !== expected.version) {
    throw new UsageError(
      `${archive} is version ${found ?? 'unknown'} by its package.json, and not ${expected.version}`,
    );
  }
  const trust = trustFileSchema.safeParse(parseJson(texts.get(TRUST_FILE) ?? '')).data;
  const isOurs = trust?.vendor === expected.vendor && trust.isDemo === expected.isDemo;
  if (isOurs && trust.releaseRoot !== undefined) return;
  throw new UsageError(
    `The ${TRUST_FILE} in ${archive} is not that of ${expected.vendor} with its releases: a till ` +
      `with it would take no update any more. Put in the one of tillwarden keys trust-file.`,
  );
}

/** Throws `UsageError` where the archive has no Node for the application. */
export async function assertRuntime(archive: string): Promise<void> {
  const { names } = await contentOf(archive);
  if (names.has(NODE_FILE)) return;
  throw new UsageError(`${archive} has no ${NODE_FILE}, so it is no runtime`);
}

interface ArchiveContent {
  readonly names: ReadonlySet<string>;
  /** Of the files that are looked into, by name. */
  readonly texts: ReadonlyMap<string, string>;
}

async function contentOf(archive: string): Promise<ArchiveContent> {
  const names = new Set<string>();
  const texts = new Map<string, string>();
  try {
    await list({
      file: archive,
      strict: true,
      onReadEntry: (entry) => {
        const name = entry.path.replace(/^\.\//, '');
        names.add(name);
        if (![PACKAGE_FILE, TRUST_FILE].includes(name) || entry.size > TEXT_BYTES_MAX) return;
        const chunks: Buffer[] = [];
        entry.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
        entry.on('end', () => texts.set(name, Buffer.concat(chunks).toString()));
      },
    });
  } catch (cause) {
    throw new UsageError(`${archive} is no archive that can be unpacked`, { cause });
  }
  return { names, texts };
}
