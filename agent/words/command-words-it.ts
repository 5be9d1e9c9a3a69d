import type { CommandWords } from './command-text.ts';

export const commandWordsIt: CommandWords = {
  agent: {
    missing: (url) => `Il programma della cassa non risponde a ${url}. È in funzione?`,
    silent: 'Il programma della cassa è stato interrogato e non è arrivata risposta.',
    foreign: (url) => `Ciò che risponde a ${url} non è un programma di cassa di questa versione.`,
    after: {
      missing: 'Non è stato fatto nulla.\nAvviare il programma della cassa, poi riprovare.',
      silent:
        'Non si sa se è stato fatto; da solo non avviene due volte.\nGuardare prima come stanno le cose, poi riprovare: tillwarden help list, tillwarden support.',
      foreign:
        'Non risulta che sia stato fatto nulla.\nChi si occupa di questa cassa deve guardare quale programma usa la sua porta.',
    },
    inDetail: 'In dettaglio',
    hints: {
      'operator-needed': 'Qui si accede con: --operator ID',
      'code-not-typed': 'Qui il codice si vede con: tillwarden support',
      'ticket-not-found': 'Qui si vedono con: tillwarden help list',
      unauthorised: 'Qui la chiave viene da --token-file o TILLWARDEN_TOKEN.',
    },
  },
  wrongCall: {
    unknownOption: (option) => `Qui l’opzione ${option} non esiste.`,
    valueMissing: (option) => `Dopo ${option} manca qualcosa.`,
    valueUnasked: (option) => `${option} sta da sola: non prende alcun valore.`,
    foreignOption: (option) => `${option} qui non significa nulla.`,
    foreignWords: (words) => `«${words}» qui non significa nulla.`,
    unknownAction: (action, known) => `${action} non esiste. Esiste: ${known}.`,
    language: (known) => `--language è una di ${known}.`,
    noPort: 'La configurazione non indica alcun api.port a cui trovare la cassa.',
    noToken:
      'Indicare dov’è la chiave di un programma: --token-file FILE o TILLWARDEN_TOKEN. tillwarden client add NAME ne crea una: usarne una solo per questo comando.',
    noPin: 'Indicare dov’è il PIN: --pin-file FILE o --pin-stdin.',
    unreadable: (file) => `Il file ${file} non si può leggere.`,
  },
  usage: {
    title: 'Uso',
    help: {
      ask: 'chiedere aiuto; che cosa dice il contratto si vede subito, anche senza linea',
      list: 'le richieste di aiuto di questa cassa',
      one: 'una di esse per numero: che cosa si è detto, dire qualcosa o ritirarla',
      bundle:
        'mettere i registri della cassa in un file, senza segreti; --trace aggiunge ciò che è passato di recente sulle porte',
    },
    support: {
      session: 'chi è collegato a questa cassa, o vuole esserlo, e il codice da leggergli',
      answer: 'lasciar vedere questa cassa, rifiutare o interrompere subito il collegamento',
      control: 'lasciar usare la cassa o togliere il controllo',
      resume: 'dopo il conteggio: lasciarla vedere di nuovo',
      hours: 'gli orari in cui un tecnico può guardare senza nessuno qui',
      grant:
        'concedere tali orari, al posto di quelli che ci sono: come 2026-11-24T22:00/2026-11-25T06:00, o tante notti da oggi, dalle 22 alle 6 se non si dice altro; può farlo solo un amministratore',
      withdraw: 'toglierli tutti',
    },
    operator: '--operator ID chiede il suo PIN, o lo prende da --pin-file FILE o --pin-stdin',
    token:
      '--token-file FILE o TILLWARDEN_TOKEN ha la chiave di questo programma (tillwarden client add)',
    language:
      'altrimenti la lingua della configurazione della cassa o quella di LC_ALL, LC_MESSAGES, LANG',
    json: '--json mostra la risposta della cassa, senza le sue frasi; --config FILE',
  },
  pinOf: (operatorId) => `PIN di ${operatorId}: `,
  help: {
    none: 'Nessuno ha ancora chiesto aiuto.',
    whichOne: 'Quale? Indicare il numero, per esempio 12; tutti sono in tillwarden help list.',
    nothingSaid: 'Che cosa dire? Per esempio: tillwarden help say 12 ora funziona',
    quoteIt:
      'Per chiedere aiuto, mettere tra virgolette che cosa non va: tillwarden help --words "la stampante non stampa"',
    topics: (known) => `--topic è uno di ${known}.`,
    bundled: (path, kilobytes) => `I registri sono in ${path} (${kilobytes} kB).`,
  },
  support: {
    nobody: 'Nessuno è collegato a questa cassa.',
    noControl: {
      paused:
        'Qui qualcuno conta, perciò non si mostra nulla. Poi lasciarla vedere di nuovo e dare il controllo: tillwarden support resume',
      unattended:
        'Non serviva nessuno qui, perciò si può solo guardare. Per il controllo un amministratore toglie gli orari, poi il tecnico chiede di nuovo: tillwarden support hours withdraw --operator ID',
      external:
        'Un altro programma mostra lo schermo e ha già il controllo. Lo toglie solo questo: tillwarden support stop',
    },
    whoGrants: 'Indicare quale amministratore lo fa: --operator ID.',
    noHours: 'Indicare quali orari: per esempio --nights 1, o 2026-11-24T22:00/2026-11-25T06:00.',
    bothHours: 'Indicare notti oppure orari, non entrambi.',
    span: (said) =>
      `«${said}» non è un intervallo: scrivere da/a, per esempio 2026-11-24T22:00/2026-11-25T06:00.`,
    tooMany: (max) => `Si possono concedere al massimo ${max} intervalli.`,
    number: (option, min, max) => `${option} è un numero da ${min} a ${max}.`,
  },
};
