import type { VaultWords } from './vault-text.ts';

export const vaultWordsIt: VaultWords = {
  nav: 'Cassaforte',
  text: 'Dati di accesso ai sistemi dei clienti. Sono sigillati; l’elenco mostra solo come si chiamano.',
  add: 'Aggiungere una voce',
  read: 'Leggere',
  change: 'Modificare',
  remove: 'Eliminare',
  filter: 'Cliente, nome o sede',
  customer: 'Cliente',
  site: 'Sede',
  label: 'Nome',
  lastChange: 'Ultima modifica',
  version: (version) => `Versione ${version}`,
  none: {
    title: 'La cassaforte è vuota',
    text: 'Ciò che aggiungi viene sigillato sotto il suo nome.',
  },
  noneOf: (customer) => ({
    title: `Non è conservato nulla di ${customer}`,
    text: 'Ciò che aggiungi per questo cliente viene sigillato sotto il suo nome.',
  }),
  noMatch: {
    title: 'Nulla corrisponde',
    text: 'Nessun cliente, nome o sede ha queste lettere.',
  },
  noKey: {
    title: 'Questo hub non ha una chiave per la sua cassaforte',
    text: 'Non si può sigillare né leggere nulla. Sul computer dell’hub, crea una chiave con il primo comando e avvia l’hub con il secondo. Conserva una copia del file della chiave lontano dalle copie della cartella dell’hub: senza, ciò che è sigillato resta sigillato per sempre.',
  },
  ofCustomer: (customer) => `Cassaforte: ${customer}`,
  allCustomers: 'Tutti i clienti',
  ticket: {
    link: 'Dati di accesso del cliente',
    from: (ticket) => ({
      title: `Per ${ticket}`,
      text: 'Ciò che leggi qui viene annotato con questa richiesta.',
    }),
    notOf: {
      title: 'Questa richiesta non è di questo cliente',
      text: 'Ciò che leggi qui viene annotato senza di essa.',
    },
  },
  write: {
    addTitle: 'Aggiungere una voce',
    addTitleOf: (customer) => `Aggiungere una voce per ${customer}`,
    addText:
      'Viene sigillata. Poi vede i valori solo chi dice perché, e viene annotato chi è stato.',
    changeTitle: (label) => `Modificare ${label}`,
    changeText:
      'Ciò che è sigillato viene sostituito per intero, e qui non ne viene mostrato nulla. Inserisci tutti i campi che la voce avrà da ora in poi: un campo senza valore qui sparisce. Se ti serve ciò che c’è ora, leggilo prima.',
    labelHint: 'Lo vede chi ha accesso alla cassaforte: non scriverci nulla di segreto.',
    fields: 'Campi',
    fieldsHint: 'Una riga senza valore viene tralasciata.',
    fieldName: 'Campo',
    value: 'Valore',
    moreFields: 'Un altro campo',
    dropField: 'Togliere',
    usual: ['Indirizzo', 'Utente', 'Password'],
    save: 'Sigillare',
    saved: { title: 'È sigillato', text: 'Leggilo se vuoi vedere che tutto sia giusto.' },
    noCustomers: {
      title: 'Non c’è ancora nessun cliente',
      text: 'I clienti si inseriscono nei registri, fra le parti.',
    },
    unfit: {
      empty: { title: 'Manca un valore.', text: 'Inserisci almeno un campo con il suo valore.' },
      nameless: {
        title: 'Un valore non ha nome.',
        text: 'Scrivi che cos’è, per esempio la password.',
      },
      twice: {
        title: 'Due campi hanno lo stesso nome.',
        text: 'Dai a ciascuno un nome suo.',
      },
      tooLong: { title: 'Un valore è troppo lungo.', text: 'In un valore stanno 4.000 caratteri.' },
    },
  },
  reading: {
    title: (label) => `Leggere ${label}`,
    text: 'Chi lo legge, quando e perché viene annotato prima di mostrarlo. Nessuno può cambiarlo.',
    reason: 'A che cosa ti serve',
    noReason: { title: 'Manca il motivo.', text: 'Scrivi a che cosa ti serve.' },
    ticket: 'Richiesta',
    yes: 'Mostrare',
  },
  shown: {
    text: 'Si nasconde da solo dopo un minuto, o appena lasci questa scheda.',
    copy: 'Copiare',
    copied: 'Copiato. Resta negli appunti finché non copi altro.',
    copyFailed: {
      title: 'Non è stato possibile copiarlo',
      text: 'Seleziona il valore e copialo a mano.',
    },
    hide: 'Nascondere',
    hidden: {
      title: 'I valori sono di nuovo nascosti',
      text: 'Per vederli, leggi di nuovo la voce.',
    },
    changed: {
      title: 'Nel frattempo qualcuno ha modificato questa voce',
      text: 'Ciò che vedi non vale più. Nascondilo e leggilo di nuovo.',
    },
  },
  removal: {
    title: (label) => `Eliminare ${label}?`,
    text: 'Ciò che è sigillato allora sparisce, per tutti. Che c’era resta annotato.',
    yes: 'Sì, eliminare',
    done: { title: 'La voce è eliminata', text: 'Che c’era resta annotato.' },
  },
  audit: {
    title: 'Chi ha scritto e letto',
    text: 'Qui non si può cambiare nulla. Sono mostrati i più recenti, al massimo 500.',
    none: {
      title: 'Non è ancora successo nulla',
      text: 'Qui compare tutto ciò che si fa con la cassaforte.',
    },
    when: 'Quando',
    who: 'Chi',
    what: 'Che cosa',
    which: 'Voce',
    why: 'Perché',
    acts: {
      written: 'Scritta',
      read: 'Letta',
      removed: 'Eliminata',
      'sealed-anew': 'Sigillata con un’altra chiave',
    },
  },
};
