import type { MailBalance, MailWords } from './mail-text.ts';

export const mailWordsIt: MailWords = {
  opened: ({ number, title }) => ({
    subject: title,
    paragraphs: [
      `La Sua richiesta è arrivata. Ha il numero ${number}.`,
      'Ce ne occupiamo e Le scriviamo qui.',
    ],
  }),
  answered: ({ number, title }, from, text) => ({
    subject: title,
    paragraphs: [`${from} ha risposto alla Sua richiesta ${number}:`, text],
  }),
  resolved: ({ number, title }, text, balances) => ({
    subject: title,
    paragraphs: [
      `La Sua richiesta ${number} è risolta.`,
      ...(text === undefined ? [] : [text]),
      ...(balances.length === 0 ? [] : [`Quanto resta:\n${listOf(balances)}`]),
    ],
  }),
  balanceLow: (balances) => ({
    subject: 'Resta poco del Suo saldo',
    paragraphs: [
      `Del Suo saldo resta poco:\n${listOf(balances)}`,
      'Ce ne chieda altro prima che finisca.',
    ],
  }),
  ends: (received, day, cutOff) => ({
    subject: 'La Sua disdetta è in tempo',
    paragraphs: [
      `La Sua disdetta ci è arrivata il ${received}. Conta il giorno in cui è arrivata.`,
      `Secondo il contratto l’ultimo giorno utile era il ${cutOff}. È in tempo: il contratto finisce il ${day}.`,
      'Glielo confermiamo quando sarà registrato.',
    ],
  }),
  renewed: (received, day, cutOff) => ({
    subject: 'La Sua disdetta è arrivata tardi',
    paragraphs: [
      `La Sua disdetta ci è arrivata il ${received}. Conta il giorno in cui è arrivata.`,
      `Secondo il contratto l’ultimo giorno utile era il ${cutOff}. È arrivata dopo: il contratto prosegue fino al ${day}, e la Sua disdetta vale per quel giorno.`,
    ],
  }),
  undecided: (received) => ({
    subject: 'La Sua disdetta è arrivata',
    paragraphs: [
      `La Sua disdetta ci è arrivata il ${received}. Conta il giorno in cui è arrivata.`,
      'Una persona guarda che cosa significa per il Suo contratto e Le scrive.',
    ],
  }),
  accounts: {
    credits: 'Crediti',
    wallet: 'Portafoglio',
    'pool-remote': 'Assistenza a distanza',
    'pool-on-site': 'Assistenza in sede',
  },
  credits: (count) => (count === 1 ? '1 credito' : `${count} crediti`),
  minutes: (count) => (count === 1 ? '1 minuto' : `${count} minuti`),
  howToAnswer:
    'Per rispondere, risponda a questo messaggio e lasci il numero nell’oggetto così com’è.',
  attachments: (names) => `Allegati, che qui non si conservano: ${names.join(', ')}`,
  cut: '[Il messaggio era più lungo. Il resto non si conserva qui.]',
  test: {
    subject: 'Prova dell’hub',
    paragraphs: ['Questo messaggio è stato inviato per vedere che la posta funziona.'],
  },
};

function listOf(balances: readonly MailBalance[]): string {
  return balances.map(({ account, available }) => `${account}: ${available}`).join('\n');
}
