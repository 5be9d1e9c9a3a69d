/**
 * Whatever the hub, the technician and the cashier do, in any order: control is only ever what somebody
 * at the till gave after consent, a session only ever what was consented to after the right code or in
 * hours granted here, and no cash leaves the till outside a sale while a technician has control.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ADMIN, SupportTill } from '../../../test/support/support-till.ts';
import { auditJournal } from '../cash/audit.ts';
import type { LineDraft } from '../journal-line.ts';

/** What somebody at the till has said yes to, kept apart from the till. */
interface Truth {
  readonly accepted: Set<string>;
  readonly rightCode: Set<string>;
  readonly granted: Set<string>;
  readonly windows: Set<string>;
}

type Deed = (till: SupportTill, pick: number, truth: Truth) => void;

const AT = { client: 'page' } as const;

function idOf(till: SupportTill): string {
  return till.till.supporting.session?.session ?? 'none';
}

const DEEDS: Readonly<Record<string, Deed>> = {
  help: (till) => till.help(),
  askSession: (till, pick) => {
    const ticket = till.till.supporting.tickets[0]?.ticket ?? 'none';
    till.technicianAsks(ticket, `s-${pick % 5}`);
  },
  askAgain: (till) => void till.technicianAsks(till.help(), `s-${till.lines.length}`),
  typeRight: (till, _pick, { rightCode }) => {
    const id = idOf(till);
    if (till.till.supporting.session?.phase.kind === 'asked') rightCode.add(id);
    till.technicianTypes('123456', id);
  },
  typeWrong: (till, pick) => void till.technicianTypes(String(pick % 1_000), idOf(till)),
  accept: (till, _pick, { accepted }) => {
    const id = idOf(till);
    if (till.accept().kind === 'done') accepted.add(id);
  },
  grant: (till, _pick, { granted }) => {
    const id = idOf(till);
    if (till.control('granted').kind === 'done') granted.add(id);
  },
  withdraw: (till) => void till.control('withdrawn'),
  suspend: (till) => void till.control('suspended'),
  decline: (till) => void till.ask({ kind: 'session-declined', ...AT }),
  stop: (till) => void till.ask({ kind: 'session-ended-here', ...AT }),
  resume: (till) => void till.ask({ kind: 'session-resumed', ...AT }),
  hubStops: (till) => {
    till.ask({ kind: 'session-stopped', session: idOf(till), end: 'withdrawn' });
  },
  lost: (till, pick) => {
    const stream = pick % 2 === 0 ? 'screen' : 'console';
    till.told({ kind: 'stream-closed', session: idOf(till), stream, reason: 'line-lost' });
  },
  window: (till, pick, { windows }) => {
    const windows_ = pick % 2 === 0 ? [] : [{ fromMs: till.nowMs, untilMs: till.nowMs + 90_000 }];
    till.ask({ kind: 'unattended-set', ...AT, windows: windows_ });
    if (pick % 2 !== 0) windows.add('granted');
  },
  time: (till, pick) => till.pass((pick % 8) * 15_000),
  restart: (till) => till.restart(),
  signIn: (till) => void till.attemptSignIn('boss'),
  pin: (till) => till.provePin(ADMIN),
  dispense: (till) => void till.dispense(`o-${till.lines.length}`),
  take: (till) => {
    const taken = [{ valueMinor: 50, count: 1 }];
    const place = 'hopper-50';
    till.tubes.set(place, Math.max((till.tubes.get(place) ?? 0) - 1, 0));
    till.send({ kind: 'take-entered', ...AT, place, taken, reason: 'x', operator: ADMIN });
  },
  drawer: (till) => {
    const cause = { kind: 'operator', operator: ADMIN } as const;
    till.send({ kind: 'drawer-open-requested', ...AT, device: 'drawer', cause });
  },
  sale: (till) => void till.startSale(`sale-${till.lines.length}`, 50),
  insert: (till) => till.insert(100),
  settle: (till) => till.settle(),
};

const CASH_OUT: readonly LineDraft['kind'][] = ['operation-started', 'cash-taken', 'drawer-opened'];

const deeds = fc.array(fc.tuple(fc.constantFrom(...Object.keys(DEEDS)), fc.nat(1_000)), {
  maxLength: 60,
});

it('nobody sees, touches or empties this till without a word said at it', () => {
  fc.assert(
    fc.property(deeds, (done) => {
      const till = new SupportTill(3);
      const truth: Truth = {
        accepted: new Set(),
        rightCode: new Set(),
        granted: new Set(),
        windows: new Set(),
      };
      for (const [name, pick] of done) {
        const before = till.lines.length;
        const wasControlled = till.live?.control === 'granted';
        DEEDS[name]?.(till, pick, truth);
        const written = till.lines.slice(before).map(({ kind }) => kind);
        const taken = wasControlled ? written.filter((kind) => CASH_OUT.includes(kind)) : [];
        expect(taken).toEqual([]);
        checkSession(till, truth);
      }
      expect(auditJournal(till.lines).problems).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

function checkSession(till: SupportTill, { accepted, rightCode, granted, windows }: Truth): void {
  const { live } = till;
  if (live === undefined) return;
  const id = idOf(till);
  const isConsented = accepted.has(id) && rightCode.has(id);
  const isGrantedNight = live.unattendedUntilMs !== undefined && windows.has('granted');
  expect(isConsented || isGrantedNight).toBe(true);
  if (live.control !== 'granted') return;
  expect(isConsented && granted.has(id)).toBe(true);
}
