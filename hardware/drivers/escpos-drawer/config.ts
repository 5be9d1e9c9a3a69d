import { z } from 'zod';
import { drawerShape } from '../../kit/drawer-config.ts';
import { DLE_DC4_MAX_MS, ESC_P_MAX_MS, type Kick } from './frame.ts';

const ON_MS = 120;
const OFF_MS = 240;
const DLE_DC4_STEP_MS = 100;

export const escposDrawerConfigSchema = z.strictObject({
  ...drawerShape,
  pin: z.literal([2, 5]).default(2),
  command: z.enum(['esc-p', 'dle-dc4']).default('esc-p'),
  /** Some drawers need a long pulse; rounded to what the command can say. */
  pulseMs: z.int().min(10).max(DLE_DC4_MAX_MS).default(ON_MS),
  /**
   * The level of pin 3 while the drawer is open: it depends on the drawer's switch. `none` for a
   * drawer, a cable or a printer that does not tell.
   */
  openLevel: z.enum(['high', 'low', 'none']),
});

export type EscposDrawerConfig = z.infer<typeof escposDrawerConfigSchema>;

export function kickOf({ command, pin, pulseMs }: EscposDrawerConfig): Kick {
  switch (command) {
    case 'esc-p':
      return { command, pin, onMs: Math.min(pulseMs, ESC_P_MAX_MS), offMs: OFF_MS };
    case 'dle-dc4':
      return { command, pin, pulseMs: Math.max(pulseMs, DLE_DC4_STEP_MS) };
  }
}
