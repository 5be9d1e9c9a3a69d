import type { JSX } from 'preact';

export type FigureTone = 'plain' | 'active' | 'good' | 'alert' | 'quiet';

export interface FigureProps {
  readonly label: string;
  readonly amount: string;
  readonly tone?: FigureTone;
  readonly isMain?: boolean;
}

/** An amount and what it is; the main one can be read from across the counter. */
export function Figure({
  label,
  amount,
  tone = 'plain',
  isMain = false,
}: FigureProps): JSX.Element {
  return (
    <div class={isMain ? 'figure figure-main' : 'figure'}>
      <div class="figure-label">{label}</div>
      <p class={`figure-amount tone-${tone}`}>{amount}</p>
    </div>
  );
}
