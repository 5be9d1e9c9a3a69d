import type { ComponentChildren, JSX } from 'preact';

export interface NoticeProps {
  readonly tone: 'plain' | 'warning' | 'alert';
  readonly title: string;
  readonly text: string;
  /** What can be done about it right here. */
  readonly children?: ComponentChildren;
}

/** Something to know and what to do about it; an alert is read out at once. */
export function Notice({ tone, title, text, children }: NoticeProps): JSX.Element {
  return (
    <section class={`notice notice-${tone}`} role={tone === 'alert' ? 'alert' : 'status'}>
      <div class="notice-words">
        <p class="notice-title">{title}</p>
        <p class="notice-text">{text}</p>
      </div>
      {children}
    </section>
  );
}
