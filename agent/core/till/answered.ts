import type { Answer, Refusal, TillRequest } from './events.ts';
import type { Turn } from './turn.ts';

export interface Answered {
  readonly turn: Turn;
  readonly answer: Answer;
}

export type RequestOf<Kind extends TillRequest['kind']> = Extract<
  TillRequest,
  { readonly kind: Kind }
>;

export function refuse(turn: Turn, refusal: Refusal): Answered {
  return { turn, answer: { kind: 'refused', refusal } };
}
