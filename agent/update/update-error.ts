import type { UpdateFault } from '../core/update/updating.ts';

/** What went wrong on the way to a release, in the words of the core. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError';
  readonly code: UpdateFault;

  constructor(code: UpdateFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const DETAIL_CHARS_MAX = 500;

export interface Fault {
  readonly code: UpdateFault;
  readonly detail: string;
}

/** The fault a cause stands for; undefined: it is none, but a mistake of our own. */
export function faultOf(cause: unknown): Fault | undefined {
  if (cause instanceof UpdateError) return { code: cause.code, detail: shortened(cause.message) };
  return isSystemError(cause) ? { code: 'disk', detail: shortened(cause.message) } : undefined;
}

/** Full, read-only, broken or of the wrong shape: whatever the system says of its files. */
export function isSystemError(cause: unknown): cause is Error & { readonly code: string } {
  return cause instanceof Error && 'syscall' in cause && 'code' in cause;
}

/** Texts from outside end up in the journal: one line each, and not a long one. */
export function shortened(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, DETAIL_CHARS_MAX);
}
