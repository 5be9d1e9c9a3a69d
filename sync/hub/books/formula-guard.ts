/** Texts that a spreadsheet would run as a formula, with any number of guards before them. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const GUARD = "'";

/** A text as it may stand in a spreadsheet without being run; one way only. */
export function guarded(text: string): string {
  return FORMULA.test(text) ? GUARD + text : text;
}

/** Takes one guard away again. */
export function unguarded(text: string): string {
  return text.startsWith(GUARD) && FORMULA.test(text) ? text.slice(GUARD.length) : text;
}
