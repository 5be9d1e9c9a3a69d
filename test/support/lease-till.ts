import { instantMs } from '../../agent/core/calendar.ts';
import type { Contract } from '../../agent/core/entitlement/entitlement.ts';
import { innPlan } from '../../agent/plans/inn.ts';
import { SupportTill } from './support-till.ts';
import { testEntitlement } from './test-vendor.ts';

/** Monday, in everybody's hours. */
const NOW_MS = instantMs('2026-11-23T10:00:00.000Z');

/** A till under a plan that is paid from a balance, with so many credits to promise from. */
export function tillWithLease(amount: number): SupportTill {
  const till = new SupportTill();
  till.nowMs = NOW_MS;
  const { id, version } = innPlan;
  const contract: Contract = {
    plan: { id, version },
    parameters: {},
    stations: [],
    callerRoles: [],
    contacts: [{ name: 'Desk', role: 'vendor', phone: '1' }],
  };
  const { licensing } = till.till;
  till.till = {
    ...till.till,
    licensing: { ...licensing, entitlement: testEntitlement({ contract }) },
  };
  const lease = { id: 'lease-1', account: 'credits', amount };
  till.send({ kind: 'lease-offered', lease, station: 'till-1' });
  return till;
}
