const TITLE_MAX_CHARS = 80;

/** What a ticket is called in lists: its first words, or what it is about. */
export function titleOf(words: string | undefined, topic: string | undefined): string {
  const first = (words ?? '').trim().split('\n', 1)[0] ?? '';
  if (first === '') return topic ?? 'help';
  return first.length > TITLE_MAX_CHARS ? `${first.slice(0, TITLE_MAX_CHARS - 1)}…` : first;
}
