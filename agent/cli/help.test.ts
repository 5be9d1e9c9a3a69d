/** `tillwarden help` at a till that runs: what it says in each language, and how it ends. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ANNA,
  startSupportCliTill,
  type SupportCliTill,
} from '../../test/support/support-cli-till.ts';
import type { Decision } from '../core/contract/decision.ts';
import { commandWords } from '../words/command-words.ts';
import { errorText } from '../words/error-words.ts';
import { helpWords } from '../words/help-words.ts';
import { LANGUAGES } from '../words/language.ts';

let here: SupportCliTill;

beforeEach(async () => {
  here = await startSupportCliTill();
});

afterEach(() => here[Symbol.asyncDispose]());

const COVERED: Decision = {
  outcome: 'COVERED',
  row: 'flat',
  reasons: [],
  clauses: [],
  plan: 'sds',
  planVersion: 1,
  costLines: [],
  holds: [],
  options: [],
  checklist: [],
  because: {},
};

const WHEN = String.raw`\d{2}/\d{2}/\d{4}, \d{2}:\d{2}`;

function help(...argv: readonly string[]) {
  return here.say(['help', ...argv]);
}

function asked(): readonly unknown[] {
  return here.till.lines().filter(({ kind }) => kind === 'help-asked');
}

function firstTicket(): string {
  return here.till.shell.till.supporting.tickets[0]?.ticket ?? '';
}

describe('help asked for wrongly', () => {
  it.each([
    [['the', 'printer'], 'There is no help the. There is: ask, list,'],
    [
      ['the', 'printer'],
      '\nTo ask for help, put what is wrong in quotes: tillwarden help --words "',
    ],
    [['ask', 'the', 'printer'], 'To ask for help, put what is wrong in quotes'],
    [['constructor'], 'There is no help constructor.'],
    [['--topic', 'nonsense'], '--topic is one of software, technical'],
    [['--words'], 'Something has to follow --words.'],
    [['--words', '--json'], 'Something has to follow --words.'],
    [['--json=yes'], '--json stands alone: it takes no value.'],
    [['list', '--words', 'x'], '--words says nothing here.'],
    [['list', 'all'], '“all” says nothing here.'],
    [['show', '1', '2'], '“2” says nothing here.'],
    [['show'], 'Which one? Say its number'],
    [['show', 'one'], 'Which one? Say its number'],
    [['say', '1'], 'What do you want to say?'],
    [['--nonsense'], 'There is no option --nonsense here.'],
    [['--language', 'fr'], '--language is one of en, de, es, it.'],
    [['--operator', 'cashier'], 'Say where the PIN is: --pin-file FILE or --pin-stdin.'],
    [['--operator', 'cashier', '--pin-file', '/nowhere/pin'], 'The file /nowhere/pin cannot be'],
  ])('%j is told how, and asks nobody', async (argv, says) => {
    const { status, said } = await help(...argv);
    expect(status).toBe(2);
    expect(said.split('\nUsage: tillwarden help [')[0]).toContain(says);
    expect(asked()).toEqual([]);
  });

  it.each(LANGUAGES)('is told how in %s, with what each form does', async (language) => {
    const { usage, wrongCall } = commandWords(language);
    const { status, said } = await help('--nonsense', '--language', language);
    expect(status).toBe(2);
    expect(said).toContain(
      `${wrongCall.unknownOption('--nonsense')}\n${usage.title}: tillwarden help [`,
    );
    for (const does of Object.values(usage.help)) expect(said).toContain(does);
    for (const other of LANGUAGES.filter((one) => one !== language)) {
      expect(said).not.toContain(commandWords(other).usage.help.list);
    }
  });

  it('of a till that has no such request is no wrong call', async () => {
    expect(await help('show', '7')).toEqual({
      status: 1,
      said: [
        'There is no request for help with this number.',
        'Nothing has changed.',
        'Look at the list of requests for help.',
        'Here they are listed by: tillwarden help list',
        'In detail: ticket-not-found number=7',
      ].join('\n'),
    });
  });

  it.each(LANGUAGES)('where nobody runs says so in %s, and what to do', async (language) => {
    await here.till.stopApi();
    const { agent } = commandWords(language);
    expect(await help('list', '--language', language)).toEqual({
      status: 1,
      said: `${agent.missing(here.till.url)}\n${agent.after.missing}`,
    });
    const { said } = await help('list', '--json', '--language', language);
    expect(JSON.parse(said)).toEqual({ error: { code: 'no-agent' } });
  });
});

describe('help', () => {
  it('is numbered, kept, talked about and taken back', async () => {
    expect(await help('list')).toEqual({ status: 0, said: 'Nobody has asked for help yet.' });
    const told = await help('--words', 'the printer is silent', '--topic', 'technical');
    expect(told.status).toBe(0);
    expect(told.said.split('\n')).toEqual([
      expect.stringMatching(`^Help 1 · ${WHEN} · Waits for the line$`),
      'The desk gets it when the line is back',
      'This till holds no contract to look at. The desk decides.',
      'Cost: Asking costs nothing. Nothing is charged unless somebody entitled agrees.',
    ]);
    expect(here.till.lines().at(-1)?.body).toMatchObject({ words: 'the printer is silent' });
    const said = await help('say', '1', 'it', 'still', 'is');
    const last = said.said.split('\n').at(-1);
    expect(last).toMatch(new RegExp(`^  You, ${WHEN} · not delivered yet: it still is$`));
    expect(await help('show', '1')).toEqual(said);
    const back = await help('withdraw', '1');
    expect(back).toEqual(await help('withdraw', '1'));
    expect(back.said).toMatch(new RegExp(`^Help 1 · ${WHEN}\nTaken back\n`));
    expect(await help('say', '1', 'no')).toMatchObject({
      status: 1,
      said: expect.stringContaining('Ask for help anew.') as string,
    });
    const listed = await help('list');
    expect(listed.said).toMatch(new RegExp(`^Help 1 · ${WHEN} · Taken back$`));
  });

  it('shows what people have written, and who has it', async () => {
    await help();
    const ticket = firstTicket();
    await here.desk({
      kind: 'chat-told',
      ticket,
      message: 'm',
      from: ANNA,
      text: 'hi',
      sentAtMs: 1,
    });
    const { status, said } = await help('show', '1', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ number: 1, chat: [{ text: 'hi', from: ANNA }] });
    expect((await help('show', '1')).said).toMatch(
      new RegExp(`\n {2}Anna Rossi \\(Cassa Aiuto\\), ${WHEN}: hi$`),
    );
  });

  it.each([
    ['assigned', 'Anna Rossi takes care of it'],
    ['waiting', 'Something is needed first'],
    ['resolved', 'Solved'],
  ] as const)('that is %s says so in the list', async (state, headline) => {
    await help();
    const news = { ticket: firstTicket(), state, handler: ANNA, balances: [] } as const;
    await here.desk({ kind: 'news-told', news });
    expect((await help('list')).said).toMatch(new RegExp(` · ${headline}$`));
  });

  it('puts the logs into a file, with the ports’ frames only where asked for', async () => {
    const path = 'The logs are in /var/till/logs/logs.tar.gz (124 kB).';
    expect(await help('bundle')).toEqual({ status: 0, said: path });
    expect(await help('bundle', '--trace')).toEqual({ status: 0, said: path });
    expect(here.traces).toEqual([false, true]);
  });
});

describe('the language of help', () => {
  const none = LANGUAGES.map((language) => [language, commandWords(language).help.none] as const);
  const said = Object.fromEntries(none);

  it('is the one asked for, or the till’s, or the environment’s, or English', async () => {
    const env = { LANG: 'de_DE.UTF-8' };
    const list = (...argv: readonly string[]) => here.say(['help', 'list', ...argv], { env });
    expect((await help('list')).said).toBe(said['en']);
    expect((await list()).said).toBe(said['de']);
    here.configure('es');
    expect((await list()).said).toBe(said['es']);
    expect((await list('--language', 'it')).said).toBe(said['it']);
  });

  it('is the environment’s where the configuration cannot be read, and of a wrong call too', async () => {
    const env = { LANG: 'it_IT.UTF-8', TILLWARDEN_CONFIG: '/nowhere' };
    const wrong = await here.say(['help', 'show'], { env });
    expect(wrong.said).toContain(commandWords('it').help.whichOne);
  });

  it.each(LANGUAGES)('tells a request and a refusal in %s as the page does', async (language) => {
    here.configure(language);
    const { numbered, kept, headlines, noContractHere, costsNothingYet } = helpWords(language);
    const [head, ...rest] = (await help()).said.split('\n');
    expect(head?.startsWith(`${numbered(1)} · `)).toBe(true);
    expect(head?.endsWith(` · ${kept}`)).toBe(true);
    const later = headlines['desk-decides-later'](undefined);
    expect(rest.slice(0, 2)).toEqual([later, noContractHere]);
    expect(rest.at(-1)).toContain(costsNothingYet);
    await help('withdraw', '1');
    const { message, safe, action } = errorText('ticket-ended', language);
    expect(await help('say', '1', 'x')).toEqual({
      status: 1,
      said: `${message}\n${safe}\n${action}`,
    });
  });

  it('is none in what a program reads', async () => {
    await help();
    const news = { ticket: firstTicket(), state: 'open', decision: COVERED, balances: [] } as const;
    await here.desk({ kind: 'news-told', news });
    const sentences = await Promise.all(
      LANGUAGES.map((language) => help('show', '1', '--language', language)),
    );
    expect(new Set(sentences.map(({ said }) => said)).size).toBe(LANGUAGES.length);
    await help('withdraw', '1');
    const answers = new Set<string>();
    for (const language of LANGUAGES) {
      const wanted = ['--json', '--language', language] as const;
      const listed = await help('list', ...wanted);
      const shown = await help('show', '1', ...wanted);
      const refused = await help('say', '1', 'x', ...wanted);
      expect([listed.status, shown.status, refused.status]).toEqual([0, 0, 1]);
      expect(JSON.parse(refused.said)).toEqual({ error: { code: 'ticket-ended', details: {} } });
      expect(JSON.parse(shown.said)).toMatchObject({ deskDecision: { outcome: 'COVERED' } });
      answers.add([listed.said, shown.said, refused.said].join('\n'));
    }
    expect(answers.size).toBe(1);
  });

  it('signs whoever asks in and out again, by a PIN asked for in their language', async () => {
    here.configure('it');
    const around = { text: '2580\n', isTerminal: true };
    const { status, said } = await here.say(['help', '--operator', 'cashier'], around);
    expect(status).toBe(0);
    expect(said).toContain('PIN di cashier:');
    expect(said).not.toContain('2580');
    expect(here.till.lines().at(-1)?.body).toMatchObject({ operator: 'cashier' });
    expect(here.till.events).toContainEqual(
      expect.objectContaining({ route: '/v1/operators/sign-out', status: 200 }),
    );
  });
});
