import type { Entitled } from './roles.ts';

/** A user, as far as others may know. */
export interface Person extends Entitled {
  readonly user: string;
  readonly name: string;
  readonly isDisabled: boolean;
}

/** One name however it is typed: case and the way an accent is written do not matter. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
