/** What a customer takes home who is still owed money: text for the POS program's own printer. */
import type { Language } from './language.ts';
import { moneyText } from './money.ts';
import { instantText } from './time.ts';

/** Columns that every receipt printer has. */
const WIDTH_CHARS = 32;

export interface ReceiptFacts {
  readonly till: string;
  readonly debtId: string;
  readonly cause: 'owed' | 'unassigned';
  /** What the POS program called the sale, or else its id; absent where there was no sale. */
  readonly sale?: string | undefined;
  readonly remainingMinor: number;
  readonly currency: string;
  readonly recordedAtMs: number;
}

interface ReceiptWords {
  readonly title: string;
  readonly owed: string;
  readonly causes: Readonly<Record<ReceiptFacts['cause'], string>>;
  readonly till: string;
  readonly sale: string;
  readonly number: string;
  readonly keep: string;
  readonly received: string;
}

/** Lines of at most 32 characters; a word that is longer stands alone on lines of its own. */
export function debtReceipt(facts: ReceiptFacts, language: Language): readonly string[] {
  const words = WORDS[language];
  const rule = '-'.repeat(WIDTH_CHARS);
  return [
    words.title,
    `${words.till}: ${facts.till}`,
    instantText(facts.recordedAtMs, language),
    rule,
    `${words.owed}: ${moneyText(facts.remainingMinor, facts.currency, language)}`,
    words.causes[facts.cause],
    ...(facts.sale === undefined ? [] : [`${words.sale}: ${facts.sale}`]),
    `${words.number}: ${facts.debtId}`,
    rule,
    words.keep,
    '',
    `${words.received}:`,
    '',
    '_'.repeat(WIDTH_CHARS),
  ].flatMap(wrapped);
}

function wrapped(text: string): readonly string[] {
  const pieces = text.split(' ').flatMap(cut);
  return pieces.slice(1).reduce<readonly string[]>(joinedTo, pieces.slice(0, 1));
}

function joinedTo(lines: readonly string[], piece: string): readonly string[] {
  const last = lines.at(-1) ?? '';
  const longer = `${last} ${piece}`;
  return longer.length <= WIDTH_CHARS ? [...lines.slice(0, -1), longer] : [...lines, piece];
}

function cut(word: string): readonly string[] {
  if (word.length <= WIDTH_CHARS) return [word];
  return [word.slice(0, WIDTH_CHARS), ...cut(word.slice(WIDTH_CHARS))];
}

const WORDS: Readonly<Record<Language, ReceiptWords>> = {
  en: {
    title: 'MONEY WE OWE YOU',
    owed: 'You still get',
    causes: {
      owed: 'The machine could not pay it all.',
      unassigned: 'It was put in outside a sale.',
    },
    till: 'Till',
    sale: 'Sale',
    number: 'Number',
    keep: 'Please keep this receipt. You get your money for it at this till.',
    received: 'Received, date and signature',
  },
  de: {
    title: 'GUTSCHEIN ÜBER RESTGELD',
    owed: 'Sie bekommen noch',
    causes: {
      owed: 'Die Maschine konnte nicht alles auszahlen.',
      unassigned: 'Es wurde außerhalb eines Verkaufs eingeworfen.',
    },
    till: 'Kasse',
    sale: 'Verkauf',
    number: 'Nummer',
    keep: 'Bitte aufbewahren. An dieser Kasse bekommen Sie Ihr Geld dafür.',
    received: 'Erhalten, Datum und Unterschrift',
  },
  es: {
    title: 'DINERO PENDIENTE',
    owed: 'Todavía le debemos',
    causes: {
      owed: 'La máquina no pudo pagarlo todo.',
      unassigned: 'Se introdujo fuera de una venta.',
    },
    till: 'Caja',
    sale: 'Venta',
    number: 'Número',
    keep: 'Guarde este recibo. Con él se le entrega su dinero en esta caja.',
    received: 'Recibido, fecha y firma',
  },
  it: {
    title: 'RESTO DA RICEVERE',
    owed: 'Deve ancora ricevere',
    causes: {
      owed: 'La macchina non ha potuto pagare tutto.',
      unassigned: 'È stato inserito fuori da una vendita.',
    },
    till: 'Cassa',
    sale: 'Vendita',
    number: 'Numero',
    keep: 'Conservi questo scontrino: con esso riceve il suo denaro a questa cassa.',
    received: 'Ricevuto, data e firma',
  },
};
