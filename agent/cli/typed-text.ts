/** What a secret is read from where nobody is asked for it. */
const STDIN_MAX_CHARS = 4_096;

export function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

/** The first line that comes in; no more than a secret can have. */
export async function lineOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of stream) {
    text += String(piece);
    if (text.includes('\n') || text.length > STDIN_MAX_CHARS) break;
  }
  return firstLine(text);
}
