import { z } from 'zod';

/** How far an acceptor's events have been dealt with; made durable with each report. */
export interface AcceptorCursor {
  readonly counter: number;
  /** Whether coins may have been let in since: only then can a reset have swallowed credits. */
  readonly isAccepting: boolean;
}

const cursorSchema = z.object({
  counter: z.int().min(0).max(255),
  isAccepting: z.boolean(),
});

export function encodeCursor(cursor: AcceptorCursor): string {
  return JSON.stringify(cursor);
}

/** Undefined when there is none, or none of this driver's: the acceptor then starts from a baseline. */
export function parseCursor(text: string | undefined): AcceptorCursor | undefined {
  if (text === undefined) return undefined;
  try {
    return cursorSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
