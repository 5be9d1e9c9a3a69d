import { z } from 'zod';

const HEX_MAX_CHARACTERS = 2_048;
const TEXT_MAX_CHARACTERS = 1_024;

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
    hex: z
      .string()
      .regex(/^(?:[0-9A-Fa-f]{2})+$/)
      .max(HEX_MAX_CHARACTERS),
  }),
  z.strictObject({
    ...common,
    kind: z.literal(['link-up', 'link-down', 'open-failed', 'bytes-dropped', 'request-retried']),
    detail: z.string().max(TEXT_MAX_CHARACTERS),
  }),
]);

export type TraceLine = z.infer<typeof traceLineSchema>;
