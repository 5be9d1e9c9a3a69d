import type { HidReportKind, PortSurroundings } from './device.ts';
import { hexOf } from './hex.ts';
import type { HidTransport } from './hid-transport.ts';

/** What a driver lets be seen of its reports. Each is handed in by name: none is traced by itself. */
export interface ReportTracer {
  /** The id comes first. */
  sent(report: Exclude<HidReportKind, 'input'>, bytes: Uint8Array): void;
  /** The bytes as the system gave them, with an id before them or without. */
  received(report: Exclude<HidReportKind, 'output'>, reportId: number, bytes: Uint8Array): void;
  /** One whose bytes are nobody's business, or cannot be read: how long it was, and no more. */
  withheld(bytes: Uint8Array, reason: string): void;
  descriptor(bytes: Uint8Array | undefined): void;
}

export function reportTracer(
  port: string,
  { trace }: Pick<PortSurroundings, 'trace'>,
): ReportTracer {
  return {
    sent: (report, bytes) =>
      trace({ kind: 'report-sent', port, report, reportId: bytes[0] ?? 0, hex: hexOf(bytes) }),
    received: (report, reportId, bytes) =>
      trace({ kind: 'report-received', port, report, reportId, hex: hexOf(bytes) }),
    withheld: ({ length: count }, reason) => trace({ kind: 'bytes-dropped', port, count, reason }),
    descriptor: (bytes) => {
      if (bytes !== undefined) trace({ kind: 'report-descriptor', port, hex: hexOf(bytes) });
    },
  };
}

/** The same transport; what an opened device says of its reports is traced before anything else. */
export function tellingDescriptor(transport: HidTransport, tracer: ReportTracer): HidTransport {
  return {
    async open(handlers) {
      const connection = await transport.open(handlers);
      tracer.descriptor(connection.descriptor);
      return connection;
    },
  };
}
