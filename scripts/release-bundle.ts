/**
 * The program as users run it: a few files of JavaScript in place of hundreds of modules, because
 * looking for modules was most of a start. CommonJS, because whoever imports from Node's own modules
 * has all that they could export made up, such as an HTTP client that no till needs.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { licenceText } from './release-licences.ts';

/** Sources in place of those of the checkout, by their path in it. */
export type Instead = Readonly<Record<string, string>>;

export interface BundleParts {
  /** By the name of the file, the source in the checkout. */
  readonly entries: Readonly<Record<string, string>>;
  /** The folder of the files. */
  readonly place: string;
  readonly instead?: Instead | undefined;
}

/** What is written of a program, by its path, and what it was made of. */
export interface Bundle {
  readonly files: ReadonlyMap<string, string>;
  /** The paths of all sources that came into it, packages' among them. */
  readonly modules: readonly string[];
}

/** Started by its path, which is beside the agent's own. */
export const REFRESH_ENTRY = { 'refresh-process': 'agent/update/refresh-process.ts' };
const ENTRIES = { main: 'agent/main.ts', ...REFRESH_ENTRY };
const PLACE = 'agent';

/** These stay packages of the runtime. */
const OUTSIDE = [
  // Beside native binaries, which they look for from where they lie.
  '@lydell/node-pty',
  '@serialport/bindings-cpp',
  'better-sqlite3',
  'node-hid',
  // Loaded by few or by nobody: within, they would lie in every till's memory as text.
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  '@fastify/swagger',
  'imapflow',
  'kysely',
  'light-my-request',
  'nodemailer',
];

/** Whoever runs all the time loads what is meant for it, and as few files as can be. */
const RESIDENTS = {
  supervisor: ['agent/main.ts', 'agent/cli/supervise.ts'],
  agent: ['agent/cli/run.ts'],
  hub: ['agent/cli/hub.ts'],
};

const LICENCES = 'THIRD-PARTY-LICENCES.txt';

/**
 * Bundles the program of a checkout into a folder, with the licences of what came in with it, in
 * place of one that lies there.
 */
export async function bundleProgram(
  root: string,
  folder: string,
  instead: Instead = {},
): Promise<void> {
  const { files, modules } = await bundle(root, { entries: ENTRIES, place: PLACE, instead });
  rmSync(join(folder, PLACE), { recursive: true, force: true });
  for (const [path, text] of [...files, [LICENCES, licenceText(modules)] as const]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Throws what the bundler does where a source is not there or cannot be read. */
export async function bundle(
  root: string,
  { entries, place, instead = {} }: BundleParts,
): Promise<Bundle> {
  const residents = new Residents(root);
  const { output } = (await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [replacing(root, instead), residents.plugin],
    ssr: { noExternal: true, external: OUTSIDE },
    build: {
      ssr: true,
      target: 'node24',
      write: false,
      rolldownOptions: {
        input: inputsOf(root, entries),
        output: {
          format: 'cjs',
          // Names and lines stay, so that a stack trace can be read.
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: false } },
          comments: false,
          entryFileNames: join(place, '[name].js'),
          chunkFileNames: join(place, '[name]-[hash].js'),
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [{ debugName: 'residents', name: (id) => residents.chunkOf(id) }],
          },
        },
      },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = output.map(asChunk);
  return {
    files: new Map(chunks.map(({ fileName, code }) => [fileName, inAscii(code)] as const)),
    modules: chunks.flatMap(({ moduleIds }) => moduleIds),
  };
}

function inputsOf(root: string, entries: BundleParts['entries']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, path]) => [name, join(root, path)]),
  );
}

function replacing(root: string, instead: Instead): Plugin {
  const texts = new Map(
    Object.entries(instead).map(([path, text]) => [join(root, path), text] as const),
  );
  return {
    name: 'instead',
    enforce: 'pre',
    resolveId: (source, importer) => {
      const path = importer === undefined ? source : resolve(dirname(importer), source);
      return texts.has(path) ? path : undefined;
    },
    load: (id) => texts.get(id),
  };
}

/** Which of those that run all the time need a module from their start on. */
class Residents {
  readonly plugin: Plugin;
  readonly #root: string;
  readonly #needs = new Map<string, ReadonlySet<string>>();

  constructor(root: string) {
    this.#root = root;
    const take = (graph: Graph): void => {
      for (const [name, paths] of Object.entries(RESIDENTS)) {
        this.#needs.set(
          name,
          reachedFrom(
            graph,
            paths.map((path) => join(this.#root, path)),
          ),
        );
      }
    };
    this.plugin = {
      name: 'residents',
      buildEnd() {
        take((id) => this.getModuleInfo(id)?.importedIds ?? []);
      },
    };
  }

  /** Undefined for what the agent does not need: that is split by who asks for it. */
  chunkOf(id: string): string | null {
    const needs = (name: keyof typeof RESIDENTS): boolean =>
      this.#needs.get(name)?.has(id) === true;
    if (!needs('agent')) return null;
    if (needs('supervisor')) return 'all';
    return needs('hub') ? 'agent-and-hub' : 'agent';
  }
}

type Graph = (id: string) => readonly string[];

function reachedFrom(graph: Graph, starts: readonly string[]): ReadonlySet<string> {
  const reached = new Set(starts);
  // Those that are added meanwhile are visited as well.
  for (const id of reached) for (const imported of graph(id)) reached.add(imported);
  return reached;
}

function asChunk(file: Rolldown.OutputChunk | Rolldown.OutputAsset): Rolldown.OutputChunk {
  if (file.type !== 'chunk') throw new TypeError(`${file.fileName} is no code`);
  return file;
}

/** One character beyond Latin-1 would have the whole file take twice the memory. */
function inAscii(code: string): string {
  return code.replaceAll(/(\\*)([^\0-\x7f])/g, (_, slashes: string, character: string) => {
    if (slashes.length % 2 === 1) throw new TypeError(`\\${character} cannot be written in ASCII`);
    return `${slashes}\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
