/**
 * A perpetual licence with maintenance, sold through distributors, who speak for their customers.
 * Help is remote, within hours, and never for the machines themselves.
 */
import type { Plan } from '../core/contract/plan.ts';
import { IMA_CLAUSES } from './ima-clauses.ts';
import { IMA_ROWS } from './ima-rows.ts';

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];

export const imaPlan: Plan = {
  id: 'ima',
  version: 1,
  title: {
    es: 'ImaCash: licencia con mantenimiento, por distribuidor',
    de: 'ImaCash: Lizenz mit Wartung, über Händler',
    it: 'ImaCash: licenza con manutenzione, tramite distributore',
    en: 'ImaCash: licence with maintenance, through distributors',
  },
  zone: 'Europe/Madrid',
  currency: 'EUR',
  parameters: {
    freeMonths: 12,
    termMonths: 12,
    reinstatementYears: 3,
    updates: 'by-maintenance',
    reinstateFrom: 'now',
    backCharge: false,
    assistAfterYears: 'require-new-licence',
    requireFirstLineNote: true,
    freeTrainings: 1,
    trainingMinutes: 90,
    licencesAtRegistration: 5,
    licencesPerYear: 12,
    commitYear: 'anniversary',
    countsInitialOrder: true,
    countsIntegrationOrders: true,
    integrationLicences: 5,
  },
  hours: [
    { days: MONDAY_TO_FRIDAY, fromMinute: 9 * 60, toMinute: 14 * 60 },
    { days: MONDAY_TO_FRIDAY, fromMinute: 15 * 60, toMinute: 17 * 60 },
  ],
  closures: [],
  variants: [],
  helpDefaults: { channel: 'phone', topic: 'software', mode: 'remote' },
  prices: {},
  packs: [],
  rows: IMA_ROWS,
  clauses: IMA_CLAUSES,
};
