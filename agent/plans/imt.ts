/**
 * A service given through certified companies, each near its customers. The customer chooses, the
 * vendor advises and may withdraw; a request to change is always decided by a person.
 */
import type { Plan } from '../core/contract/plan.ts';
import { IMT_CLAUSES } from './imt-clauses.ts';
import { IMT_ROWS } from './imt-rows.ts';

export const imtPlan: Plan = {
  id: 'imt',
  version: 1,
  title: {
    es: 'IMTLazarus: servicio por empresas implantadoras',
    de: 'IMTLazarus: Betreuung durch zertifizierte Partner',
    it: 'IMTLazarus: servizio tramite aziende certificate',
    en: 'IMTLazarus: service through certified implementers',
  },
  zone: 'Europe/Madrid',
  currency: 'EUR',
  parameters: { silence: 'manual' },
  closures: [],
  variants: [],
  helpDefaults: { channel: 'phone', topic: 'software', mode: 'remote' },
  prices: {},
  packs: [],
  rows: IMT_ROWS,
  clauses: IMT_CLAUSES,
};
