import { z } from 'zod';
import { readPin } from './certificate-pin.ts';

const HTTPS_PORT = 443;
const HTTP_PORT = 80;
const PORT_MAX = 65_535;
const TIMEOUT_MS = 5_000;

const address = {
  host: z.string().min(1).max(255),
  /** A file of its own, readable by this user alone: `{"name": "...", "password": "..."}`. */
  credentials: z.string().min(1),
  /** From the first byte sent to the last one received. */
  timeoutMs: z.int().min(200).max(60_000).default(TIMEOUT_MS),
};

/** What the configuration may say of a machine that is spoken to over HTTP. */
export const webConfigSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('https'),
    ...address,
    port: z.int().min(1).max(PORT_MAX).default(HTTPS_PORT),
    /** `certificate:` or `public-key:` and its SHA-256. Without it nothing is ever sent. */
    pin: z
      .string()
      .refine(
        (text) => readPin(text) !== undefined,
        'use certificate:… or public-key:… and SHA-256',
      )
      .optional(),
  }),
  /** Everybody on the network can read the password and send operations of their own. */
  z.strictObject({
    kind: z.literal('http-WITHOUT-ENCRYPTION'),
    ...address,
    port: z.int().min(1).max(PORT_MAX).default(HTTP_PORT),
  }),
]);

export type WebConfig = z.infer<typeof webConfigSchema>;
