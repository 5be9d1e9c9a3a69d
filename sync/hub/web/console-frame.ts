/** What a till tells its technician of its devices, as far as the page shows it. */
import type { ConsoleMessage } from '../../protocol/console.ts';

/** Undefined where it is none: a till may be of another release than the page. */
export function consoleMessageOf(data: unknown): ConsoleMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message: unknown = JSON.parse(data);
    return isMessage(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** Every part that is shown is what it must be; the hub has checked none of it. */
function isMessage(message: unknown): message is ConsoleMessage {
  if (!isRecord(message)) return false;
  const { kind } = message;
  if (kind === 'answer') return hasTexts(message, ['id', 'outcome']);
  if (kind !== 'snapshot') return false;
  const { devices, levels, counters, journal } = message;
  return (
    hasTexts(message, ['till', 'licence']) &&
    isRecord(counters) &&
    Object.values(counters).every((count) => typeof count === 'number') &&
    isListOf(devices, (one) => hasTexts(one, ['device', 'kind', 'state', 'detail'])) &&
    isListOf(levels, (one) => hasTexts(one, ['place', 'currency', 'level'])) &&
    isListOf(journal, (one) => hasTexts(one, ['kind']) && typeof one['atMs'] === 'number')
  );
}

type Fields = Readonly<Record<string, unknown>>;

function isListOf(value: unknown, isOne: (one: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((one) => isRecord(one) && isOne(one));
}

function hasTexts(value: Fields, names: readonly string[]): boolean {
  return names.every((name) => typeof value[name] === 'string');
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
