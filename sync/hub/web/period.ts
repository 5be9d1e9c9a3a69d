const DAY_MS = 86_400_000;

/** Days of a period, both in it. */
export interface DayPeriod {
  readonly from: string;
  readonly to: string;
}

export function dayAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}

/** The period as the hub takes it: up to the first instant that is not in it. */
export function periodQuery({ from, to }: DayPeriod): string {
  const end = new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS).toISOString();
  return `from=${from}T00:00:00Z&to=${end}`;
}
