import type { LicenceWords } from './licence-text.ts';

const KEPT = 'La licenza che questa cassa aveva prima resta in vigore.';
const ASK_AGAIN = 'Chiedi al fornitore di inviare di nuovo la licenza, come file o dall’hub.';
const FETCH_AGAIN = 'Copia o scarica di nuovo il file. Se non basta, chiedilo al fornitore.';

export const licenceWordsIt: LicenceWords = {
  demo: {
    title: 'DEMO',
    text: 'Questa installazione usa chiavi dimostrative. Le sue licenze non provano nulla.',
  },
  noTrust: {
    title: 'Questa installazione è incompleta',
    text: 'Manca o è danneggiato il file che dice di chi valgono qui le licenze: nessuna licenza si può controllare. Chiama il fornitore.',
  },
  unlicensed: (daysLeft) => ({
    title: 'Ancora nessuna licenza',
    text: `Si può vendere normalmente per ${daysLeft === 1 ? 'ancora 1 giorno' : `altri ${daysLeft} giorni`} di funzionamento. Chiedi al fornitore la licenza di questa cassa.`,
  }),
  graceOver: {
    title: 'Nessuna licenza: niente nuove vendite',
    text: 'Il tempo per attivare questa cassa è finito. Una vendita in corso si può concludere, e si può restituire denaro, svuotare e contare. Chiama il fornitore per la licenza.',
  },
  heldRefused: (reason) => ({
    title: 'La licenza di questa cassa non vale più',
    text: `${reason} Chiedine un’altra al fornitore.`,
  }),
  active: (lastCoveredDay) => ({
    title: 'Licenza in regola',
    text: `La manutenzione copre questa cassa fino al giorno ${lastCoveredDay} compreso.`,
  }),
  lapsedReinstatable: (lastCoveredDay, newLicenceFrom) => ({
    title: 'La manutenzione è scaduta',
    text: `Si può vendere normalmente. L’ultimo giorno coperto è stato il ${lastCoveredDay}; l’assistenza è a pagamento. Prima del giorno ${newLicenceFrom} la manutenzione si può riprendere: chiedi al fornitore.`,
  }),
  lapsedNewLicence: (lastCoveredDay) => ({
    title: 'La manutenzione è scaduta da molto tempo',
    text: `Si può vendere normalmente. L’ultimo giorno coperto è stato il ${lastCoveredDay}; per la manutenzione e le nuove versioni serve una nuova licenza. Chiedi un preventivo al fornitore.`,
  }),
  revoked: {
    title: 'Licenza ritirata: niente nuove vendite',
    text: 'Il fornitore ha ritirato la licenza di questa cassa. Una vendita in corso si può concludere, e si può restituire denaro, svuotare e contare. Chiama il fornitore.',
  },
  clock: {
    'battery-dead': {
      title: 'L’orologio ha perso l’ora',
      text: 'Si può vendere normalmente. Probabilmente la batteria sulla scheda del computer è scarica: falla sostituire e imposta data e ora.',
    },
    behind: {
      title: 'L’orologio è indietro',
      text: 'Si può vendere normalmente. Controlla data e ora di questo computer; le nuove versioni aspettano che l’hub confermi l’ora.',
    },
    ahead: {
      title: 'L’orologio è avanti',
      text: 'Si può vendere normalmente. L’ora dell’hub è precedente: controlla data e ora di questo computer.',
    },
  },
  rebindNeeded: {
    title: 'La licenza è stata emessa per un altro computer',
    text: 'Vendere, restituire denaro e contare continuano normalmente; intanto non ci sono nuove versioni. Troppo pochi pezzi di questo computer sono quelli della licenza. Se sono stati cambiati dei pezzi o la cassa è stata spostata, chiedi al fornitore di associare la licenza a questo computer, o un codice per registrare di nuovo la cassa.',
  },
  binding: {
    unbound: 'La licenza non è associata a nessun computer.',
    parts: (matched, named, needed) =>
      `Dei ${named} pezzi del computer che la licenza nomina, ${matched} sono qui; ne servono ${needed}.`,
    drifted:
      'Alcuni pezzi di questo computer sono cambiati, e la licenza vale. L’hub la associa da sé ai pezzi di adesso; senza hub, chiedi al fornitore un nuovo file di licenza prima di cambiare altri pezzi.',
  },
  refusals: {
    malformed: {
      message: 'Questo file non è una licenza, oppure è danneggiato.',
      safe: KEPT,
      action: FETCH_AGAIN,
    },
    oversize: {
      message: 'Questo file è troppo grande per essere una licenza.',
      safe: KEPT,
      action: 'Scegli il file inviato dal fornitore.',
    },
    'non-canonical-base64': {
      message: 'Il testo di questa licenza è cambiato lungo la strada.',
      safe: KEPT,
      action: FETCH_AGAIN,
    },
    'bad-algorithm': {
      message: 'Questa licenza è firmata in un modo che non è accettato.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'unknown-critical-header': {
      message: 'Questa licenza richiede qualcosa che questa versione non conosce.',
      safe: KEPT,
      action: 'Chiedi al fornitore se questa cassa ha bisogno prima di una versione più nuova.',
    },
    'unexpected-header': {
      message: 'Questa licenza contiene dati che nessuna licenza ha.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'wrong-type': {
      message: 'È un file firmato, ma non una licenza di un tipo conosciuto qui.',
      safe: KEPT,
      action:
        'Scegli il file della licenza, oppure chiedi al fornitore se serve una versione più nuova.',
    },
    tampered: {
      message: 'Il contenuto di questa licenza è stato cambiato dopo la firma.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'uncertified-key': {
      message: 'Questa licenza non è stata firmata dal fornitore di questa installazione.',
      safe: KEPT,
      action: 'Chiedi al fornitore e non usare questo file.',
    },
    'wrong-role': {
      message: 'Questa licenza è firmata con una chiave che non è per le licenze.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'certificate-outside-validity': {
      message: 'Questa licenza è stata firmata fuori dal periodo in cui vale la sua chiave.',
      safe: KEPT,
      action: 'Chiedi al fornitore di emetterla di nuovo con una chiave valida ora.',
    },
    'wrong-key-epoch': {
      message: 'Il numero di questa licenza non corrisponde alla chiave con cui è firmata.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'wrong-nonce': {
      message: 'È la risposta a un’altra domanda.',
      safe: KEPT,
      action: 'Riprova; se non cambia, controlla il collegamento con l’hub.',
    },
    'wrong-station': {
      message: 'Questa licenza è per un’altra cassa.',
      safe: KEPT,
      action: 'Scegli il file di questa cassa, oppure chiedilo al fornitore.',
    },
    'older-generation': {
      message: 'Questa licenza è più vecchia di quella che questa cassa ha già.',
      safe: KEPT,
      action: 'Usa il file più recente del fornitore.',
    },
    'generation-reused': {
      message: 'Due licenze diverse hanno lo stesso numero.',
      safe: KEPT,
      action: 'Chiedi al fornitore di emettere la licenza con un nuovo numero.',
    },
  },
};
