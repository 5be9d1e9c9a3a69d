/** Amounts that are made up of parts, each from a grant or a lease. */
interface Part {
  readonly amount: number;
}

/** The first `amount` of some parts, and what is left of them. */
export function cutParts<P extends Part>(
  parts: readonly P[],
  amount: number,
): { readonly taken: readonly P[]; readonly left: readonly P[] } {
  const taken: P[] = [];
  const left: P[] = [];
  let wanted = amount;
  for (const part of parts) {
    const used = Math.min(wanted, part.amount);
    if (used > 0) taken.push({ ...part, amount: used });
    if (used < part.amount) left.push({ ...part, amount: part.amount - used });
    wanted -= used;
  }
  return { taken, left };
}

/** One part for each key, in the order they first came. */
export function joinParts<P extends Part>(
  parts: readonly P[],
  keyOf: (part: P) => string,
): readonly P[] {
  const byKey = new Map<string, P>();
  for (const part of parts) {
    const before = byKey.get(keyOf(part));
    byKey.set(keyOf(part), { ...part, amount: part.amount + (before?.amount ?? 0) });
  }
  return [...byKey.values()];
}

export function totalOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { amount }) => sum + amount, 0);
}

/** Amounts are whole and above 0. */
export function isAmount(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount > 0;
}
