/**
 * No number of a station is used twice, however issuing, enrolling, sending, a till's own word and a
 * backup that was put back come together; and each is above all that was given or heard of before.
 */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CODE, LicenceDesk, TERMS } from '../../../test/support/licence-desk.ts';
import { signedEntitlement } from '../../../test/support/test-vendor.ts';

type Deed =
  | { readonly kind: 'issue' | 'enrol-again' | 'ask-again' | 'restore' }
  | { readonly kind: 'hear' | 'send'; readonly n: number };

const n = fc.integer({ min: 1, max: 12 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constantFrom('issue', 'enrol-again', 'ask-again', 'restore') }),
  fc.record({ kind: fc.constantFrom('hear', 'send'), n }),
);

/** Deeds of one round happen at once, the rounds one after another. */
const rounds = fc.array(fc.array(deed, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 6,
});

it('generations never repeat, and rise above all that was heard', async () => {
  await fc.assert(
    fc.asyncProperty(rounds, async (all) => {
      await using desk = await LicenceDesk.open();
      const hubVendor = await desk.hubVendor();
      const offline = await desk.vendor.certify('issuer');
      const office = desk.office(hubVendor);
      const code = await office.makeCode({ ...CODE, licence: TERMS });
      const { station, key, entitlement } = await desk.present(hubVendor, code);
      const answered = new Set([entitlement]);
      let last = { key, code };
      let highest = 1;
      const act = async (done: Deed): Promise<void> => {
        switch (done.kind) {
          case 'issue':
            await office.issue(station, { addedMaintenance: [] });
            return;
          case 'enrol-again': {
            const again = await office.makeCode({ ...CODE, station });
            const result = await desk.present(hubVendor, again);
            answered.add(result.entitlement);
            last = { key: result.key, code: again };
            return;
          }
          case 'ask-again':
            // Refused where the station has been given to another key meanwhile.
            await desk.present(hubVendor, last.code, last.key).then(
              (result) => answered.add(result.entitlement),
              () => undefined,
            );
            return;
          case 'restore':
            await office.noteRestored(`hub-${randomBytes(4).toString('hex')}`);
            return;
          case 'hear':
            await desk.hear(station, 1, done.n);
            highest = Math.max(highest, done.n);
            return;
          case 'send':
            await office.sendEntitlement(
              station,
              await signedEntitlement(offline, station, done.n),
            );
        }
      };
      for (const round of all) {
        await Promise.all(round.map(act));
        const next = await office.issue(station, { addedMaintenance: [] });
        if (next.kind === 'refused') throw new TypeError(next.detail);
        expect(next.entitlement.generation.n).toBeGreaterThan(highest);
        highest = next.entitlement.generation.n;
      }
      const enrolments = await Promise.all([...answered].map((one) => desk.contentOf(one)));
      const issued = [...enrolments, ...(await desk.mail(station))];
      const numbers = issued.map(({ generation }) => generation.n);
      expect(new Set(numbers).size).toBe(numbers.length);
    }),
    { numRuns: 40 },
  );
}, 30_000);
