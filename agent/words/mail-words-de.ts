import type { MailBalance, MailWords } from './mail-text.ts';

export const mailWordsDe: MailWords = {
  opened: ({ number, title }) => ({
    subject: title,
    paragraphs: [
      `Ihre Anfrage ist angekommen. Sie hat die Nummer ${number}.`,
      'Wir kümmern uns darum und schreiben Ihnen hier.',
    ],
  }),
  answered: ({ number, title }, from, text) => ({
    subject: title,
    paragraphs: [`${from} hat auf Ihre Anfrage ${number} geantwortet:`, text],
  }),
  resolved: ({ number, title }, text, balances) => ({
    subject: title,
    paragraphs: [
      `Ihre Anfrage ${number} ist gelöst.`,
      ...(text === undefined ? [] : [text]),
      ...(balances.length === 0 ? [] : [`Was übrig ist:\n${listOf(balances)}`]),
    ],
  }),
  balanceLow: (balances) => ({
    subject: 'Ihr Guthaben geht zu Ende',
    paragraphs: [
      `Von Ihrem Guthaben ist wenig übrig:\n${listOf(balances)}`,
      'Bitten Sie uns um mehr, bevor es aufgebraucht ist.',
    ],
  }),
  ends: (received, day, cutOff) => ({
    subject: 'Ihre Kündigung ist rechtzeitig',
    paragraphs: [
      `Ihre Kündigung ist am ${received} bei uns eingegangen. Es zählt der Tag des Eingangs.`,
      `Nach dem Vertrag war der ${cutOff} der letzte Tag dafür. Sie ist rechtzeitig: Der Vertrag endet am ${day}.`,
      'Wir bestätigen es Ihnen, sobald es eingetragen ist.',
    ],
  }),
  renewed: (received, day, cutOff) => ({
    subject: 'Ihre Kündigung kam zu spät',
    paragraphs: [
      `Ihre Kündigung ist am ${received} bei uns eingegangen. Es zählt der Tag des Eingangs.`,
      `Nach dem Vertrag war der ${cutOff} der letzte Tag dafür. Sie kam danach: Der Vertrag läuft bis ${day} weiter, und zu diesem Tag gilt Ihre Kündigung.`,
    ],
  }),
  undecided: (received) => ({
    subject: 'Ihre Kündigung ist eingegangen',
    paragraphs: [
      `Ihre Kündigung ist am ${received} bei uns eingegangen. Es zählt der Tag des Eingangs.`,
      'Ein Mensch sieht nach, was sie für Ihren Vertrag bedeutet, und schreibt Ihnen.',
    ],
  }),
  accounts: {
    credits: 'Credits',
    wallet: 'Guthaben',
    'pool-remote': 'Hilfe aus der Ferne',
    'pool-on-site': 'Hilfe vor Ort',
  },
  credits: (count) => (count === 1 ? '1 Credit' : `${count} Credits`),
  minutes: (count) => (count === 1 ? '1 Minute' : `${count} Minuten`),
  howToAnswer:
    'Zum Antworten antworten Sie auf diese E-Mail und lassen die Nummer im Betreff, wie sie ist.',
  attachments: (names) => `Anhänge, die hier nicht aufbewahrt werden: ${names.join(', ')}`,
  cut: '[Die E-Mail war länger. Der Rest wird hier nicht aufbewahrt.]',
  test: {
    subject: 'Test des Hubs',
    paragraphs: ['Diese E-Mail wurde gesendet, um zu sehen, ob E-Mail funktioniert.'],
  },
};

function listOf(balances: readonly MailBalance[]): string {
  return balances.map(({ account, available }) => `${account}: ${available}`).join('\n');
}
