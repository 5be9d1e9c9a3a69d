/**
 * Has everything in this process that asks for the date hear the till's reckoning instead of the
 * computer's clock, which may be years away. Only for a process that does one thing and ends.
 */
export function reckonFrom(nowMs: number): void {
  const beganMs = performance.now();
  const reckonedMs = (): number => nowMs + (performance.now() - beganMs);
  globalThis.Date = new Proxy(Date, {
    construct: (target, parts: readonly unknown[]) =>
      parts.length === 0 ? new target(reckonedMs()) : Reflect.construct(target, parts),
    get: (target, name) => (name === 'now' ? reckonedMs : Reflect.get(target, name)),
  });
}
