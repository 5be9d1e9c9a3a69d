/** What lies in an archive that is to be released: a wrong one would fail at every till that takes it. */
import { list } from 'tar';
import { z } from 'zod';
import { parseJson } from '../../sync/trust/parse-json.ts';
import { UsageError } from './command.ts';

/** Of an application: what it is, and whom its tills believe from then on. */
const APPLICATION_FILES = ['package.json', 'trust.json'] as const;
const NODE_FILE = 'bin/node';
const PACKAGE_BYTES_MAX = 1_048_576;

const packageSchema = z.object({ version: z.string() });

/** Throws `UsageError` where the archive is not the application of this version. */
export async function assertApplication(archive: string, version: string): Promise<void> {
  const { names, packageText } = await contentOf(archive);
  for (const name of APPLICATION_FILES) {
    if (names.has(name)) continue;
    throw new UsageError(`${archive} has no ${name} at its top, so no till could run it`);
  }
  const found = packageSchema.safeParse(parseJson(packageText)).data?.version;
  if (found === version) return;
  throw new UsageError(
    `${archive} is version ${found ?? 'unknown'} by its package.json, and not ${version}`,
  );
}

/** Throws `UsageError` where the archive has no Node for the application. */
export async function assertRuntime(archive: string): Promise<void> {
  const { names } = await contentOf(archive);
  if (names.has(NODE_FILE)) return;
  throw new UsageError(`${archive} has no ${NODE_FILE}, so it is no runtime`);
}

async function contentOf(
  archive: string,
): Promise<{ readonly names: ReadonlySet<string>; readonly packageText: string }> {
  const names = new Set<string>();
  const chunks: Buffer[] = [];
  try {
    await list({
      file: archive,
      strict: true,
      onReadEntry: (entry) => {
        const name = entry.path.replace(/^\.\//, '');
        names.add(name);
        const isRead = name === 'package.json' && entry.size <= PACKAGE_BYTES_MAX;
        if (isRead) entry.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
      },
    });
  } catch (cause) {
    throw new UsageError(`${archive} is no archive that can be unpacked`, { cause });
  }
  return { names, packageText: Buffer.concat(chunks).toString() };
}
