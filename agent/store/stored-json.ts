/**
 * Reads back what this store wrote. The text is the agent's own, in its own file, so its shape is
 * trusted here, once; what comes from outside is parsed by a schema at its own border.
 */
export function parseStored<T>(text: string): T {
  return JSON.parse(text) as T;
}
