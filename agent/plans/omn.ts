/**
 * Assistance from a pool of hours a year, or from a wallet that is recharged. Updates come to
 * everybody; a wallet must cover two hours before help is given, and visits follow a weekly plan.
 */
import type { Plan } from '../core/contract/plan.ts';
import { OMN_CLAUSES } from './omn-clauses.ts';
import { OMN_ROWS } from './omn-rows.ts';

export const omnPlan: Plan = {
  id: 'omn',
  version: 1,
  title: {
    es: 'Asistencia Presidio y Plafond',
    de: 'Hilfe mit Presidio und Plafond',
    it: 'Assistenza Presidio e Plafond',
    en: 'Presidio and Plafond assistance',
  },
  zone: 'Europe/Rome',
  currency: 'EUR',
  parameters: {
    updates: 'always',
    termMonths: 12,
    autoRenew: false,
    billingIncrement: 1,
    walletGateHours: 2,
    leadHours: 48,
    leadClock: 'elapsed',
    poolExpires: true,
    poolRemoteMinutes: 15 * 60,
    poolOnSiteMinutes: 10 * 60,
  },
  closures: [],
  variants: [
    {
      id: 'presidio',
      title: { es: 'Presidio', de: 'Presidio', it: 'Presidio', en: 'Presidio' },
      yearPrice: 'presidio-year',
    },
    {
      id: 'plafond',
      title: { es: 'Plafond', de: 'Plafond', it: 'Plafond', en: 'Plafond' },
      yearPrice: 'plafond-year',
    },
  ],
  helpDefaults: { channel: 'phone', topic: 'software', mode: 'remote' },
  prices: {},
  packs: [],
  rows: OMN_ROWS,
  clauses: OMN_CLAUSES,
};
