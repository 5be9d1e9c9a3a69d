/** Nobody sees this till without the code that was read out here and somebody's consent here. */
import { describe, expect, it } from 'vitest';
import { ADMIN, SupportTill, TECHNICIAN } from '../../../test/support/support-till.ts';
import { CONSENT_EXPIRY_MS } from './remote-session.ts';
import { SESSION_MAX_MS } from './step-session.ts';

const NIGHT_MS = 3_600_000;

function refusedFor(till: SupportTill): unknown {
  return till.lines.findLast(({ kind }) => kind === 'remote-refused')?.body;
}

function endOf(till: SupportTill): unknown {
  return till.lines.findLast(({ kind }) => kind === 'remote-ended')?.body;
}

function grantNight(till: SupportTill): void {
  const windows = [{ fromMs: till.nowMs, untilMs: till.nowMs + NIGHT_MS }];
  till.ask({ kind: 'unattended-set', client: 'page', operator: ADMIN.operatorId, windows });
}

describe('a session that is asked for is turned away', () => {
  it('for a ticket that the till has never heard of', () => {
    const till = new SupportTill();
    expect(till.technicianAsks('none')).toEqual({ kind: 'desk-refused', reason: 'ticket-unknown' });
    expect(refusedFor(till)).toMatchObject({ reason: 'ticket-unknown' });
  });

  it('while there is another one, whatever that stands at', () => {
    const till = new SupportTill();
    till.goLive();
    const other = till.technicianAsks(till.help(), 's-2');
    expect(other).toEqual({ kind: 'desk-refused', reason: 'second-session' });
    expect(till.till.supporting.session?.session).toBe('s-1');
  });

  it('where nothing of what is wanted can be shown', () => {
    const till = new SupportTill();
    till.around = { ...till.around, streams: [] };
    const answer = till.technicianAsks(till.help());
    expect(answer).toEqual({ kind: 'desk-refused', reason: 'not-configured' });
  });

  it('during a sale, and not after it', () => {
    const till = new SupportTill();
    const ticket = till.help();
    till.startSale('sale', 50);
    expect(till.technicianAsks(ticket)).toMatchObject({ reason: 'till-in-sale' });
    till.insert(100);
    till.settle();
    expect(till.technicianAsks(ticket)).toEqual({ kind: 'done' });
  });
});

describe('the code', () => {
  it('is tried three times, and then the session is over', () => {
    const till = new SupportTill();
    till.technicianAsks(till.help());
    for (const left of [2, 1, 0]) {
      expect(till.technicianTypes('000000')).toEqual({
        kind: 'desk-refused',
        reason: 'wrong-code',
      });
      const tried = till.lines.findLast(({ kind }) => kind === 'remote-code-tried');
      expect(tried?.body).toEqual({ session: 's-1', isRight: false, triesLeft: left });
    }
    expect(endOf(till)).toMatchObject({ end: 'wrong-code', durationMs: 0 });
    expect(till.technicianTypes('123456')).toMatchObject({ reason: 'no-session' });
  });

  it('of another session opens nothing', () => {
    const till = new SupportTill();
    till.technicianAsks(till.help());
    expect(till.technicianTypes('123456', 's-2')).toMatchObject({ reason: 'no-session' });
    expect(till.till.supporting.session?.phase.kind).toBe('asked');
  });

  it('is worth nothing without a consent, and a consent nothing without it', () => {
    const till = new SupportTill();
    till.technicianAsks(till.help());
    expect(till.accept()).toEqual({ kind: 'refused', refusal: { code: 'code-not-typed' } });
    till.technicianTypes('123456');
    expect(till.live).toBeUndefined();
    expect(till.effects).toEqual([]);
  });

  it('never leaves the till', () => {
    const till = new SupportTill();
    till.goLive();
    expect(JSON.stringify(till.lines)).not.toContain('123456');
  });
});

describe('consent', () => {
  it('comes too late after a minute, by a clock that nobody can set', () => {
    const till = new SupportTill();
    till.technicianAsks(till.help());
    till.technicianTypes('123456');
    till.nowMs -= 10 * CONSENT_EXPIRY_MS;
    till.around = { ...till.around, monotonicMs: CONSENT_EXPIRY_MS };
    expect(till.accept()).toEqual({ kind: 'refused', refusal: { code: 'no-session' } });
    expect(endOf(till)).toMatchObject({ end: 'expired' });
  });

  it('is not waited for any longer', () => {
    const till = new SupportTill();
    till.technicianAsks(till.help());
    till.pass(CONSENT_EXPIRY_MS - 1);
    expect(till.till.supporting.session).toBeDefined();
    till.pass(1);
    expect(till.till.supporting.session).toBeUndefined();
  });

  it('can be declined, and Stop pressed twice', () => {
    const till = new SupportTill();
    till.technicianAsks(till.help());
    till.ask({ kind: 'session-declined', client: 'page' });
    expect(endOf(till)).toMatchObject({ end: 'declined' });
    const lines = till.lines.length;
    expect(till.ask({ kind: 'session-ended-here', client: 'page' })).toEqual({ kind: 'done' });
    expect(till.lines).toHaveLength(lines);
  });

  it('opens the streams, to look and not to touch', () => {
    const till = new SupportTill();
    till.technicianAsks(till.help());
    till.technicianTypes('123456');
    till.accept();
    expect(till.effects).toEqual([
      { kind: 'set-control', session: 's-1', control: 'none' },
      { kind: 'open-stream', session: 's-1', stream: 'screen' },
      { kind: 'open-stream', session: 's-1', stream: 'console' },
    ]);
    expect(till.till.supporting.session?.technician).toEqual(TECHNICIAN);
  });
});

describe('a live session', () => {
  it('is cut at once by Stop, and says what it came to', () => {
    const till = new SupportTill();
    till.goLive();
    till.control('granted');
    till.pass(5_000);
    till.control('withdrawn');
    till.pass(2_000);
    till.around = { ...till.around, bytes: { bytesIn: 7, bytesOut: 9 } };
    till.effects = [];
    till.ask({ kind: 'session-ended-here', client: 'page' });
    expect(till.effects).toEqual([{ kind: 'close-streams', session: 's-1' }]);
    expect(endOf(till)).toMatchObject({
      end: 'stopped-at-till',
      durationMs: 7_000,
      controlMs: 5_000,
      bytesIn: 7,
      bytesOut: 9,
    });
  });

  it('ends with its last stream, and not with the first of two', () => {
    const till = new SupportTill();
    till.goLive();
    const lost = { kind: 'stream-closed', session: 's-1', reason: 'line-lost' } as const;
    till.told({ ...lost, stream: 'console' });
    expect(till.live).toBeDefined();
    till.told({ ...lost, stream: 'screen' });
    expect(endOf(till)).toMatchObject({ end: 'line-lost' });
  });

  it('is not carried over a restart; it lasted until the last line', () => {
    const till = new SupportTill();
    till.goLive();
    till.lastLineAtMs = till.nowMs + 30_000;
    till.nowMs += 3_600_000;
    till.around = { ...till.around, monotonicMs: 1 };
    till.restart();
    expect(endOf(till)).toMatchObject({ end: 'agent-restarted', durationMs: 30_000 });
    expect(till.till.supporting.session).toBeUndefined();
  });

  it('ends by itself after a day’s work', () => {
    const till = new SupportTill();
    till.goLive();
    till.pass(SESSION_MAX_MS);
    expect(endOf(till)).toMatchObject({ end: 'time-over', durationMs: SESSION_MAX_MS });
  });

  it('hears of the same command twice, and of one for another session not at all', () => {
    const till = new SupportTill();
    const ticket = till.help();
    till.technicianAsks(ticket);
    const before = till.till.supporting;
    till.technicianAsks(ticket);
    const stop = { kind: 'session-stopped', session: 's-9', end: 'withdrawn' } as const;
    till.ask(stop);
    expect(till.till.supporting).toBe(before);
    till.ask({ ...stop, session: 's-1' });
    till.technicianAsks(ticket);
    expect(till.till.supporting.session).toBeUndefined();
  });
});

describe('granted hours', () => {
  it('begin a session with nobody there, and never give control', () => {
    const till = new SupportTill();
    grantNight(till);
    till.technicianAsks(till.help());
    expect(till.live).toBeDefined();
    const consent = till.lines.find(({ kind }) => kind === 'remote-consented');
    expect(consent?.body).toEqual({ session: 's-1', isUnattended: true });
    expect(till.control('granted')).toMatchObject({ refusal: { code: 'control-not-possible' } });
  });

  it('end it when they end, and when they are withdrawn', () => {
    for (const end of ['time-over', 'stopped-at-till'] as const) {
      const till = new SupportTill();
      grantNight(till);
      till.technicianAsks(till.help());
      if (end === 'time-over') till.pass(NIGHT_MS);
      else till.ask({ kind: 'unattended-set', client: 'page', windows: [] });
      expect(endOf(till)).toMatchObject({ end });
    }
  });

  it('are hours, and not weeks, nor the past', () => {
    const till = new SupportTill();
    const wrong = [
      { fromMs: till.nowMs, untilMs: till.nowMs + 25 * 3_600_000 },
      { fromMs: till.nowMs - 2, untilMs: till.nowMs - 1 },
      { fromMs: till.nowMs + 2, untilMs: till.nowMs + 1 },
    ];
    for (const window of wrong) {
      const answer = till.ask({ kind: 'unattended-set', client: 'page', windows: [window] });
      expect(answer).toEqual({ kind: 'refused', refusal: { code: 'windows-invalid' } });
    }
  });
});

it('a tool of another maker begins after the same consent, and ends the session with itself', () => {
  const till = new SupportTill();
  till.around = { ...till.around, hasExternalTool: true };
  till.goLive();
  expect(till.effects).toContainEqual({ kind: 'start-external', session: 's-1' });
  expect(till.effects).not.toContainEqual(
    expect.objectContaining({ kind: 'open-stream', stream: 'screen' }),
  );
  till.told({ kind: 'external-ended', session: 's-1' });
  expect(endOf(till)).toMatchObject({ end: 'screen-unavailable' });
});
