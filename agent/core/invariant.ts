/** Our own broken invariant. Nothing catches it: the process ends and the store brings us back. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws `InvariantError` unless `condition` holds. */
export function invariant(condition: boolean, statement: string): asserts condition {
  if (!condition) throw new InvariantError(statement);
}
