import type { FrameSource } from '../../kit/codec.ts';
import { zeroedHex } from '../../kit/hex.ts';
import { COMMAND, STATUS } from './commands.ts';
import { STEX } from './crypt.ts';
import { parseEvents } from './events.ts';

interface Said {
  /** Hexadecimal, the code first. */
  readonly data: string;
}

/** All of a key that is agreed on, and what is passed through to whatever sits behind the unit. */
const SECRET: ReadonlySet<number> = new Set([
  COMMAND.setGenerator,
  COMMAND.setModulus,
  COMMAND.requestKeyExchange,
  COMMAND.setFixedKey,
  COMMAND.passThrough,
]);
const COMMANDS: ReadonlySet<number> = new Set(Object.values(COMMAND));
const POLLS: ReadonlySet<number> = new Set([COMMAND.poll, COMMAND.pollWithAck]);

/** What units of any version tell. */
const EVENT_RULES = { protocolVersion: 255, coinsLowDataBytes: undefined } as const;

/**
 * Of a packet's data what may be shown. Encrypted ones keep their mark and length alone: half of
 * the key is the same in every unit that left the factory, and the other has 32 bits.
 */
export function shownData({ data }: Said, from: FrameSource, asked: readonly Said[]): string {
  const code = codeOf({ data });
  const isShown =
    code !== STEX && (from === 'host' ? isHarmless({ data }) : isHarmlessReply(data, asked));
  return isShown ? data : zeroedHex(data, 1);
}

function isHarmlessReply(data: string, [last, ...before]: readonly Said[]): boolean {
  if (last === undefined || !isHarmless(last) || !before.every(isHarmless)) return false;
  if (codeOf({ data }) !== STATUS.ok || !POLLS.has(codeOf(last))) return true;
  const events = Buffer.from(data, 'hex').subarray(1);
  return (['notes', 'coins'] as const).some(
    (cash) => parseEvents(events, { ...EVENT_RULES, cash }).kind === 'events',
  );
}

/** A command that was encrypted has an answer that is. */
function isHarmless(said: Said): boolean {
  const code = codeOf(said);
  return code === STEX || (COMMANDS.has(code) && !SECRET.has(code));
}

function codeOf({ data }: Said): number {
  return Number.parseInt(data.slice(0, 2), 16);
}
