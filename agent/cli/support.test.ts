/** `tillwarden support` at a till that runs: who sees it, who controls it and when nobody has to be there. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PINS } from '../../test/support/fake-book.ts';
import {
  ANNA,
  CODE,
  startSupportCliTill,
  type SupportCliTill,
} from '../../test/support/support-cli-till.ts';
import { commandWords } from '../words/command-words.ts';
import type { ErrorCode } from '../words/error-text.ts';
import { errorText } from '../words/error-words.ts';
import { helpWords } from '../words/help-words.ts';
import { LANGUAGES } from '../words/language.ts';
import { instantText } from '../words/time.ts';

let here: SupportCliTill;

beforeEach(async () => {
  here = await startSupportCliTill();
});

afterEach(() => here[Symbol.asyncDispose]());

function support(...argv: readonly string[]) {
  return here.say(['support', ...argv]);
}

/** An admin sits at the terminal, or somebody else. */
function typing(pin: string, ...argv: readonly string[]) {
  return here.say(['support', ...argv], { text: `${pin}\n`, isTerminal: true });
}

function lines(kind: string): readonly unknown[] {
  return here.till
    .lines()
    .filter((line) => line.kind === kind)
    .map(({ body }) => body);
}

/** What the till refuses of control, with what to do in this session. */
function noControl(
  why: keyof ReturnType<typeof commandWords>['support']['noControl'],
  language: (typeof LANGUAGES)[number] = 'en',
): string {
  const { message, safe } = errorText('control-not-possible', language);
  return `${message}\n${safe}\n${commandWords(language).support.noControl[why]}`;
}

/** What happened, what is safe, what to do. */
function refusalText(code: ErrorCode, language: (typeof LANGUAGES)[number] = 'en'): string {
  const { message, safe, action } = errorText(code, language);
  return `${message}\n${safe}\n${action}`;
}

const HOUR_MS = 3_600_000;

/** When this hour began. */
const NOW_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;

function inHours(hours: number): string {
  return new Date(NOW_MS + hours * HOUR_MS).toISOString();
}

function spanIn(from: number, until: number): string {
  return `${inHours(from)}/${inHours(until)}`;
}

const NOBODY = 'Nobody is connected to this till.';
const WHEN = String.raw`\d{2}/\d{2}/\d{4}, \d{2}:\d{2}`;
const ADMIN = ['--operator', 'admin'] as const;

describe('support called wrongly', () => {
  it.each([
    [['frob'], 'There is no support frob. There is: session, accept,'],
    [['stop', 'now'], '“now” says nothing here.'],
    [['control'], 'There is no support control. There is: grant, withdraw.'],
    [['control', 'give'], 'There is no support control give. There is: grant, withdraw.'],
    [['control', 'grant', 'anna'], '“anna” says nothing here.'],
    [['hours', 'add'], 'There is no support hours add. There is: list, grant, withdraw.'],
    [['hours', '--nights', '1'], '--nights says nothing here.'],
    [['hours', 'grant', '--nights', '1'], 'Say which admin does it: --operator ID.'],
    [['hours', 'grant', ...ADMIN], 'Say which hours: for example --nights 1'],
    [['hours', 'grant', 'tonight', ...ADMIN], '“tonight” is no span of time: write'],
    [['hours', 'grant', '2026-11-25T06:00/2026-11-24T22:00', ...ADMIN], 'is no span of time'],
    [['hours', 'grant', '--nights', '21', ...ADMIN], '--nights is a number from 1 to 20.'],
    [['hours', 'grant', '--nights', '1', '--from', '5', ...ADMIN], '--from is a number from 12'],
    [['hours', 'grant', 'x/y', '--nights', '1', ...ADMIN], 'either nights or hours'],
    [['hours', 'grant', spanIn(1, 2), '--from', '22', ...ADMIN], '--from says nothing here.'],
    [
      ['hours', 'grant', ...Array.from({ length: 21 }, () => spanIn(1, 2)), ...ADMIN],
      'At most 20 spans of time can be granted.',
    ],
    [['hours', 'withdraw'], 'Say which admin does it: --operator ID.'],
    [['hours', 'withdraw', ...ADMIN], 'Say where the PIN is: --pin-file FILE or --pin-stdin.'],
    [['hours', 'withdraw', ...ADMIN, '--pin', '4702'], 'There is no option --pin here.'],
    [['session', '--nights', '1'], '--nights says nothing here.'],
  ])('%j is told how', async (argv, says) => {
    const { status, said } = await support(...argv);
    expect(status).toBe(2);
    expect(said.split('\nUsage: tillwarden support [')[0]).toContain(says);
    expect(lines('unattended-changed')).toEqual([]);
  });
});

describe('a technician’s session', () => {
  it('cannot be accepted where nobody asks, and stopping it does no harm', async () => {
    expect(await support()).toEqual({ status: 0, said: NOBODY });
    expect(await support('stop')).toEqual({ status: 0, said: NOBODY });
    for (const deed of ['accept', 'decline']) {
      expect(await support(deed)).toEqual({ status: 1, said: refusalText('no-session') });
    }
  });

  it('shows the code, waits for it, and is accepted and stopped', async () => {
    await here.technicianAsks();
    expect((await support('session')).said.split('\n')).toEqual([
      expect.stringMatching(
        /^Anna Rossi of Cassa Aiuto wants to see this screen · Help 1 · \d\d s left$/,
      ),
      'Read this code out to the technician: 123456',
      'You can accept once the technician has typed the code.',
      '  Decline  tillwarden support decline',
    ]);
    expect(await support('accept')).toEqual({
      status: 1,
      said: `${refusalText('code-not-typed')}\nHere the code is shown by: tillwarden support`,
    });
    await here.desk({ kind: 'code-typed', session: 's-1', code: '000000' });
    expect((await support()).said).toContain('\nWrong code. 2 tries are left.\nRead this code');
    await here.desk({ kind: 'code-typed', session: 's-1', code: CODE });
    expect((await support()).said.split('\n').slice(1)).toEqual([
      'The code is right. Is it the person you are talking to?',
      'They only look. They can touch nothing unless you let them.',
      '  Accept: view only  tillwarden support accept',
      '  Decline            tillwarden support decline',
    ]);
    expect(await support('accept')).toEqual({
      status: 0,
      said: [
        'Anna Rossi sees this screen · Cassa Aiuto · Help 1',
        '  Let them control  tillwarden support control grant',
        '  Stop              tillwarden support stop',
      ].join('\n'),
    });
    expect((await support('stop')).said).toMatch(
      new RegExp(
        `^${NOBODY}\nAnna Rossi does not see this screen any more · ${WHEN}\\. It was stopped here\\.$`,
      ),
    );
  });

  it('that is declined is over', async () => {
    await here.technicianAsks();
    const { status, said } = await support('decline');
    expect([status, said.endsWith('You have declined.')]).toEqual([0, true]);
    expect(here.till.shell.till.supporting.session).toBeUndefined();
  });

  it.each(LANGUAGES)('is told in %s', async (language) => {
    here.configure(language);
    const { session } = helpWords(language);
    expect((await support()).said).toBe(commandWords(language).support.nobody);
    await here.technicianAsks();
    const asking = (await support()).said;
    expect(asking).toContain(session.wants(ANNA.name, ANNA.company));
    expect(asking).toContain(`${session.readCode} ${CODE}`);
    await here.desk({ kind: 'code-typed', session: 's-1', code: CODE });
    expect((await support()).said).toContain(session.codeRight);
    const live = (await support('accept')).said;
    expect(live).toContain(session.sees(ANNA.name));
    for (const button of ['letControl', 'stop'] as const) {
      expect(live).toMatch(new RegExp(`\n  ${session[button]} +tillwarden support `));
    }
    expect((await support('control', 'grant')).said).toContain(session.controls(ANNA.name));
    expect((await support('stop')).said).toContain(session.ends['stopped-at-till']);
    expect(await support('control', 'grant')).toEqual({
      status: 1,
      said: refusalText('session-not-live', language),
    });
  });
});

describe('control', () => {
  it('is given and withdrawn, as often as it is said, and is in the journal', async () => {
    await here.technicianSees();
    const given = await support('control', 'grant');
    expect(given.status).toBe(0);
    expect(given.said.split('\n')).toEqual([
      'Anna Rossi controls this till · Cassa Aiuto · Help 1',
      '  Take control back  tillwarden support control withdraw',
      '  Stop               tillwarden support stop',
    ]);
    expect(await support('control', 'grant')).toEqual(given);
    const back = await support('control', 'withdraw');
    expect(back.said).toContain('Anna Rossi sees this screen');
    expect(await support('control', 'withdraw')).toEqual(back);
    expect(lines('remote-control')).toMatchObject([
      { control: 'granted', cause: 'cashier' },
      { control: 'withdrawn', cause: 'cashier' },
    ]);
  });

  it('is told to a program as codes', async () => {
    await here.technicianSees();
    const { said } = await support('control', 'grant', '--json');
    expect(JSON.parse(said)).toMatchObject({ session: { control: 'granted', phase: 'live' } });
    await support('stop');
    const refused = await support('control', 'grant', '--json', '--language', 'de');
    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.said)).toEqual({
      error: { code: 'session-not-live', details: {} },
    });
  });

  it('that was suspended says why, and is given anew', async () => {
    await here.technicianSees();
    await support('control', 'grant');
    await here.till.signIn('cashier');
    expect((await support()).said).toContain('\nControl was taken back because a PIN was typed.\n');
    expect((await support('control', 'grant')).said).toContain('controls this till');
  });

  it('is not given while somebody counts; they let it be seen again first', async () => {
    await here.technicianSees();
    await here.desk({
      kind: 'control-asked',
      client: 'page',
      control: 'suspended',
      cause: 'counting',
    });
    expect(await support('control', 'grant')).toEqual({
      status: 1,
      said: noControl('paused'),
    });
    expect((await support('resume')).said).toContain('Anna Rossi sees this screen');
    expect(await support('resume')).toEqual({ status: 1, said: refusalText('session-not-paused') });
    expect((await support('control', 'grant')).status).toBe(0);
  });

  it('is never given where nobody had to be there', async () => {
    expect((await typing(PINS.admin, 'hours', 'grant', spanIn(0, 3), ...ADMIN)).status).toBe(0);
    await here.technicianAsks();
    const seen = await support();
    expect(seen.said).toContain('\nNobody had to be here: your admin has granted these hours.\n');
    expect(seen.said).not.toContain('control grant');
    for (const language of LANGUAGES) {
      expect(await support('control', 'grant', '--language', language)).toEqual({
        status: 1,
        said: noControl('unattended', language),
      });
    }
    expect(lines('remote-control')).toEqual([]);
  });

  it('is another maker’s tool’s, which only stop ends', async () => {
    await using other = await startSupportCliTill({ hasExternalTool: true });
    await other.technicianSees();
    const { status, said } = await other.say(['support', 'control', 'grant']);
    expect(status).toBe(1);
    expect(said).toBe(noControl('external'));
  });

  it('stays the cashier’s word in a sale', async () => {
    await here.technicianSees();
    await here.till.sell(150);
    expect((await support('control', 'grant')).status).toBe(0);
    expect((await support('control', 'withdraw')).status).toBe(0);
    expect((await here.till.status()).sale).toMatchObject({ state: 'collecting' });
  });

  it('is taken back before a PIN is asked for, which counts then', async () => {
    await here.technicianSees();
    await support('control', 'grant');
    const { status, said } = await typing(PINS.cashier, 'stop', '--operator', 'cashier');
    expect(status).toBe(0);
    expect(said).toContain('Control was taken back because a PIN was typed.\nPIN of cashier:');
    expect(lines('remote-control').at(-1)).toMatchObject({
      control: 'suspended',
      cause: 'sign-in',
    });
    expect(lines('operator-signed-in')).toMatchObject([{ operator: 'cashier' }]);
  });
});

describe('hours with nobody here', () => {
  const { title, none, text } = helpWords('en').unattended;

  function told(...spans: readonly (readonly [from: number, until: number])[]): string {
    const shown = spans.map((span) => {
      const [from, until] = span.map((at) => instantText(Date.parse(inHours(at)), 'en'));
      return `  ${from} – ${until}`;
    });
    return [`${title}:`, ...(shown.length === 0 ? [`  ${none}`] : shown), text].join('\n');
  }

  it('are granted by an admin’s typed PIN, listed and withdrawn', async () => {
    expect(await support('hours')).toEqual({ status: 0, said: told() });
    const granted = await typing(
      PINS.admin,
      'hours',
      'grant',
      spanIn(2, 5),
      spanIn(26, 28),
      ...ADMIN,
    );
    expect(granted.status).toBe(0);
    // What is typed is not shown; the question is.
    expect(granted.said).toBe(`${told([2, 5], [26, 28])}\nPIN of admin:`);
    expect((await support('hours')).said).toBe(told([2, 5], [26, 28]));
    await typing(PINS.admin, 'hours', 'grant', spanIn(3, 4), ...ADMIN);
    expect((await support('hours', 'list')).said).toBe(told([3, 4]));
    const withdrawn = await typing(PINS.admin, 'hours', 'withdraw', ...ADMIN);
    expect(withdrawn.said).toContain(told());
    expect(lines('unattended-changed')).toMatchObject([
      { windows: [{}, {}], client: 'pos', operator: 'admin' },
      { windows: [{}], operator: 'admin' },
      { windows: [], operator: 'admin' },
    ]);
    expect(lines('operator-signed-in')).toEqual([]);
  });

  it('are granted night by night, by a PIN from a file or another program', async () => {
    const file = join(here.folder, 'pin');
    writeFileSync(file, `${PINS.admin}\n`);
    const nights = ['hours', 'grant', '--nights', '3', '--from', '23', '--until', '5'] as const;
    const { said } = await support(...nights, ...ADMIN, '--pin-file', file, '--json');
    const { unattended } = JSON.parse(said) as { unattended: { from: string; until: string }[] };
    expect(unattended.map(({ from }) => new Date(from).getHours())).toEqual([23, 23, 23]);
    expect(unattended.map(({ until }) => new Date(until).getHours())).toEqual([5, 5, 5]);
    const piped = ['support', 'hours', 'withdraw', ...ADMIN, '--pin-stdin', '--json'] as const;
    const gone = await here.say(piped, { text: `${PINS.admin}\n` });
    expect(JSON.parse(gone.said)).toMatchObject({ unattended: [] });
  });

  it.each(LANGUAGES)('are told in %s, with what is refused', async (language) => {
    here.configure(language);
    const { unattended } = helpWords(language);
    expect((await support('hours')).said).toBe(
      `${unattended.title}:\n  ${unattended.none}\n${unattended.text}`,
    );
    const wrong = await typing('9999', 'hours', 'grant', spanIn(1, 2), ...ADMIN);
    expect(wrong.status).toBe(1);
    expect(wrong.said).toContain(commandWords(language).pinOf('admin').trim());
    expect(wrong.said).toContain(refusalText('sign-in-failed', language));
    expect(lines('unattended-changed')).toEqual([]);
  });

  it('are not granted by who is no admin, for longer than a night or in the past', async () => {
    const whoElse = ['hours', 'grant', spanIn(1, 2), '--operator', 'supervisor'] as const;
    const other = await typing(PINS.supervisor, ...whoElse);
    expect(other.status).toBe(1);
    expect(other.said).toContain(refusalText('right-missing'));
    for (const span of [spanIn(1, 30), spanIn(-3, 0), spanIn(24 * 61, 24 * 61 + 1)]) {
      const { status, said } = await typing(PINS.admin, 'hours', 'grant', span, ...ADMIN);
      expect(status).toBe(1);
      expect(said).toContain(refusalText('windows-invalid'));
    }
    expect(lines('unattended-changed')).toEqual([]);
  });

  it('are not granted while a name is locked out, by the right PIN either', async () => {
    const grant = ['hours', 'grant', spanIn(1, 2), ...ADMIN] as const;
    for (let tries = 0; tries < 5; tries += 1) await typing('9999', ...grant);
    const { status, said } = await typing(PINS.admin, ...grant);
    expect(status).toBe(1);
    expect(said).toContain(refusalText('operator-locked'));
    const asJson = await here.say(['support', ...grant, '--pin-stdin', '--json'], {
      text: `${PINS.admin}\n`,
    });
    expect(JSON.parse(asJson.said)).toMatchObject({ error: { code: 'operator-locked' } });
    expect(lines('unattended-changed')).toEqual([]);
  });

  it('are not granted by a technician’s hand: control goes back before the PIN', async () => {
    await here.technicianSees();
    await support('control', 'grant');
    const { status, said } = await typing(PINS.admin, 'hours', 'grant', spanIn(1, 2), ...ADMIN);
    expect(status).toBe(0);
    expect(said).toContain('Control was taken back because a PIN was typed.\nPIN of admin:');
    const kinds = here.till.lines().map(({ kind }) => kind);
    expect(kinds.lastIndexOf('remote-control')).toBeLessThan(kinds.indexOf('unattended-changed'));
    expect(lines('remote-control').at(-1)).toMatchObject({ control: 'suspended' });
  });

  it('that are withdrawn end the session that stands on them', async () => {
    await typing(PINS.admin, 'hours', 'grant', spanIn(0, 3), ...ADMIN);
    await here.technicianAsks();
    expect(here.till.shell.till.supporting.session?.phase.kind).toBe('live');
    await typing(PINS.admin, 'hours', 'withdraw', ...ADMIN);
    expect((await support()).said).toContain(NOBODY);
    expect(lines('remote-ended')).toMatchObject([{ end: 'stopped-at-till' }]);
  });
});
