import { z } from 'zod';

const HEX_MAX_CHARACTERS = 2_048;
/** Of a report descriptor, as much as the Linux kernel takes. */
const DESCRIPTOR_MAX_CHARACTERS = 8_192;
const REPORT_ID_MAX = 0xff;
const TEXT_MAX_CHARACTERS = 1_024;

const hex = z.string().regex(/^(?:[0-9A-Fa-f]{2})+$/);

const common = {
  /** Milliseconds since 1970. */
  atMs: z.number(),
  /** The port as the configuration calls it. */
  port: z.string().max(TEXT_MAX_CHARACTERS),
};

/** What the agent says of a port to whoever watches: one JSON object a line. */
export const traceLineSchema = z.discriminatedUnion('kind', [
  /** The first line: from here on nothing that these ports say is missed. */
  z.strictObject({ kind: z.literal('watching'), ports: z.array(common.port) }),
  z.strictObject({
    ...common,
    kind: z.literal(['frame-sent', 'frame-received']),
    hex: hex.max(HEX_MAX_CHARACTERS),
  }),
  z.strictObject({
    ...common,
    kind: z.literal(['report-sent', 'report-received']),
    report: z.literal(['input', 'output', 'feature']),
    reportId: z.int().min(0).max(REPORT_ID_MAX),
    hex: hex.max(HEX_MAX_CHARACTERS),
  }),
  /** Of the device that is open, also where it was opened before somebody watched. */
  z.strictObject({
    ...common,
    kind: z.literal('report-descriptor'),
    hex: hex.max(DESCRIPTOR_MAX_CHARACTERS),
  }),
  z.strictObject({
    ...common,
    kind: z.literal(['link-up', 'link-down', 'open-failed', 'bytes-dropped', 'request-retried']),
    detail: z.string().max(TEXT_MAX_CHARACTERS),
  }),
]);

export type TraceLine = z.infer<typeof traceLineSchema>;

/** What is said of one port. */
export type PortLine = Exclude<TraceLine, { readonly kind: 'watching' }>;
