import type { HubErrorWords } from './hub-error-text.ts';

const NOTHING_CHANGED = 'Non è cambiato nulla.';

export const hubErrorWordsIt: HubErrorWords = {
  'signed-out': {
    message: 'Non hai effettuato l’accesso, o è scaduto.',
    safe: NOTHING_CHANGED,
    action: 'Effettua l’accesso e riprova.',
  },
  'sign-in-refused': {
    message: 'Nome e password non corrispondono.',
    safe: 'Nessuno ha effettuato l’accesso.',
    action: 'Controlla entrambi. Se hai dimenticato la password, chiedine una nuova.',
  },
  'too-many-attempts': {
    message: 'Ci sono stati troppi tentativi di accesso.',
    safe: 'Nessuno ha effettuato l’accesso e questo tentativo non è stato verificato.',
    action: 'Aspetta un po’ e riprova.',
  },
  forbidden: {
    message: 'Il tuo ruolo non lo prevede.',
    safe: NOTHING_CHANGED,
    action: 'Chiedilo a un amministratore del fornitore.',
  },
  'foreign-request': {
    message: 'Questa richiesta non veniva dalla pagina dell’hub.',
    safe: NOTHING_CHANGED,
    action: 'Ricarica la pagina e riprova.',
  },
  'not-found': {
    message: 'Qui non c’è niente del genere.',
    safe: NOTHING_CHANGED,
    action: 'Cercalo nell’elenco. Se è di un’altra sede, chiedi a un amministratore.',
  },
  'name-taken': {
    message: 'Qualcuno ha già questo nome.',
    safe: 'Non è stato aggiunto nessun utente.',
    action: 'Scegli un altro nome.',
  },
  'last-admin': {
    message: 'È l’ultimo amministratore che può accedere.',
    safe: NOTHING_CHANGED,
    action: 'Nomina prima un altro amministratore.',
  },
  'password-unfit': {
    message: 'Questa password non si può usare.',
    safe: NOTHING_CHANGED,
    action: 'Scegline una da 12 a 256 caratteri che non sia il nome. Bastano alcune parole.',
  },
  'licence-unfit': {
    message: 'Questa non è una licenza, o non è di questa cassa.',
    safe: 'Non è stato inviato nulla.',
    action: 'Scegli il file emesso per questa cassa.',
  },
  'plan-refuses': {
    message: 'Le regole del contratto non lo permettono così come è stato chiesto.',
    safe: 'Non è stato cambiato né emesso nulla.',
    action: 'Guarda i motivi indicati e completa ciò che manca.',
  },
  'trust-missing': {
    message: 'Questo hub non conosce le chiavi di alcun fornitore e non invia licenze.',
    safe: 'Non è stato inviato nulla.',
    action: 'Avvia l’hub con il suo file di fiducia.',
  },
  'issuer-key-missing': {
    message: 'Al momento questo hub non ha una chiave per emettere licenze.',
    safe: 'Non è stato creato nessun codice.',
    action: 'Crea il codice senza licenza e invia la licenza più tardi.',
  },
  'zone-unknown': {
    message: 'Questo fuso orario non esiste.',
    safe: 'Non è stato creato nessun codice.',
    action: 'Indica il nome completo, per esempio Europe/Madrid.',
  },
  'line-still-bad': {
    message: 'Questa riga non va ancora bene e resta accantonata.',
    safe: 'È conservata e non conta in nessun totale.',
    action:
      'Aggiorna l’hub se non capisce ancora la riga. Altrimenti scopri che cosa l’ha cambiata.',
  },
  'line-forked': {
    message: 'Un’altra riga occupa il posto di questa.',
    safe: 'Questa è arrivata con il ramo biforcato e lì conta.',
    action: 'Guarda i rami del giornale e spiega la biforcazione.',
  },
  'invalid-request': {
    message: 'In questa richiesta manca qualcosa o qualcosa è sbagliato.',
    safe: NOTHING_CHANGED,
    action: 'Controlla i dati inseriti.',
  },
  'body-too-large': {
    message: 'È troppo in una volta sola.',
    safe: NOTHING_CHANGED,
    action: 'Invia meno dati.',
  },
  'unsupported-media-type': {
    message: 'L’hub accetta solo JSON.',
    safe: NOTHING_CHANGED,
    action: 'Invialo come application/json.',
  },
  'page-not-built': {
    message: 'Questo hub è stato installato senza la sua pagina.',
    safe: 'Le casse si collegano e inviano come sempre.',
    action: 'Genera la pagina e riavvia l’hub.',
  },
  overloaded: {
    message: 'L’hub ha troppo da fare in questo momento.',
    safe: NOTHING_CHANGED,
    action: 'Riprova tra un attimo.',
  },
  stopping: {
    message: 'L’hub si sta fermando.',
    safe: NOTHING_CHANGED,
    action: 'Riprova quando sarà di nuovo attivo.',
  },
  internal: {
    message: 'L’hub ha commesso un errore.',
    safe: 'Ciò che le casse hanno inviato è al sicuro. Non è certo che questo sia stato fatto.',
    action: 'Guarda che cosa mostra ora la pagina. Se si ripete, guarda il registro dell’hub.',
  },
};
