const GARBLED_MAX_BYTES = 3;

/** The bytes as a bad line delivers them: one to three of them are others. */
export function garbled(bytes: Uint8Array, random: () => number): Uint8Array {
  const spoiled = bytes.slice();
  const count = 1 + Math.floor(random() * GARBLED_MAX_BYTES);
  for (let done = 0; done < count; done += 1) {
    const at = Math.floor(random() * spoiled.length);
    spoiled[at] = ((spoiled[at] ?? 0) + 1 + Math.floor(random() * 255)) % 256;
  }
  return spoiled;
}
