import { DeviceReporter, untilRefused } from '../../kit/device-reporter.ts';
import type { DeviceState, HidPortContext } from '../../kit/device.ts';
import { reportTracer, type ReportTracer } from '../../kit/hid-trace.ts';
import type { HidConnection } from '../../kit/hid-transport.ts';
import type { Link } from '../../kit/link.ts';
import { openPortLink } from '../../kit/port-link.ts';
import { parseDescriptor, type HidField } from './descriptor.ts';
import { readReport, type InputReport } from './report.ts';

export interface PosReportsOptions {
  readonly device: string;
  /** The usage page whose input reports are wanted. */
  readonly page: number;
  /** Whether its reports may be traced, as far as they are of that page and nothing else. */
  readonly isShown: boolean;
  /** Used instead of the device's own, where the system does not tell that. */
  readonly descriptor: Uint8Array | undefined;
  readonly onReport: (report: InputReport, fields: readonly HidField[]) => void;
  /** From here on nothing that came before is true any more. */
  readonly onLost: () => void;
}

/**
 * The input reports of one HID device, read by its own descriptor. Only a scale's are ever traced: what
 * a scanner or a card reader says is nobody's business but the program's that asked.
 */
export class PosReports implements AsyncDisposable {
  readonly #options: PosReportsOptions;
  readonly #reporter: DeviceReporter;
  readonly #link: Link<HidConnection>;
  readonly #tracer: ReportTracer;
  #fields: readonly HidField[] = [];
  /** The ids of the reports that may be traced. */
  #shown: ReadonlySet<number> = NONE;

  constructor(options: PosReportsOptions, context: HidPortContext) {
    this.#options = options;
    this.#tracer = reportTracer(options.device, context);
    this.#reporter = new DeviceReporter(options.device, context.report);
    this.#link = openPortLink<HidConnection>({
      port: options.device,
      transport: context.transport,
      around: context,
      onBytes: (bytes) => this.#read(bytes),
      onUp: () => this.#found(),
      onDown: (reason) => {
        this.#lost({ kind: 'down', reason });
      },
    });
  }

  /** Whether reports can come: it is there, and of the kind that was said. */
  get isReading(): boolean {
    return this.#link.isUp && this.#fields.length > 0;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#link[Symbol.asyncDispose]();
  }

  #found(): void {
    const bytes = this.#options.descriptor ?? this.#link.connection?.descriptor;
    if (bytes === undefined) {
      this.#lost(fault('no-descriptor', 'the system does not tell it; configure reportDescriptor'));
      return;
    }
    const parsed = parseDescriptor(bytes);
    if (parsed.kind === 'bad') {
      this.#lost(fault('bad-descriptor', parsed.reason));
      return;
    }
    if (!parsed.fields.some((field) => isOfPage(field, this.#options.page))) {
      this.#lost(fault('other-device', `found ${pagesOf(parsed.fields)}`));
      return;
    }
    this.#fields = parsed.fields;
    this.#show();
    this.#tell({ kind: 'up' });
  }

  #lost(state: DeviceState): void {
    this.#fields = [];
    this.#shown = NONE;
    this.#options.onLost();
    this.#tell(state);
  }

  /** By the device's own word alone: a configuration may call a scanner a scale. */
  #show(): void {
    const own = this.#link.connection?.descriptor;
    if (!this.#options.isShown || own === undefined) return;
    const parsed = parseDescriptor(own);
    if (parsed.kind === 'bad') return;
    this.#shown = reportsOfPageAlone(parsed.fields, this.#options.page);
    if (this.#shown.size > 0) this.#tracer.descriptor(own);
  }

  #tell(state: DeviceState): void {
    void untilRefused(this.#reporter.state(state));
  }

  #read(bytes: Uint8Array): void {
    if (this.#fields.length === 0) return;
    const report = readReport(bytes, this.#fields);
    if (report === undefined) return;
    if (this.#shown.has(report.reportId)) this.#tracer.received('input', report.reportId, bytes);
    this.#options.onReport(report, this.#fields);
  }
}

const NONE: ReadonlySet<number> = new Set();

function fault(code: string, detail: string): DeviceState {
  return { kind: 'fault', code, detail };
}

const PAGE_SHIFT = 0x1_0000;
const HEX_BASE = 16;

function pageOf(usage: number): number {
  return Math.floor(usage / PAGE_SHIFT);
}

/** Whether a field is something of that usage page which the device sends. */
export function isOfPage({ report, usages }: HidField, page: number): boolean {
  return report === 'input' && usages.some((usage) => pageOf(usage) === page);
}

/** A report that has anything else in it may carry what somebody scanned or typed. */
function reportsOfPageAlone(fields: readonly HidField[], page: number): ReadonlySet<number> {
  const sent = fields.filter(({ report, isConstant }) => report === 'input' && !isConstant);
  const others = sent.filter(({ usages }) => usages.some((usage) => pageOf(usage) !== page));
  const hidden = new Set(others.map(({ reportId }) => reportId));
  const ids = sent.map(({ reportId }) => reportId).filter((id) => !hidden.has(id));
  return new Set(ids);
}

/** The usage pages of what it sends, for whoever has plugged in something else. */
function pagesOf(fields: readonly HidField[]): string {
  const pages = new Set(
    fields.filter(({ report }) => report === 'input').flatMap(({ usages }) => usages.map(pageOf)),
  );
  if (pages.size === 0) return 'no input reports';
  const names = [...pages].map((page) => `0x${page.toString(HEX_BASE).padStart(2, '0')}`);
  return `the usage pages ${names.join(', ')}`;
}
