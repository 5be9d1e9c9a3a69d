/** The vendor of a till that lives: one release after another, on a medium, and the orders for them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { create, extract } from 'tar';
import { bundleProgram } from '../../scripts/release-bundle.ts';
import { signDocument, type Signer } from '../../sync/trust/sign-document.ts';
import type { BuiltRelease } from './built-release.ts';
import { crashFiles } from './crash-points.ts';
import { createReleaseRepository, type TestRepository } from './release-repository.ts';
import { createTestVendor, type TestVendor } from './test-vendor.ts';

/** What the till is installed with. */
const FIRST = '1.0.0';

export interface LivesRelease {
  readonly version: string;
  /** It fails once it has taken its step of the schema. */
  readonly isBad: boolean;
}

interface Made {
  readonly repository: TestRepository;
  readonly vendor: TestVendor;
  readonly director: Signer;
  readonly medium: string;
  readonly runtime: string;
}

export class LivesVendor implements Disposable {
  /** The archive of the first release. */
  readonly first: string;
  readonly #made: Made;
  #orders = 0;

  private constructor(first: string, made: Made) {
    this.first = first;
    this.#made = made;
  }

  static async create(
    release: BuiltRelease,
    releases: readonly LivesRelease[],
  ): Promise<LivesVendor> {
    const vendor = createTestVendor();
    const runtime = release.runtime.version;
    const repository = await createReleaseRepository({
      platform: `${process.platform}-${process.arch}`,
      runtimes: [{ name: runtime, bytes: readFileSync(release.runtime.file) }],
    });
    const trust = { ...vendor.trust, releaseRoot: repository.releaseRoot };
    using bench = await Workbench.open(release, trust);
    const first = await bench.archive({ version: FIRST, isBad: false }, 0);
    const wanted = [];
    for (const [at, one] of releases.entries()) {
      const bytes = readFileSync(await bench.archive(one, at + 1));
      wanted.push({ version: one.version, bytes, runtime, floor: FIRST });
    }
    await repository.add(...wanted);
    const medium = await repository.medium();
    mkdirSync(join(medium, 'director'));
    const director = await vendor.certify('director');
    return new LivesVendor(first, { repository, vendor, director, medium, runtime });
  }

  get trust(): object {
    const { vendor, repository } = this.#made;
    return { ...vendor.trust, releaseRoot: repository.releaseRoot };
  }

  issuer(): Promise<Signer> {
    return this.#made.vendor.certify('issuer');
  }

  /** Signs it for a station and lays it on the medium; where that is. */
  async order(station: string, version: string): Promise<string> {
    const { repository, director, medium, runtime } = this.#made;
    this.#orders += 1;
    const text = await signDocument(
      'director',
      {
        station,
        counter: { keyEpoch: 1, n: this.#orders },
        rollout: `r${this.#orders}`,
        mode: 'forced',
        application: repository.application(version),
        runtime: repository.runtime(runtime),
        issuedAt: new Date().toISOString(),
      },
      director,
    );
    writeFileSync(join(medium, 'director', `${station}.jws`), text);
    return medium;
  }

  [Symbol.dispose](): void {
    this.#made.repository[Symbol.dispose]();
  }
}

/** The application laid out once: the next archive of it has another program and manifest. */
class Workbench implements Disposable {
  readonly #folder: string;
  readonly #manifest: object;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as object;
  }

  static async open({ folder: built, application }: BuiltRelease, trust: object) {
    const folder = mkdtempSync(join(built, 'bench-'));
    await extract({ cwd: folder, file: application.file });
    writeFileSync(join(folder, 'trust.json'), JSON.stringify(trust));
    return new Workbench(folder);
  }

  /** `steps`: of its own that its schema is ahead of this checkout's. */
  async archive({ version, isBad }: LivesRelease, steps: number): Promise<string> {
    const folder = this.#folder;
    writeFileSync(join(folder, MANIFEST), JSON.stringify({ ...this.#manifest, version }));
    await bundleProgram(ROOT, folder, {
      ...crashFiles(sourceText),
      [MIGRATIONS]: withSteps(sourceText(MIGRATIONS), steps),
      ...(isBad ? { [API]: FAILS } : {}),
    });
    const file = join(dirname(folder), `tillwarden-${version}.tar.gz`);
    await create({ cwd: folder, file, gzip: { level: 1 }, portable: true }, ['.']);
    return file;
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const ROOT = resolve(import.meta.dirname, '../..');
const MANIFEST = 'package.json';
const MIGRATIONS = 'agent/store/migrations.ts';
const API = 'agent/api/api.ts';

/** The API does not come up; the store has been opened, and its schema is the new one. */
const FAILS = `export async function startApi() { throw new Error('no good'); }\n`;

function sourceText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The checkout's own migrations with so many steps more, each of which only adds. */
function withSteps(source: string, count: number): string {
  const steps = Array.from({ length: count }, (_, at) => {
    return `  { sql: 'ALTER TABLE sale ADD COLUMN extra_${at} TEXT; CREATE TABLE added_${at} (id TEXT) STRICT' },\n`;
  });
  const end = source.indexOf('\n];', source.indexOf('export const MIGRATIONS')) + 1;
  return `${source.slice(0, end)}${steps.join('')}${source.slice(end)}`;
}
