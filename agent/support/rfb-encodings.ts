/**
 * What a technician's page may ask the screen's server for: pictures, and what comes with them. All that
 * would bring messages of its own from the page is left out, so that each of its bytes can be told apart.
 */
const PICTURES: readonly number[] = [
  0, // Raw
  1, // CopyRect
  2, // RRE
  5, // Hextile
  6, // Zlib
  7, // Tight
  16, // ZRLE
  21, // JPEG
  -260, // TightPNG
];

/** These change what the server sends, and nothing of what the page may send. */
const ABOUT_PICTURES: readonly number[] = [
  -223, // DesktopSize
  -224, // LastRect
  -239, // Cursor
  -307, // DesktopName
  0x57_4d_56_64, // VMware cursor
];

interface Range {
  readonly from: number;
  readonly to: number;
}

const QUALITIES: Range = { from: -32, to: -23 };
const COMPRESSIONS: Range = { from: -256, to: -247 };

const PASSED = new Set([...PICTURES, ...ABOUT_PICTURES]);

/** False for QEMU keys, fences, continuous updates, screen layouts, XVP, GII, long clipboards and the unknown. */
export function isEncodingPassed(encoding: number): boolean {
  return PASSED.has(encoding) || isIn(QUALITIES, encoding) || isIn(COMPRESSIONS, encoding);
}

function isIn({ from, to }: Range, encoding: number): boolean {
  return encoding >= from && encoding <= to;
}
