/**
 * Support for a till: flat for each station, or second-level for up to five, where an admin stands
 * between cashiers and support. Requests are without limit; the contract renews itself each year.
 */
import type { Plan } from '../core/contract/plan.ts';
import { SDS_CLAUSES } from './sds-clauses.ts';
import { SDS_ROWS } from './sds-rows.ts';

export const sdsPlan: Plan = {
  id: 'sds',
  version: 1,
  title: {
    es: 'Contrato de soporte de caja',
    de: 'Supportvertrag für die Kasse',
    it: 'Contratto di supporto per la cassa',
    en: 'Till support contract',
  },
  zone: 'Europe/Berlin',
  currency: 'EUR',
  parameters: {
    overCapacity: 'quote',
    blockStations: 5,
    termMonths: 12,
    noticeDays: 14,
    firstNotice: 'beforeMinTermEnd',
    noticeDay: 'receipt',
    includeAnniversaryDay: false,
    holidayRollForward: 'none',
    consumerNoticeMonths: 1,
    autoRenew: true,
  },
  hours: [{ days: [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 18 * 60 }],
  closures: [],
  variants: [
    {
      id: 'flat',
      title: { es: 'Support Flat', de: 'Support Flat', it: 'Support Flat', en: 'Support Flat' },
      pricing: 'per-station',
      yearPrice: 'flat-year',
    },
    {
      id: 'second-level',
      title: { es: 'Second Level', de: 'Second Level', it: 'Second Level', en: 'Second Level' },
      pricing: 'per-block',
      yearPrice: 'second-level-year',
    },
  ],
  helpDefaults: { channel: 'phone', topic: 'malfunction', mode: 'remote' },
  prices: { 'flat-year': 24_900, 'second-level-year': 65_000 },
  packs: [],
  rows: SDS_ROWS,
  clauses: SDS_CLAUSES,
};
