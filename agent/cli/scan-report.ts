import type { PortScan } from './scan-port.ts';
import { tableText } from './table.ts';

type FoundScan = Extract<PortScan, { readonly kind: 'found' }>;

const HEAD = [
  'PORT',
  'PROTOCOL',
  'ADDRESS',
  'KIND',
  'MAKER',
  'PRODUCT',
  'FIRMWARE',
  'SERIAL',
  'CURRENCY',
  'VALUES',
];

/** Said rather than guessed: what cannot be asked may be there all the same. */
const MUTE =
  'A relay board of the LCUS kind answers nothing, and a printer or drawer may not either: what is there nevertheless, configure by hand.\n';

/** What was found, as a table and sentences. */
export function scanReport(scans: readonly PortScan[]): string {
  const found = scans.filter((scan) => scan.kind === 'found');
  const silent = scans.filter(({ kind }) => kind === 'nobody').map(({ path }) => path);
  const table = found.length === 0 ? '' : tableText([HEAD, ...found.flatMap(rowsOf)]);
  const remarks = found.flatMap(({ path, probed }) =>
    probed.remarks.map((remark) => `${path}: ${remark}\n`),
  );
  const clashes = clashesOf(found).map((clash) => `${clash}\n`);
  const nobody = silent.length === 0 ? '' : `Nothing answers on ${silent.join(', ')}.\n${MUTE}`;
  return [table, ...remarks, ...clashes, nobody].join('');
}

/** What keeps a configuration from being written: nobody could tell such devices apart. */
export function clashesOf(found: readonly FoundScan[]): readonly string[] {
  return found.flatMap(({ path, probed }) =>
    probed.shared.map(
      (address) =>
        `${path}: Two devices answer at address ${address}: one of them has to get another.`,
    ),
  );
}

function rowsOf({ path, family, probed }: FoundScan): readonly (readonly string[])[] {
  return probed.devices.map((one) => [
    path,
    family,
    one.address?.toString() ?? '-',
    one.kind,
    ...[one.maker, one.product, one.firmware, one.serial, one.currency].map(orDash),
    orDash(one.values.join(' ')),
  ]);
}

function orDash(text: string | undefined): string {
  return text === undefined || text === '' ? '-' : text;
}
