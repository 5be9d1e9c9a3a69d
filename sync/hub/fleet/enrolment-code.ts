/** One-time codes as a person reads them out: no letter that looks like a figure, in groups of four. */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_CHARS = 16;
const GROUP_CHARS = 4;

/** How many random bytes a code is made of: one a character, of which five bits are used. */
export const CODE_BYTES = CODE_CHARS;

export function codeText(random: Uint8Array): string {
  const characters = [...random.subarray(0, CODE_CHARS)].map(
    (byte) => ALPHABET[byte % ALPHABET.length] ?? '',
  );
  const groups = Array.from({ length: CODE_CHARS / GROUP_CHARS }, (_, index) =>
    characters.slice(index * GROUP_CHARS, (index + 1) * GROUP_CHARS).join(''),
  );
  return groups.join('-');
}
