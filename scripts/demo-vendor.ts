/** The vendor's side of the demo: keys, a hub, a code for the till, and what the hub knows afterwards. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DemoProcess, DemoTree, Json } from './demo-process.ts';

const ADMIN = 'demo-admin';
const PASSWORD_BYTES = 12;
const ROLES = ['issuer', 'time'];
const FRESHNESS_KEY = 'freshness.key';

export interface DemoHub {
  readonly url: string;
  readonly process: DemoProcess;
  readonly admin: { readonly name: string; readonly password: string };
}

/** Makes the vendor's keys, those of releases where there is a repository, and puts the trust file beside the till's program. */
export function makeVendor(tree: DemoTree, folder: string, repository?: string): void {
  const keys = ['--folder', join(folder, 'vendor')];
  tree.run('keys', 'init', ...keys, '--vendor', 'Demo Vendor', '--demo');
  for (const role of repository === undefined ? ROLES : [...ROLES, 'director']) {
    tree.run('keys', 'certify', role, ...keys, '--hub-file', join(folder, `${role}.key`));
  }
  if (repository !== undefined) {
    const at = ['--repository', repository, '--keys', join(folder, 'vendor')];
    tree.run('release', ...at, 'init', '--hub-file', join(folder, FRESHNESS_KEY));
  }
  tree.run('keys', 'trust-file', ...keys, '--out', join(tree.folder, 'trust.json'));
}

/** Starts the vendor's hub, and its first admin. */
export async function startDemoHub(
  tree: DemoTree,
  folder: string,
  releases?: string,
): Promise<DemoHub> {
  const data = ['--data', join(folder, 'hub')];
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const user = ['--name', ADMIN, '--role', 'vendor-admin', '--password-stdin'];
  tree.runWith(`${password}\n`, 'hub', 'user', 'add', ...data, ...user);
  const flags = [...keyFlags(tree, folder), ...releaseFlags(folder, releases)];
  const process = tree.start('the hub', 'hub', ...data, '--port', '0', ...flags);
  const ready = await process.line('it is ready', ({ msg }) => msg === 'hub-ready');
  return { url: String(ready['url']), process, admin: { name: ADMIN, password } };
}

/** Makes the till a station of the hub, its licence with it; the station's name. */
export function enrolTill(tree: DemoTree, hub: DemoHub, files: EnrolFiles): string {
  const { folder, config } = files;
  const terms = ['--name', 'Demo till', '--site', 'demo', '--customer', 'Demo shop'];
  const zone = ['--zone', 'Europe/Madrid'];
  const code = tree.run('hub', 'code', '--data', join(folder, 'hub'), ...terms, ...zone).trim();
  const said = tree.run('enrol', '--hub', hub.url, '--code', code, '--config', config);
  const station = /st-\w+/.exec(said)?.[0];
  if (station === undefined) throw new Error(`the till was not enrolled: ${said}`);
  return station;
}

interface EnrolFiles {
  readonly folder: string;
  readonly config: string;
}

/** What the hub shows its admin of a station, once the sale is there. */
export async function stationAtHub(hub: DemoHub, station: string, saleId: string): Promise<Json> {
  const { cookie, token } = await signIn(hub);
  const headers = { cookie, 'x-tillwarden-csrf': token };
  await hub.process.line('it has the lines', ({ msg }) => msg === 'lines-taken');
  const deadline = performance.now() + HUB_HAS_IT_MS;
  for (;;) {
    const response = await fetch(`${hub.url}/v1/stations/${station}`, { headers });
    const view = (await response.json()) as Json;
    const sales = (view['sales'] ?? []) as readonly Json[];
    const sale = sales.find((one) => one['saleId'] === saleId);
    if (sale?.['outcome'] === 'settled' || performance.now() > deadline) return view;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** What the hub's admin does on its page. */
export async function actAtHub(hub: DemoHub, path: string, body: Json): Promise<void> {
  const { cookie, token } = await signIn(hub);
  const response = await fetch(`${hub.url}${path}`, {
    method: 'POST',
    headers: {
      cookie,
      'x-tillwarden-csrf': token,
      origin: hub.url,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}

const HUB_HAS_IT_MS = 15_000;
const LOOK_AGAIN_MS = 100;

async function signIn({ url, admin }: DemoHub): Promise<{ cookie: string; token: string }> {
  const response = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(admin),
  });
  if (!response.ok) throw new Error(`the hub lets nobody in: ${await response.text()}`);
  const [cookie = ''] = response.headers.getSetCookie().map((text) => text.split(';')[0] ?? '');
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  return { cookie, token: csrfToken };
}

function keyFlags(tree: DemoTree, folder: string): readonly string[] {
  const trust = ['--trust', join(tree.folder, 'trust.json')];
  return ['issuer', 'time'].reduce<readonly string[]>(
    (flags, role) => [...flags, `--${role}-key`, join(folder, `${role}.key`)],
    trust,
  );
}

function releaseFlags(folder: string, releases: string | undefined): readonly string[] {
  if (releases === undefined) return [];
  const keys = ['--director-key', join(folder, 'director.key')];
  return [...keys, '--releases', releases, '--freshness-key', join(folder, FRESHNESS_KEY)];
}
