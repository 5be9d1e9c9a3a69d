/**
 * Support by prepaid credits: a minimum for each class of help, then blocks. What may be needed is
 * set aside before the work and settled after it, and the balance is never negative.
 */
import type { Plan } from '../core/contract/plan.ts';
import { INN_CLAUSES } from './inn-clauses.ts';
import { INN_ROWS } from './inn-rows.ts';

export const innPlan: Plan = {
  id: 'inn',
  version: 1,
  title: {
    es: 'Créditos de soporte',
    de: 'Support-Guthaben',
    it: 'Crediti di supporto',
    en: 'Support credits',
  },
  zone: 'Europe/Madrid',
  currency: 'EUR',
  parameters: {
    consultationMinimum: 15,
    interventionMinimum: 60,
    securityUpdateCredits: 60,
    creditBlock: 15,
    phoneSurchargeCredits: 0,
    videoSurchargeCredits: 0,
    warnBelowCredits: 60,
    registrationMonths: 12,
    holdProtects: true,
  },
  closures: [],
  variants: [],
  helpDefaults: {
    channel: 'portal',
    topic: 'error-resolution',
    serviceClass: 'consultation',
    mode: 'remote',
  },
  prices: {},
  packs: [
    { credits: 15, priceMinor: 1_000 },
    { credits: 30, priceMinor: 2_000 },
    { credits: 60, priceMinor: 3_600 },
    { credits: 120, priceMinor: 7_200 },
    { credits: 240, priceMinor: 14_400 },
    { credits: 480, priceMinor: 25_600 },
  ],
  rows: INN_ROWS,
  clauses: INN_CLAUSES,
};
