/** What a till tells its technician of its devices: taken for what it may be, and never for markup. */

export interface ConsoleDevice {
  readonly name: string;
  readonly facts: readonly string[];
}

export interface ConsoleShown {
  readonly devices: readonly ConsoleDevice[];
  readonly journal: readonly string[];
}

const DEVICES_MAX = 64;
const JOURNAL_MAX = 200;

/** Undefined where a frame is none that this page can show. */
export function shownAfter(before: ConsoleShown | undefined, frame: string) {
  const message = parsed(frame);
  if (!isRecord(message)) return undefined;
  const { kind, devices, journal } = message;
  if (kind !== 'snapshot' || !Array.isArray(devices)) return undefined;
  return {
    devices: devices.slice(0, DEVICES_MAX).flatMap(deviceOf),
    journal: Array.isArray(journal)
      ? journal.slice(-JOURNAL_MAX).map(textOf)
      : (before?.journal ?? []),
  };
}

function deviceOf(device: unknown): readonly ConsoleDevice[] {
  if (!isRecord(device)) return [];
  const { device: id, name = id, ...rest } = device;
  const facts = Object.entries(rest).map(([fact, value]) => `${fact}: ${textOf(value)}`);
  return [{ name: textOf(name), facts }];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function parsed(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
