/**
 * Time as the agent's shell and the drivers see it; passed in, so that a test can own it.
 * The wall clock is for records, the monotonic one for waiting.
 */
export interface Clock {
  /** Milliseconds since 1970, as the machine's calendar clock has it; may jump. */
  wallMs(): number;
  /** Milliseconds since some fixed instant; never jumps, never goes back. */
  monotonicMs(): number;
  /** Calls `action` once after `delayMs`; `cancel` is idempotent and safe after it has run. */
  startTimer(delayMs: number, action: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}
