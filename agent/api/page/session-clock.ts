import { useEffect, useState } from 'preact/hooks';

const SECOND_MS = 1_000;
const SECONDS_A_MINUTE = 60;
const MINUTES_AN_HOUR = 60;

/** The clock on the wall, looked at once a second. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), SECOND_MS);
    return () => window.clearInterval(timer);
  }, []);
  return nowMs;
}

/** How long it has gone on: "3:07", and "1:03:07" after an hour. */
export function durationText(sinceMs: number, nowMs: number): string {
  const seconds = Math.floor(Math.max(0, nowMs - sinceMs) / SECOND_MS);
  const minutes = Math.floor(seconds / SECONDS_A_MINUTE);
  const hours = Math.floor(minutes / MINUTES_AN_HOUR);
  const parts = hours === 0 ? [minutes] : [hours, minutes % MINUTES_AN_HOUR];
  return [...parts, seconds % SECONDS_A_MINUTE]
    .map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, '0')))
    .join(':');
}
