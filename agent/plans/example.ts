/**
 * The worked example of a plan, no vendor's: a contract from month to month with three months'
 * notice, help in office hours, and 200 % more outside of them, in steps of 15 minutes.
 *
 * A settlement is of work within the hours or outside of them, by its instant: work that ran over
 * closing time is settled in two parts.
 */
import type { Plan } from '../core/contract/plan.ts';

const MONTH_MINOR = 3_900;
const HOUR_MINOR = 6_000;
const OUTSIDE_PERCENT = 200;
const STEP_MINUTES = 15;
const HOUR_OUTSIDE_MINOR = (HOUR_MINOR * (100 + OUTSIDE_PERCENT)) / 100;

export const examplePlan: Plan = {
  id: 'example',
  version: 1,
  title: {
    es: 'Contrato mensual (ejemplo)',
    de: 'Monatsvertrag (Beispiel)',
    it: 'Contratto mensile (esempio)',
    en: 'Contract by the month (example)',
  },
  zone: 'Europe/Berlin',
  currency: 'EUR',
  parameters: {
    termMonths: 1,
    autoRenew: true,
    noticeMonths: 3,
    noticeDays: 0,
    firstNotice: 'beforeMinTermEnd',
    noticeDay: 'receipt',
    consumerNoticeMonths: 1,
    billingIncrement: STEP_MINUTES,
    walletGateHours: 0,
  },
  hours: [
    { days: [1, 2, 3, 4], fromMinute: 8 * 60, toMinute: 18 * 60 },
    { days: [5], fromMinute: 8 * 60, toMinute: 14 * 60 },
  ],
  closures: [],
  variants: [
    {
      id: 'monthly',
      title: { es: 'Mensual', de: 'Monatlich', it: 'Mensile', en: 'Monthly' },
      pricing: 'per-station',
      yearPrice: 'station-year',
    },
  ],
  helpDefaults: { channel: 'phone', topic: 'malfunction', mode: 'remote' },
  prices: {
    'station-year': MONTH_MINOR * 12,
    'quarter-hour-outside': (HOUR_OUTSIDE_MINOR * STEP_MINUTES) / 60,
    'hour-remote': HOUR_OUTSIDE_MINOR,
    'hour-on-site': HOUR_OUTSIDE_MINOR,
  },
  packs: [],
  rows: [
    {
      id: 'help no contract',
      kinds: ['contact', 'remote', 'update'],
      when: [{ is: 'not', that: { is: 'contract-in-force' } }],
      then: { outcome: 'REFUSE', reason: 'NO_CONTRACT', offers: ['station-year'] },
      clauses: ['EX-01', 'EX-03'],
    },
    {
      id: 'help station',
      kinds: ['contact', 'remote'],
      when: [{ is: 'not', that: { is: 'station-covered' } }],
      then: { outcome: 'REFUSE', reason: 'STATION_NOT_COVERED' },
      clauses: ['EX-03'],
    },
    {
      id: 'help topic',
      kinds: ['contact', 'remote'],
      when: [
        {
          is: 'not',
          that: { is: 'topic', in: ['software', 'technical', 'malfunction', 'usage-doubt'] },
        },
      ],
      then: { outcome: 'MANUAL', reason: 'TOPIC_NOT_COVERED' },
      clauses: ['EX-08'],
    },
    {
      id: 'remote no consent',
      kinds: ['remote'],
      when: [{ is: 'not', that: { is: 'has-consent' } }],
      then: { outcome: 'NEEDS', what: 'consent' },
      clauses: ['EX-09'],
    },
    {
      id: 'help in hours',
      kinds: ['contact', 'remote'],
      when: [{ is: 'open-now' }],
      then: { outcome: 'COVERED' },
      clauses: ['EX-04'],
    },
    {
      id: 'help in writing',
      kinds: ['contact'],
      when: [{ is: 'channel', in: ['e-mail', 'portal'] }],
      then: { outcome: 'SCHEDULE', at: 'next-opening', via: 'answer', reason: 'OUTSIDE_HOURS' },
      clauses: ['EX-04', 'EX-07'],
    },
    {
      // What was accepted is charged once, when the work is settled.
      id: 'help outside hours accepted',
      kinds: ['contact', 'remote'],
      when: [{ is: 'accepted', what: 'surcharge' }],
      then: { outcome: 'COVERED', reason: 'SURCHARGE' },
      clauses: ['EX-05', 'EX-06'],
    },
    {
      id: 'help outside hours',
      kinds: ['contact', 'remote'],
      when: [],
      // What one begun step costs; the rest is known when the work is settled.
      then: {
        outcome: 'CHARGEABLE',
        lines: ['quarter-hour-outside'],
        payer: 'customer',
        accept: 'surcharge',
        reason: 'SURCHARGE',
      },
      clauses: ['EX-05'],
    },
    {
      id: 'settle in hours',
      kinds: ['settle'],
      when: [{ is: 'open-now' }],
      then: { outcome: 'COVERED' },
      clauses: ['EX-04'],
    },
    {
      id: 'settle outside hours',
      kinds: ['settle'],
      when: [],
      then: { outcome: 'SETTLE', by: 'minutes' },
      clauses: ['EX-05', 'EX-06'],
    },
    {
      id: 'update',
      kinds: ['update'],
      when: [],
      then: { outcome: 'COVERED' },
      clauses: ['EX-10'],
    },
    {
      id: 'training',
      kinds: ['training'],
      when: [],
      then: { outcome: 'QUOTE', options: [{ code: 'training' }] },
      clauses: ['EX-11'],
    },
    {
      id: 'more stations',
      kinds: ['change-stations'],
      when: [{ is: 'contract-in-force' }, { is: 'over-capacity' }],
      then: { outcome: 'CAPACITY' },
      clauses: ['EX-03'],
    },
    {
      id: 'notice for conduct',
      kinds: ['notice'],
      when: [{ is: 'notice-by', who: 'vendor' }, { is: 'for-conduct' }],
      then: { outcome: 'MANUAL', reason: 'CONDUCT' },
      clauses: ['EX-12'],
    },
    {
      id: 'notice',
      kinds: ['notice'],
      when: [{ is: 'notice-in-time' }],
      then: { outcome: 'END' },
      clauses: ['EX-02'],
    },
    {
      id: 'notice too late',
      kinds: ['notice'],
      when: [],
      then: { outcome: 'RENEWED', reason: 'NOTICE_TOO_LATE' },
      clauses: ['EX-02'],
    },
    {
      id: 'month ended',
      kinds: ['timer'],
      when: [
        { is: 'timer', of: 'term-ended' },
        { is: 'not', that: { is: 'contract-in-force' } },
      ],
      then: { outcome: 'END' },
      clauses: ['EX-02'],
    },
    {
      id: 'month of a consumer',
      kinds: ['timer'],
      when: [{ is: 'timer', of: 'term-ended' }, { is: 'consumer' }],
      then: { outcome: 'RENEWED', reason: 'CONSUMER_RENEWAL' },
      clauses: ['EX-01'],
    },
    {
      id: 'another month',
      kinds: ['timer'],
      when: [{ is: 'timer', of: 'term-ended' }],
      then: { outcome: 'RENEWED', reason: 'RENEWED_TACITLY' },
      clauses: ['EX-01'],
    },
  ],
  clauses: {
    'EX-01': {
      es: 'El contrato se renueva de mes en mes mientras nadie lo termina.',
      de: 'Der Vertrag läuft von Monat zu Monat weiter, solange niemand kündigt.',
      it: 'Il contratto si rinnova di mese in mese finché nessuno lo disdice.',
      en: 'The contract goes on from month to month until somebody ends it.',
    },
    'EX-02': {
      es: 'Se puede terminar por escrito con tres meses de aviso, al final de un mes del contrato.',
      de: 'Gekündigt wird in Textform mit drei Monaten Frist zum Ende eines Vertragsmonats.',
      it: 'Si recede per iscritto con tre mesi di preavviso, alla fine di un mese di contratto.',
      en: 'It is ended in writing with three months’ notice, to the end of a month of the contract.',
    },
    'EX-03': {
      es: 'Cuesta 39,00 € al mes y caja: 468,00 € al año.',
      de: 'Er kostet 39,00 € je Monat und Kasse: 468,00 € im Jahr.',
      it: 'Costa 39,00 € al mese per cassa: 468,00 € all’anno.',
      en: 'It costs €39.00 per month and till: €468.00 a year.',
    },
    'EX-04': {
      es: 'De lunes a jueves, de 8 a 18 horas, y los viernes, de 8 a 14, la ayuda está incluida.',
      de: 'Montags bis donnerstags von 8 bis 18 Uhr und freitags von 8 bis 14 Uhr ist Hilfe enthalten.',
      it: 'Dal lunedì al giovedì, dalle 8 alle 18, e il venerdì, dalle 8 alle 14, l’aiuto è compreso.',
      en: 'Monday to Thursday from 8 to 18 and Friday from 8 to 14 help is included.',
    },
    'EX-05': {
      es: 'Fuera de ese horario la hora cuesta 60,00 € más el 200 %, en pasos de 15 minutos.',
      de: 'Außerhalb dieser Zeiten kostet die Stunde 60,00 € zuzüglich 200 %, in Schritten von 15 Minuten.',
      it: 'Fuori da questo orario l’ora costa 60,00 € più il 200 %, a passi di 15 minuti.',
      en: 'Outside those hours an hour costs €60.00 plus 200 %, in steps of 15 minutes.',
    },
    'EX-06': {
      es: 'Lo que cuesta se toma del monedero del cliente; lo que falte se factura.',
      de: 'Was das kostet, wird dem Guthaben des Kunden entnommen; was fehlt, wird berechnet.',
      it: 'Il costo si preleva dal credito del cliente; ciò che manca si fattura.',
      en: 'What that costs is taken from the customer’s wallet; what the wallet lacks is invoiced.',
    },
    'EX-07': {
      es: 'Lo que llega por escrito fuera del horario se contesta después, sin recargo.',
      de: 'Was außerhalb der Zeiten schriftlich kommt, wird danach ohne Zuschlag beantwortet.',
      it: 'A ciò che arriva per iscritto fuori orario si risponde dopo, senza supplemento.',
      en: 'What comes in writing outside the hours is answered afterwards, without a surcharge.',
    },
    'EX-08': {
      es: 'Se ayuda con el programa, los problemas técnicos, las averías y las dudas de uso.',
      de: 'Geholfen wird beim Programm, bei technischen Problemen, Störungen und Fragen zur Bedienung.',
      it: 'Si aiuta con il programma, i problemi tecnici, i guasti e i dubbi d’uso.',
      en: 'There is help with the program, technical problems, malfunctions and questions of use.',
    },
    'EX-09': {
      es: 'Una sesión remota se abre solo con consentimiento.',
      de: 'Eine Fernsitzung wird nur mit Einwilligung geöffnet.',
      it: 'Una sessione remota si apre solo con il consenso.',
      en: 'A remote session is opened with consent only.',
    },
    'EX-10': {
      es: 'Las actualizaciones están incluidas mientras dura el contrato.',
      de: 'Aktualisierungen sind enthalten, solange der Vertrag läuft.',
      it: 'Gli aggiornamenti sono compresi finché dura il contratto.',
      en: 'Updates are included as long as the contract lasts.',
    },
    'EX-11': {
      es: 'Las formaciones se ofrecen aparte.',
      de: 'Schulungen werden gesondert angeboten.',
      it: 'I corsi si offrono a parte.',
      en: 'Trainings are offered separately.',
    },
    'EX-12': {
      es: 'Si falta el respeto, el proveedor puede terminar el contrato.',
      de: 'Bei unangemessenem Ton kann der Anbieter den Vertrag beenden.',
      it: 'Se manca il rispetto, il fornitore può chiudere il contratto.',
      en: 'Where manners are not kept, the vendor may end the contract.',
    },
  },
};
