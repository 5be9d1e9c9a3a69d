/** The text of a mail that came as HTML. Nothing of it is ever shown as HTML. */

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const CODE_POINT_MAX = 0x10_ff_ff;

/** What is between these is for programs. */
const HIDDEN = new Set(['script', 'style', 'head', 'title', 'template']);
const BREAKS = new Set(['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'table', 'blockquote']);

/** Goes over it once, whatever it is: a mail from outside must not cost more than its length. */
export function htmlText(html: string): string {
  const pieces: string[] = [];
  let hidden: string | undefined;
  for (let at = 0; at < html.length;) {
    const open = html.indexOf('<', at);
    const end = open === -1 ? html.length : open;
    if (hidden === undefined) pieces.push(html.slice(at, end).replace(/\s+/g, ' '));
    if (open === -1) break;
    const isComment = html.startsWith('<!--', open);
    const close = html.indexOf(isComment ? '-->' : '>', open);
    if (close === -1) break;
    at = close + (isComment ? '-->'.length : 1);
    const tag = isComment ? '' : tagOf(html.slice(open + 1, close));
    if (hidden !== undefined) hidden = tag === `/${hidden}` ? undefined : hidden;
    else if (HIDDEN.has(tag)) hidden = tag;
    else if (BREAKS.has(tag.replace('/', ''))) pieces.push('\n');
  }
  return tidied(decoded(pieces.join('')));
}

function tagOf(inside: string): string {
  return (/^\/?[a-z][a-z0-9]*/i.exec(inside)?.[0] ?? '').toLowerCase();
}

function decoded(text: string): string {
  return text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const isHex = /^#x/i.test(name);
    const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return code > 0 && code <= CODE_POINT_MAX ? String.fromCodePoint(code) : whole;
  });
}

function tidied(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line, place) => line !== '' || lines[place - 1] !== '')
    .join('\n')
    .trim();
}
