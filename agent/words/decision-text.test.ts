/** A decision in words: complete in every language, and with the amounts and times it was made with. */
import { describe, expect, it } from 'vitest';
import { testPlan } from '../../test/support/test-plan.ts';
import { decide } from '../core/contract/decide.ts';
import type { Decision } from '../core/contract/decision.ts';
import { instantMs } from '../core/calendar.ts';
import { PARAMETER_SPECS, type ParameterName } from '../core/contract/parameters.ts';
import { REASONS } from '../core/contract/plan.ts';
import { decisionText } from './decision-text.ts';
import { LANGUAGES } from './language.ts';
import { parameterQuestion } from './parameter-text.ts';

const PARAMETERS = Object.keys(PARAMETER_SPECS) as ParameterName[];
const LUNCH = instantMs('2026-11-23T13:30:00Z');

function decided(change: Partial<Decision> = {}): Decision {
  const facts = { accounts: { credits: { available: 100 } } };
  const request = { kind: 'contact', atMs: LUNCH, caller: 'admin' } as const;
  return { ...decide(request, facts, testPlan), ...change };
}

function plain(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.replaceAll(/\s/g, ' '));
}

describe('a decision', () => {
  it('says what, when in the vendor’s zone, what is set aside, and what it rests on', () => {
    const { what, when, cost, clauses } = decisionText(decided(), testPlan, 'en');
    expect(what).toEqual(['This is done at a set time.']);
    expect(plain(when)).toEqual([
      'Monday 23 November 2026 at 15:00 (Europe/Madrid).',
      'Somebody calls back then.',
    ]);
    expect(cost).toEqual(['Set aside: 15 credits (credits).']);
    expect(clauses).toEqual([{ id: 'B-2', sentence: 'Credits pay for help.' }]);
  });

  it('says who takes care, and who else could', () => {
    const routeTo = {
      to: 'preferred',
      party: 'bolt',
      copyTo: 'ana',
      proposals: ['bolt', 'nut'],
      isBinding: false,
    } as const;
    const { who } = decisionText(decided({ outcome: 'ROUTE', routeTo }), testPlan, 'de');
    expect(who).toEqual([
      'Vorgeschlagen, bei freier Wahl: die bevorzugte Firma der Gegend, bolt.',
      'Die Arbeit macht ana.',
      'Ebenfalls möglich: nut.',
    ]);
  });

  it('says what it costs and who pays, and that a price is not set', () => {
    const line = { code: 'assistance', quantity: 1, unit: 'piece', totalMinor: 6_000 } as const;
    const { cost } = decisionText(
      decided({
        outcome: 'CHARGEABLE',
        costLines: [{ ...line, currency: 'EUR', payer: 'customer' }],
        options: [
          { code: 'licence', licences: 2 },
          { code: 'odd', priceMinor: 500 },
        ],
        holds: [{ account: 'wallet', amount: 12_000 }],
      }),
      testPlan,
      'es',
    );
    expect(plain(cost)).toEqual([
      'La ayuda misma: 60,00 € sin impuestos; paga el cliente.',
      'Licencia nueva (2 licencias): precio a consultar.',
      'Odd: 5,00 € sin impuestos.',
      'Reservado: 120,00 € (monedero).',
    ]);
  });

  it('says what is missing, and the cheapest that ends it', () => {
    const facts = { accounts: { credits: { available: 1 } } };
    const request = { kind: 'contact', atMs: LUNCH, caller: 'admin' } as const;
    const { what, why } = decisionText(decide(request, facts, testPlan), testPlan, 'it');
    expect(plain(what)).toEqual([
      'Prima manca qualcosa.',
      'Prima vanno comprati dei crediti.',
      'Mancano: 14 crediti.',
      'La scelta più economica che basta: 15 crediti, 10,00 € senza imposte.',
    ]);
    expect(why).toEqual(['I crediti non bastano.']);
  });

  it('has different words in every language for every reason and every parameter', () => {
    const reasons = LANGUAGES.flatMap(
      (language) => decisionText(decided({ reasons: REASONS }), testPlan, language).why,
    );
    expect(new Set(reasons).size).toBe(LANGUAGES.length * REASONS.length);
    const questions = LANGUAGES.flatMap((language) =>
      PARAMETERS.map((name) => parameterQuestion(name, language)),
    );
    expect(new Set(questions).size).toBe(LANGUAGES.length * PARAMETERS.length);
  });
});
