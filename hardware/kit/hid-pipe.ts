import { z } from 'zod';
import { hidConfigSchema, type HidTransport } from './hid-transport.ts';
import type { Transport } from './transport.ts';

const REPORT_ID_MAX = 0xff;
const REPORT_MAX_BYTES = 1_024;

/** A device that speaks a stream of bytes and has packed it into HID reports, as some printers do. */
export const hidPipeConfigSchema = hidConfigSchema.extend({
  reports: z.strictObject({
    /** Bytes of one output report, its id not counted. */
    outputBytes: z.int().min(2).max(REPORT_MAX_BYTES),
    outputId: z.int().min(0).max(REPORT_ID_MAX).default(0),
    /** 0: input reports carry no id. */
    inputId: z.int().min(0).max(REPORT_ID_MAX).default(0),
    /** `counted`: the first byte of a report says how many follow that count. `padded`: zeros fill it up. */
    framing: z.enum(['counted', 'padded']),
  }),
});

export type HidPipeConfig = z.infer<typeof hidPipeConfigSchema>;
type Reports = HidPipeConfig['reports'];

/** Makes a pipe of bytes out of a device's reports. */
export function createHidPipe({ reports }: HidPipeConfig, device: HidTransport): Transport {
  return {
    async open({ onBytes, onClose }) {
      const connection = await device.open({
        onClose,
        onBytes: (report) => {
          const bytes = unpackReport(report, reports);
          if (bytes.length > 0) onBytes(bytes);
        },
      });
      return {
        close: () => connection.close(),
        write: async (bytes) => {
          for (const report of packReports(bytes, reports)) await connection.write(report);
        },
      };
    },
  };
}

/** The output reports that carry these bytes, each with its id first and of full length. */
export function packReports(bytes: Uint8Array, reports: Reports): readonly Uint8Array[] {
  const { outputBytes, outputId, framing } = reports;
  const headBytes = framing === 'counted' ? 1 : 0;
  const roomBytes = outputBytes - headBytes;
  return Array.from({ length: Math.ceil(bytes.length / roomBytes) }, (_, at) => {
    const part = bytes.subarray(at * roomBytes, (at + 1) * roomBytes);
    const report = new Uint8Array(1 + outputBytes);
    report[0] = outputId;
    if (framing === 'counted') report[1] = part.length;
    report.set(part, 1 + headBytes);
    return report;
  });
}

/** What an input report carries: nothing where it is another's, or counts more than it holds. */
export function unpackReport(report: Uint8Array, { inputId, framing }: Reports): Uint8Array {
  if (inputId !== 0 && report[0] !== inputId) return report.subarray(0, 0);
  const body = inputId === 0 ? report : report.subarray(1);
  if (framing === 'padded') return body;
  const count = body[0] ?? 0;
  return count < body.length ? body.subarray(1, 1 + count) : body.subarray(0, 0);
}
