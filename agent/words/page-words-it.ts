import type { PageWords } from './page-text.ts';

export const pageWordsIt: PageWords = {
  title: 'Cassa',
  language: 'Lingua',
  live: 'Collegata',
  notLive: 'Non collegata',
  lastSale: 'Ultima vendita',
  headlines: {
    deposit: 'Si inserisce denaro fuori da una vendita',
    moving: 'La macchina sta spostando denaro',
    'no-new-sales': 'Niente nuove vendite',
    'not-ready': 'La macchina non è pronta',
    idle: 'Pronta per la prossima vendita',
    collecting: 'Inserire il denaro',
    'counting-paid': 'Pagato. Conteggio delle ultime monete',
    'counting-cancelled': 'Annullato. Conteggio delle ultime monete',
    'paying-change': 'Erogazione del resto in corso',
    returning: 'Restituzione del denaro in corso',
    'paying-debt': 'Pagamento di un importo in sospeso',
    unresolved: 'Non si sa quanto è uscito',
    settled: 'Pagato',
    returned: 'Denaro restituito',
    owed: 'Il cliente deve ancora ricevere denaro',
  },
  figures: {
    rest: 'Ancora da pagare',
    due: 'Da pagare',
    inserted: 'Inserito',
    change: 'Resto',
    'money-back': 'Da restituire',
    'paid-out': 'Erogato',
    owed: 'Ancora dovuto',
    unresolved: 'Forse erogato',
    'open-amount': 'Importo in sospeso',
  },
  giveBack: 'Restituisci il denaro',
  giveBackQuestion: (amount) => ({
    title: 'Annullare questa vendita?',
    text:
      amount === undefined
        ? 'Non è stato ancora inserito denaro.'
        : `La macchina restituisce ${amount} al cliente.`,
    yes: amount === undefined ? 'Sì, annulla' : 'Sì, restituisci',
    no: 'No, continua',
  }),
  connecting: { title: 'Collegamento alla cassa…', text: 'Un momento, per favore.' },
  connectionLost: (time) => ({
    title: 'Nessun collegamento con la cassa',
    text: `Questa è la situazione delle ${time}. Il denaro inserito è registrato. Nuovo tentativo in corso…`,
  }),
  tokenMissing: {
    title: 'Questa pagina ha bisogno del suo link',
    text: 'Aprila con il link completo di questa cassa. Finisce con «#token=…». Se non lo hai, chiedilo a chi si occupa della cassa.',
  },
  tokenRefused: {
    title: 'Questo link non è più valido',
    text: 'Apri la pagina con il nuovo link di questa cassa. Se non lo hai, chiedilo a chi si occupa della cassa.',
  },
  exactChangeOnly: {
    title: 'Solo importo esatto',
    text: 'Alla macchina mancano monete per il resto. Chiedi l’importo esatto.',
  },
  exactChangeOnlyIn: (currencies) => ({
    title: `Solo importo esatto: ${currencies}`,
    text: `Alla macchina manca ${currencies} per il resto. Chiedi l’importo esatto in quella valuta.`,
  }),
  refill: (values) => ({
    title: 'Resto quasi esaurito',
    text: `Riempia appena possibile: ${values}.`,
  }),
  takeOut: (values) => ({ title: 'Quasi pieno', text: `Faccia svuotare: ${values}.` }),
  notReady: (parts) => ({
    title: 'La macchina non accetta contanti',
    text: `${parts} Controlla corrente e cavi, oppure incassa a mano.`,
  }),
  partNotWorking: (parts) => ({
    title: 'Una parte della macchina non funziona',
    text: `${parts} Si può continuare a vendere; il resto potrebbe scarseggiare.`,
  }),
  partStates: {
    starting: (part) => `${part} si sta avviando.`,
    down: (part) => `${part} non risponde.`,
    fault: (part, detail) => `${part} segnala un guasto (${detail}).`,
  },
  unresolved: (amount, part) => ({
    title: `Non si sa se sono usciti ${amount}`,
    text: `Non pagarli ancora a mano. Controlla corrente e cavi di ${part}; se continua a non rispondere, conta le sue monete e inserisci il conteggio.`,
  }),
  unresolvedHidden: (part) => ({
    title: 'Non si sa quanto è stato spostato',
    text: `Non ripeterlo ancora. Controlla corrente e cavi di ${part}; se continua a non rispondere, conta il contenuto e inserisci il conteggio.`,
  }),
  requestFailed: {
    title: 'Il comando non è arrivato',
    text: 'Non risulta che sia stato eseguito. Guarda che cosa mostra ora la pagina prima di riprovare.',
  },
  dismiss: 'Chiudi',
  operatorsUnusable: {
    title: 'L’elenco degli operatori non si può leggere',
    text: 'Le vendite continuano. Finché non è sistemato, nessuno può accedere per pagare o prelevare denaro.',
  },
  updateBeginning: (version) => ({
    title: `Si sta avviando la versione ${version}`,
    text: 'La cassa si riavvia adesso e torna entro un paio di minuti. Nulla di quanto pagato va perso.',
  }),
  latestEntitled: (version) => ({
    title: `L’ultima versione che questa cassa può avere: ${version}`,
    text: 'La manutenzione è terminata. Questa versione resta a sua disposizione; le più nuove arrivano con una nuova manutenzione: chiedi al fornitore.',
  }),
  updateReady: (version) => ({
    title: `La versione ${version} è pronta`,
    text: 'La vendita continua. Si installa quando lo dice chi si occupa della cassa: tillwarden update apply.',
  }),
  coverage: {
    'not-covered': {
      title: 'Il contratto di supporto non nomina questa cassa',
      text: 'La vendita continua. Non riceve aiuto finché il contratto non è ampliato: chiedi a chi si occupa del contratto.',
    },
    ended: {
      title: 'Il contratto di supporto di questa cassa è finito',
      text: 'La vendita continua. Non riceve aiuto finché non ce n’è un altro: chiedi a chi si occupa del contratto.',
    },
  },
  signInTitle: 'Chi paga questo importo?',
  noOperators:
    'In questa cassa non è ancora registrato nessuno. Lo fa un amministratore con «tillwarden operator add».',
  pin: 'PIN',
  signIn: 'Accedi',
  signOut: 'Esci',
  cancel: 'Annulla',
  signedIn: (name) => ({
    title: `Accesso eseguito: ${name}`,
    text: 'Esci quando lasci la cassa.',
  }),
  debts: 'Importi in sospeso',
  debtCauses: { owed: 'Dovuto a un cliente', unassigned: 'Inserito fuori da una vendita' },
  debtAdvice: {
    owed: 'Pagalo a mano e conferma, oppure fallo pagare alla macchina.',
    unassigned: 'Restituiscilo a chi lo ha inserito.',
  },
  debtBeingPaid: 'La macchina lo sta pagando',
  payByHand: 'Pagato a mano',
  payByHandQuestion: (amount) => ({
    title: `Hai consegnato ${amount}?`,
    text: 'Conferma solo quando il cliente ha il denaro. Non si può annullare.',
    yes: 'Sì, consegnato',
    no: 'Non ancora',
  }),
  payByMachine: 'Paga la macchina',
  payByMachineQuestion: (amount) => ({
    title: `Erogare ora ${amount}?`,
    text: 'Le monete escono subito. Il cliente dovrebbe essere davanti alla macchina.',
    yes: 'Sì, eroga',
    no: 'No',
  }),
};
