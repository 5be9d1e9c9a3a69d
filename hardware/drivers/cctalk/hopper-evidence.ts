import { z } from 'zod';
import type { Evidence } from './dispense-decision.ts';

const evidenceSchema = z.strictObject({
  counter: z.int().min(0).max(255),
  dispenseCount: z.int().min(0),
  serial: z.int().min(0),
});

export function encodeEvidence(evidence: Evidence): string {
  return JSON.stringify(evidence);
}

/** Undefined for a text that is not this driver's. */
export function parseEvidence(text: string): Evidence | undefined {
  try {
    return evidenceSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
