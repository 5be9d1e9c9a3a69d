/**
 * Finds what a list has under a key without going through the list again. What was found is kept as
 * long as the list is: lists of facts are never changed, only replaced.
 */
export function indexBy<Item>(
  keyOf: (item: Item) => string,
): (items: readonly Item[], key: string) => readonly Item[] {
  const indexes = new WeakMap<readonly Item[], ReadonlyMap<string, readonly Item[]>>();
  return (items, key) => {
    const index = indexes.get(items) ?? Map.groupBy(items, keyOf);
    indexes.set(items, index);
    return index.get(key) ?? [];
  };
}
