import type { MailBalance, MailWords } from './mail-text.ts';

export const mailWordsEs: MailWords = {
  opened: ({ number, title }) => ({
    subject: title,
    paragraphs: [
      `Su solicitud ha llegado. Tiene el número ${number}.`,
      'Nos ocupamos de ella y le escribimos aquí.',
    ],
  }),
  answered: ({ number, title }, from, text) => ({
    subject: title,
    paragraphs: [`${from} ha respondido a su solicitud ${number}:`, text],
  }),
  resolved: ({ number, title }, text, balances) => ({
    subject: title,
    paragraphs: [
      `Su solicitud ${number} está resuelta.`,
      ...(text === undefined ? [] : [text]),
      ...(balances.length === 0 ? [] : [`Lo que queda:\n${listOf(balances)}`]),
    ],
  }),
  balanceLow: (balances) => ({
    subject: 'Queda poco de su saldo',
    paragraphs: [
      `De su saldo queda poco:\n${listOf(balances)}`,
      'Pídanos más antes de que se agote.',
    ],
  }),
  ends: (received, day, cutOff) => ({
    subject: 'Su aviso de baja llega a tiempo',
    paragraphs: [
      `Su aviso de baja nos llegó el ${received}. Cuenta el día en que llegó.`,
      `Según el contrato, el último día para darlo era el ${cutOff}. Llega a tiempo: el contrato termina el ${day}.`,
      'Se lo confirmaremos cuando esté anotado.',
    ],
  }),
  renewed: (received, day, cutOff) => ({
    subject: 'Su aviso de baja llegó tarde',
    paragraphs: [
      `Su aviso de baja nos llegó el ${received}. Cuenta el día en que llegó.`,
      `Según el contrato, el último día para darlo era el ${cutOff}. Llegó después: el contrato sigue hasta el ${day}, y su aviso vale para ese día.`,
    ],
  }),
  undecided: (received) => ({
    subject: 'Su aviso de baja ha llegado',
    paragraphs: [
      `Su aviso de baja nos llegó el ${received}. Cuenta el día en que llegó.`,
      'Una persona mira qué significa para su contrato y le escribe.',
    ],
  }),
  accounts: {
    credits: 'Créditos',
    wallet: 'Monedero',
    'pool-remote': 'Ayuda a distancia',
    'pool-on-site': 'Ayuda en el local',
  },
  credits: (count) => (count === 1 ? '1 crédito' : `${count} créditos`),
  minutes: (count) => (count === 1 ? '1 minuto' : `${count} minutos`),
  howToAnswer: 'Para responder, conteste a este correo y deje el número del asunto como está.',
  attachments: (names) => `Adjuntos, que aquí no se guardan: ${names.join(', ')}`,
  cut: '[El correo era más largo. El resto no se guarda aquí.]',
  test: {
    subject: 'Prueba del hub',
    paragraphs: ['Este correo se envió para ver que el correo funciona.'],
  },
};

function listOf(balances: readonly MailBalance[]): string {
  return balances.map(({ account, available }) => `${account}: ${available}`).join('\n');
}
