/** After an enrolment a till never reads as licensed when it is not, nor the other way round. */
import { expect, it } from 'vitest';
import { testEntitlement } from '../../test/support/test-vendor.ts';
import type { Generation } from '../core/entitlement/entitlement.ts';
import { licenceText } from './held-licence.ts';

const THIRD = { keyEpoch: 1, n: 3 };
const NONE = { document: undefined, entitlement: undefined, generation: undefined };
const entitlement = testEntitlement({ generation: THIRD });
const HELD = { document: 'text', entitlement, generation: THIRD };
const NEW = { station: 'st-1', isSigned: false };
const OWN = { station: 'till-1', isSigned: false };
const ASK = 'Ask the vendor for a licence for station st-1, above generation 3 of key epoch 1';

const LOST = 'THIS TILL HAS NO LICENCE NOW';

it.each([
  { what: 'nothing, and is given one', held: NONE, given: 3, said: 'Its licence is verified' },
  { what: 'an older one', held: HELD, given: 4, said: 'Its licence is verified' },
  { what: 'nothing, and is given none', held: NONE, said: 'The hub gave it no licence. ' },
  { what: 'its station’s own', held: HELD, at: OWN, said: 'no licence; it keeps the one it has. ' },
  { what: 'its station’s own, newer', held: HELD, at: OWN, given: 2, said: 'it keeps the one' },
])('says of a till that has $what that nothing is lost', ({ held, at = NEW, given, said }) => {
  const text = licenceText(held, { ...at, ...generationOf(given) });
  expect(text).toContain(said);
  expect(text).not.toContain(LOST);
});

it.each([
  { what: 'and is given none', said: `The hub gave it no licence. ${ASK}` },
  { what: 'newer than the hub’s', given: 2, said: 'The hub’s licence is an older one' },
  { what: 'with one on its way', at: { ...NEW, isSigned: true }, said: 'Unless the hub sends one' },
])('says of another station’s licence, $what, that it is lost', ({ at = NEW, given, said }) => {
  const text = licenceText(HELD, { ...at, ...generationOf(given) });
  expect(text).toContain(LOST);
  expect(text).toContain('licence-1 for Bar Pepe, Centro, station till-1');
  expect(text).toContain(said);
});

it('says what number to ask for where nothing here can read what the till holds', () => {
  const text = licenceText({ ...HELD, entitlement: undefined }, NEW);
  expect(text).toContain(LOST);
  expect(text).toContain(ASK);
});

function generationOf(n: number | undefined): { readonly generation?: Generation } {
  return n === undefined ? {} : { generation: { keyEpoch: 1, n } };
}
