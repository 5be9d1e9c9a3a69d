import { ccnetProbe } from './drivers/ccnet/probe.ts';
import { cctalkProbe } from './drivers/cctalk/probe.ts';
import { dcttechProbe } from './drivers/dcttech/probe.ts';
import { ebdsProbe } from './drivers/ebds/probe.ts';
import { escposDrawerProbe } from './drivers/escpos-drawer/probe.ts';
import { hidDrawerProbe } from './drivers/hid-drawer/probe.ts';
import { hidPosProbe } from './drivers/hid-pos/probe.ts';
import { id003Probe } from './drivers/id003/probe.ts';
import { sspProbe } from './drivers/ssp/probe.ts';
import type { HidProbe } from './kit/hid-probe.ts';
import type { Probe } from './kit/probe.ts';

/**
 * Every protocol that can be looked for on a port, in the order of trying: those whose frames bear a
 * checksum over a fixed start first, ccTalk last, whose devices would take a short frame of another
 * protocol for noise, and whose search is long.
 */
export const probes: readonly Probe[] = [sspProbe, ccnetProbe, ebdsProbe, id003Probe, cctalkProbe];

/** Asked before all others: a printer would print what is meant for those, and might take it for a kick. */
export const printerProbes: readonly Probe[] = [escposDrawerProbe];

/** Every family of HID devices that can be known by looking at them. */
export const hidProbes: readonly HidProbe[] = [dcttechProbe, hidDrawerProbe, hidPosProbe];
