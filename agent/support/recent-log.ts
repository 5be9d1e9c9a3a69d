import { BoundedRing } from '../trace/bounded-ring.ts';
import { redacted } from './redaction.ts';

const LINES_MAX = 2_000;
const LINES_MAX_CHARACTERS = 524_288;

/** How each line begins that holds a frame: these have a place of their own. */
const TRACE_BEGINNING = '{"level":10,';

/** The last lines of the agent's own log, for whoever asks for the till's logs. */
export class RecentLog {
  readonly #lines = new BoundedRing<string>({
    countMax: LINES_MAX,
    sizeMax: LINES_MAX_CHARACTERS,
  });

  /** Takes what goes to the log, and gives it back as it was. */
  readonly keep = (line: string): string => {
    if (!line.startsWith(TRACE_BEGINNING)) this.#lines.put(line, line.length);
    return line;
  };

  /** One JSON object a line, with nothing in it that may not leave the till. */
  text(): string {
    return [...this.#lines.items()].map(shownLine).join('');
  }
}

function shownLine(line: string): string {
  const shown = redacted(parsed(line));
  return shown === undefined ? '' : `${JSON.stringify(shown)}\n`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
