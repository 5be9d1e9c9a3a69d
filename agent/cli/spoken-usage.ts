import type { CommandWords } from '../words/command-text.ts';
import { commandWords } from '../words/command-words.ts';
import type { SpokenCommand } from './spoken-action.ts';

type Forms = (words: CommandWords['usage']) => readonly (readonly [form: string, does: string])[];

/** What is typed is the same in every language; what it does is said in each. */
const FORMS: Readonly<Record<SpokenCommand['name'], Forms>> = {
  help: ({ help }) => [
    ['help [--topic TOPIC] [--words TEXT]', help.ask],
    ['help list', help.list],
    ['help show N | say N TEXT | withdraw N', help.one],
    ['help bundle [--trace]', help.bundle],
  ],
  support: ({ support }) => [
    ['support [session]', support.session],
    ['support accept | decline | stop', support.answer],
    ['support control grant | withdraw', support.control],
    ['support resume', support.resume],
    ['support hours', support.hours],
    [
      'support hours grant SPAN … | --nights N [--from 22] [--until 6] --operator ID',
      support.grant,
    ],
    ['support hours withdraw --operator ID', support.withdraw],
  ],
};

/** How the command is called, after `tillwarden`. */
export function spokenUsage(name: SpokenCommand['name'], { usage }: CommandWords): string {
  const forms = FORMS[name](usage).map(([form, does]) => `${form}\n      ${does}`);
  const common = [
    usage.operator,
    usage.token,
    `--language es|de|it|en: ${usage.language}`,
    usage.json,
  ];
  return [forms.join('\n  tillwarden '), ...common].join('\n  ');
}

/** For the list of all commands, which is in English. */
export function englishUsage(name: SpokenCommand['name']): string {
  return spokenUsage(name, commandWords('en'));
}
