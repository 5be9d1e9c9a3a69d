import type { PageWords } from './page-text.ts';

export const pageWordsDe: PageWords = {
  title: 'Kasse',
  language: 'Sprache',
  live: 'Verbunden',
  notLive: 'Nicht verbunden',
  lastSale: 'Letzter Verkauf',
  headlines: {
    deposit: 'Geld wird außerhalb eines Verkaufs eingeworfen',
    moving: 'Der Automat bewegt Geld',
    'no-new-sales': 'Keine neuen Verkäufe',
    'not-ready': 'Der Automat ist nicht bereit',
    idle: 'Bereit für den nächsten Verkauf',
    collecting: 'Bitte Geld einwerfen',
    'counting-paid': 'Bezahlt. Letzte Münzen werden gezählt',
    'counting-cancelled': 'Abgebrochen. Letzte Münzen werden gezählt',
    'paying-change': 'Wechselgeld wird ausgezahlt',
    returning: 'Das Geld wird zurückgegeben',
    'paying-debt': 'Offener Betrag wird ausgezahlt',
    unresolved: 'Unklar, was ausgezahlt wurde',
    settled: 'Bezahlt',
    returned: 'Geld zurückgegeben',
    owed: 'Der Kunde bekommt noch Geld',
  },
  figures: {
    rest: 'Noch zu zahlen',
    due: 'Zu zahlen',
    inserted: 'Eingeworfen',
    change: 'Wechselgeld',
    'money-back': 'Geld zurück',
    'paid-out': 'Ausgezahlt',
    owed: 'Noch geschuldet',
    unresolved: 'Vielleicht ausgezahlt',
    'open-amount': 'Offener Betrag',
  },
  giveBack: 'Geld zurückgeben',
  giveBackQuestion: (amount) => ({
    title: 'Diesen Verkauf abbrechen?',
    text:
      amount === undefined
        ? 'Es wurde noch kein Geld eingeworfen.'
        : `Der Automat gibt dem Kunden ${amount} zurück.`,
    yes: amount === undefined ? 'Ja, abbrechen' : 'Ja, zurückgeben',
    no: 'Nein, weiter',
  }),
  connecting: { title: 'Verbindung zur Kasse wird aufgebaut …', text: 'Einen Moment bitte.' },
  connectionLost: (time) => ({
    title: 'Keine Verbindung zur Kasse',
    text: `Sie sehen den Stand von ${time} Uhr. Eingeworfenes Geld ist sicher verbucht. Neuer Versuch läuft …`,
  }),
  tokenMissing: {
    title: 'Diese Seite braucht ihren eigenen Link',
    text: 'Öffnen Sie sie mit dem vollständigen Link für diese Kasse. Er endet mit „#token=…“. Wenn Sie ihn nicht haben, fragen Sie, wer die Kasse betreut.',
  },
  tokenRefused: {
    title: 'Dieser Link gilt nicht mehr',
    text: 'Öffnen Sie die Seite mit dem neuen Link für diese Kasse. Wenn Sie ihn nicht haben, fragen Sie, wer die Kasse betreut.',
  },
  exactChangeOnly: {
    title: 'Bitte passend zahlen',
    text: 'Dem Automaten fehlen Münzen zum Wechseln. Bitten Sie um den genauen Betrag.',
  },
  exactChangeOnlyIn: (currencies) => ({
    title: `Bitte passend zahlen: ${currencies}`,
    text: `Dem Automaten fehlt ${currencies} zum Wechseln. Bitten Sie darin um den genauen Betrag.`,
  }),
  refill: (values) => ({
    title: 'Wechselgeld geht zur Neige',
    text: `Bei Gelegenheit nachfüllen: ${values}.`,
  }),
  takeOut: (values) => ({ title: 'Fast voll', text: `Diese Sorten entnehmen lassen: ${values}.` }),
  notReady: (parts) => ({
    title: 'Der Automat nimmt kein Bargeld an',
    text: `${parts} Strom und Kabel prüfen oder von Hand kassieren.`,
  }),
  partNotWorking: (parts) => ({
    title: 'Ein Teil des Automaten arbeitet nicht',
    text: `${parts} Der Verkauf geht weiter; das Wechselgeld kann knapp werden.`,
  }),
  partStates: {
    starting: (part) => `${part} startet gerade.`,
    down: (part) => `${part} antwortet nicht.`,
    fault: (part, detail) => `${part} meldet eine Störung (${detail}).`,
  },
  unresolved: (amount, part) => ({
    title: `Unklar, ob ${amount} herausgekommen sind`,
    text: `Noch nicht von Hand auszahlen. Strom und Kabel von ${part} prüfen; bleibt er stumm, seine Münzen zählen und die Zählung eingeben.`,
  }),
  unresolvedHidden: (part) => ({
    title: 'Unklar, wie viel bewegt wurde',
    text: `Noch nicht wiederholen. Strom und Kabel von ${part} prüfen; bleibt er stumm, seinen Inhalt zählen und die Zählung eingeben.`,
  }),
  requestFailed: {
    title: 'Das ist nicht angekommen',
    text: 'Es ist unklar, ob es ausgeführt wurde. Sehen Sie erst nach, was die Seite jetzt zeigt, bevor Sie es noch einmal versuchen.',
  },
  dismiss: 'Schließen',
  operatorsUnusable: {
    title: 'Die Bedienerliste ist nicht lesbar',
    text: 'Der Verkauf geht weiter. Bis sie in Ordnung ist, kann sich niemand anmelden, um Geld auszuzahlen oder zu entnehmen.',
  },
  updateBeginning: (version) => ({
    title: `Version ${version} wird gestartet`,
    text: 'Die Kasse startet jetzt neu und ist in ein, zwei Minuten wieder da. Nichts Bezahltes geht verloren.',
  }),
  latestEntitled: (version) => ({
    title: `Die neueste Version, die diese Kasse haben darf: ${version}`,
    text: 'Die Wartung ist abgelaufen. Diese Version bleibt für sie da; neuere gibt es mit neuer Wartung: fragen Sie den Anbieter.',
  }),
  updateReady: (version) => ({
    title: `Version ${version} liegt bereit`,
    text: 'Der Verkauf geht weiter. Installiert wird sie, wenn jemand, der sich um die Kasse kümmert, es sagt: tillwarden update apply.',
  }),
  coverage: {
    'not-covered': {
      title: 'Der Supportvertrag nennt diese Kasse nicht',
      text: 'Der Verkauf geht weiter. Hilfe bekommt sie erst, wenn der Vertrag erweitert ist: Fragen Sie, wer sich um den Vertrag kümmert.',
    },
    ended: {
      title: 'Der Supportvertrag dieser Kasse ist zu Ende',
      text: 'Der Verkauf geht weiter. Hilfe bekommt sie erst mit einem neuen: Fragen Sie, wer sich um den Vertrag kümmert.',
    },
  },
  signInTitle: 'Wer zahlt das aus?',
  noOperators:
    'An dieser Kasse ist noch niemand eingetragen. Ein Administrator macht das mit „tillwarden operator add“.',
  pin: 'PIN',
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  cancel: 'Abbrechen',
  signedIn: (name) => ({
    title: `Angemeldet: ${name}`,
    text: 'Bitte abmelden, wenn Sie die Kasse verlassen.',
  }),
  debts: 'Offene Beträge',
  debtCauses: { owed: 'Einem Kunden geschuldet', unassigned: 'Ohne Verkauf eingeworfen' },
  debtAdvice: {
    owed: 'Von Hand auszahlen und bestätigen, oder den Automaten auszahlen lassen.',
    unassigned: 'Dem zurückgeben, der es eingeworfen hat.',
  },
  debtBeingPaid: 'Der Automat zahlt gerade aus',
  payByHand: 'Von Hand ausgezahlt',
  payByHandQuestion: (amount) => ({
    title: `Haben Sie ${amount} ausgezahlt?`,
    text: 'Erst bestätigen, wenn der Kunde das Geld hat. Das lässt sich nicht rückgängig machen.',
    yes: 'Ja, ausgezahlt',
    no: 'Noch nicht',
  }),
  payByMachine: 'Automat zahlt aus',
  payByMachineQuestion: (amount) => ({
    title: `Jetzt ${amount} auszahlen?`,
    text: 'Die Münzen kommen sofort heraus. Der Kunde sollte am Automaten stehen.',
    yes: 'Ja, auszahlen',
    no: 'Nein',
  }),
};
