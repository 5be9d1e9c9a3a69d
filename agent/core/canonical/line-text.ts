/** Where a line stands in its chain. */
export interface LinePlace {
  readonly seq: number;
  readonly atMs: number;
  readonly prevHash: string;
}

/**
 * The canonical JSON of a whole journal line, which is what its hash is taken over, at the till and
 * at the hub. `bodyText` is the canonical JSON of its body, worked out once.
 */
export function lineText(
  kind: string,
  bodyText: string,
  { seq, atMs, prevHash }: LinePlace,
): string {
  const kindText = JSON.stringify(kind);
  const prevText = JSON.stringify(prevHash);
  return `{"atMs":${atMs},"body":${bodyText},"kind":${kindText},"prevHash":${prevText},"seq":${seq}}`;
}
