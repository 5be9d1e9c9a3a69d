/** The line by which a till tells which parts its computer has. */
import { z } from 'zod';
import type { HardwareHashes } from '../../../agent/core/entitlement/hardware.ts';
import { hardwareField } from '../../protocol/fields.ts';

export const HARDWARE_KIND = 'hardware-changed';

/** What else the line says is for people: how many parts match is counted here, not believed. */
export const HARDWARE_CHANGED = z.object(hardwareField.shape);

/** Undefined for another line, and for one whose body is not what it must be. */
export function hardwareOf(kind: string, body: unknown): HardwareHashes | undefined {
  return kind === HARDWARE_KIND ? HARDWARE_CHANGED.safeParse(body).data : undefined;
}
