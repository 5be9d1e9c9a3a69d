import type { Clock } from '../../hardware/kit/clock.ts';
import { hexOf } from '../../hardware/kit/hex.ts';
import type { HidEntry } from '../../hardware/kit/hid-bus.ts';
import type { SimHidDevice } from '../../hardware/kit/sim-hid-bus.ts';
import type { ReportTrace, TracedReport } from './report-traces.ts';

interface Exchange {
  /** What the host sent; undefined for what the device said before that. */
  readonly asked: TracedReport | undefined;
  readonly answers: TracedReport[];
}

/**
 * A HID device that says what a recorded one said: its input reports after the times they took, to
 * each report of the host what followed that in the recording, and nothing once it has ended. What
 * the recorded host never sent is remembered.
 */
export class ReplayHidDevice implements SimHidDevice {
  readonly entry: HidEntry;
  readonly descriptor: Uint8Array;
  readonly isNumbered: boolean;
  readonly unknown: string[] = [];
  send: (report: Uint8Array) => void = () => {};
  readonly #clock: Clock;
  readonly #exchanges: readonly Exchange[];
  #features: TracedReport[] = [];
  #next = 0;
  #pending = 0;

  constructor(clock: Clock, entry: HidEntry, { descriptor, reports }: ReportTrace) {
    this.#clock = clock;
    this.entry = entry;
    this.descriptor = descriptor;
    this.isNumbered = reports.some(({ report, id }) => report !== 'feature' && id !== 0);
    this.#exchanges = exchangesOf(reports);
    if (this.#exchanges.length === 0) throw new RangeError('The recording holds no report.');
  }

  /** Whether all that was recorded has been said and asked once more. */
  get isPlayed(): boolean {
    return this.#next === this.#exchanges.length && this.#pending === 0;
  }

  /** Called once the device is open: says what was said before the host's first word. */
  begin(): void {
    const [first] = this.#exchanges;
    if (first !== undefined && first.asked === undefined) this.#play(0, first.answers[0]?.ms ?? 0);
  }

  onOutput(report: Uint8Array): void {
    this.#take('output', this.isNumbered ? report : Uint8Array.of(0, ...report));
  }

  onFeature(report: Uint8Array): void {
    this.#take('feature', report);
  }

  feature(reportId: number): Uint8Array | undefined {
    const at = this.#features.findIndex(({ id }) => id === reportId);
    return this.#features.splice(at, at < 0 ? 0 : 1)[0]?.hex;
  }

  #take(kind: TracedReport['report'], bytes: Uint8Array): void {
    const hex = hexOf(bytes);
    const isIt = ({ asked }: Exchange): boolean =>
      asked !== undefined && asked.report === kind && hexOf(asked.hex) === hex;
    const ahead = this.#exchanges.findIndex((one, at) => at >= this.#next && isIt(one));
    if (ahead >= 0) this.#play(ahead, this.#exchanges[ahead]?.asked?.ms ?? 0);
    else if (!this.#exchanges.some(isIt)) this.unknown.push(`${kind} ${hex}`);
  }

  #play(at: number, fromMs: number): void {
    const answers = this.#exchanges[at]?.answers ?? [];
    this.#next = at + 1;
    this.#features = answers.filter(({ report }) => report === 'feature');
    for (const { report, ms, hex } of answers) {
      if (report !== 'input') continue;
      this.#pending += 1;
      this.#clock.startTimer(ms - fromMs, () => {
        this.#pending -= 1;
        this.send(hex);
      });
    }
  }
}

function exchangesOf(reports: readonly TracedReport[]): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  for (const report of reports) {
    const last = exchanges.at(-1);
    if (report.direction === 'TX') exchanges.push({ asked: report, answers: [] });
    else if (last === undefined) exchanges.push({ asked: undefined, answers: [report] });
    else last.answers.push(report);
  }
  return exchanges;
}
