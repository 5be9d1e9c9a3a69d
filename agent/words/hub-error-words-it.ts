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
  'plan-unfit': {
    message: 'Questo non è un piano di contratto che queste casse accettano.',
    safe: 'Non è stato inviato né conservato nulla.',
    action: 'Fai firmare il piano al produttore, con una versione propria.',
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
  'balance-short': {
    message: 'Il saldo non basta.',
    safe: 'Non ne è stato preso nulla.',
    action: 'Ordina un pacchetto o ricarica il saldo, poi riprova.',
  },
  'id-taken': {
    message: 'Con questo numero è già stato inviato altro.',
    safe: 'Quanto inviato per primo resta com’era, e questo non è stato fatto.',
    action:
      'Guarda che cosa c’è ora. Se questo serve ancora, ricomincialo: avrà un numero proprio.',
  },
  'ticket-settled': {
    message: 'Questo ticket è già saldato.',
    safe: 'Quanto saldato resta com’era.',
    action: 'Se era un errore, restituisci prima quanto saldato.',
  },
  'ticket-unknown': {
    message: 'Per questo ticket non c’è nulla di riservato o saldato.',
    safe: 'Il saldo è com’era.',
    action: 'Cerca il numero del ticket nell’estratto conto.',
  },
  'lease-ended': {
    message: 'Questa riserva è terminata.',
    safe: 'Il saldo è com’era.',
    action: 'Cerca nell’elenco delle riserve una che sia aperta.',
  },
  'contract-missing': {
    message: 'Nessun contratto in vigore parla di questo saldo.',
    safe: 'Nulla è stato accreditato o addebitato.',
    action: 'Inserisci prima il contratto del cliente, con le sue casse.',
  },
  'contract-ambiguous': {
    message: 'Più contratti parlano di questo saldo.',
    safe: 'Nulla è stato accreditato o addebitato.',
    action: 'Indica per quale contratto è.',
  },
  'pack-unknown': {
    message: 'Il piano di questo cliente non ha un pacchetto simile.',
    safe: 'Nulla è stato accreditato o addebitato.',
    action: 'Scegli uno dei pacchetti del piano.',
  },
  'date-ahead': {
    message: 'Quel giorno o quel periodo non è ancora cominciato.',
    safe: 'Nulla è stato accreditato o addebitato.',
    action: 'Scegli un giorno non successivo a oggi, o attendi il periodo.',
  },
  'lease-key-missing': {
    message: 'Questo hub al momento non ha una chiave per firmare riserve.',
    safe: 'Nulla è stato preso dal saldo né inviato.',
    action: 'Avvia l’hub con una chiave di emittente valida.',
  },
  'station-revoked': {
    message: 'Questa cassa è revocata e non le viene più inviato nulla.',
    safe: 'Nulla è stato preso dal saldo né inviato.',
    action: 'Dai prima alla cassa una chiave nuova, o dai per persa la riserva.',
  },
  'nothing-to-export': {
    message: 'Di questo periodo è già stato esportato tutto.',
    safe: 'Le esportazioni precedenti sono com’erano.',
    action: 'Richiedi un’esportazione precedente con il suo numero.',
  },
  'book-unfit': {
    message: 'Questo non si accorda con i registri.',
    safe: NOTHING_CHANGED,
    action: 'Guarda quale campo non è corretto e cambialo.',
  },
  'case-decided': {
    message: 'Questo caso è già stato deciso.',
    safe: 'La decisione e il suo motivo restano com’erano.',
    action: 'Apri un altro caso.',
  },
  'rollout-unfit': {
    message: 'Questo non si può fare con questa distribuzione.',
    safe: 'Nessuna cassa riceve un altro ordine per questo.',
    action:
      'Guarda il motivo: chi l’ha scritta non può approvarla, e una versione ritirata non esce più.',
  },
  'ticket-ended': {
    message: 'Questa richiesta è chiusa.',
    safe: 'Quanto è stato registrato resta com’era.',
    action: 'Ne apra un’altra se c’è ancora da fare.',
  },
  'no-till': {
    message: 'Nessuno da una cassa lo ha chiesto.',
    safe: 'Non è stato inviato nulla a nessuna cassa.',
    action: 'Apra la sessione da una richiesta arrivata da una cassa.',
  },
  'till-offline': {
    message: 'La cassa non è collegata.',
    safe: 'Non le è stato inviato nulla e a nessuno è stato chiesto.',
    action: 'Chiami il negozio: manca la rete o la cassa è spenta.',
  },
  'second-session': {
    message: 'Un altro tecnico è a questa cassa o l’ha chiesta.',
    safe: 'La sua sessione continua e alla cassa non è stato chiesto di nuovo.',
    action: 'Aspetti che finisca, o si metta d’accordo.',
  },
  'contract-refuses': {
    message: 'Il contratto ora non copre una sessione.',
    safe: 'Alla cassa non è stato chiesto a nessuno e non si addebita nulla.',
    action: 'Guardi la decisione: dice quando, o che cosa serve prima.',
  },
  'session-open': {
    message: 'Una sessione alla cassa per questa richiesta non è finita.',
    safe: 'Non è stato registrato nulla.',
    action: 'Chiuda prima la sessione: la sua durata si addebita con il resto.',
  },
  'session-over': {
    message: 'Questa sessione è finita.',
    safe: 'La cassa non invia più nulla.',
    action: 'Ne chieda un’altra se c’è ancora da fare.',
  },
  'work-open': {
    message: 'Questa richiesta è quella di un ordine di lavoro.',
    safe: 'Non è stato addebitato nulla.',
    action: 'Chiuda l’ordine di lavoro come fatto: la richiesta si risolve con esso.',
  },
  'work-ended': {
    message: 'Questo ordine di lavoro è chiuso.',
    safe: 'Non è stato cambiato nulla.',
    action: 'Crei un altro ordine di lavoro se resta da fare.',
  },
  'work-begun': {
    message: 'Su questo ordine si è già lavorato.',
    safe: 'Non è stato annullato nulla e il tempo resta.',
    action: 'Lo chiuda come fatto, così il tempo è addebitato come concordato.',
  },
  'checklist-open': {
    message: 'Nella lista resta qualcosa da fare.',
    safe: 'L’ordine resta aperto e non è stato addebitato nulla.',
    action: 'Faccia ciò che manca, lo spunti e poi chiuda l’ordine.',
  },
  'checklist-order': {
    message: 'Questa lista si fa nel suo ordine.',
    safe: 'Non è stato spuntato nulla.',
    action: 'Faccia prima ciò che sta sopra; un aggiornamento comincia con la copia di sicurezza.',
  },
  'slot-taken': {
    message: 'Quest’ora non è libera.',
    safe: 'Nessun appuntamento è cambiato.',
    action: 'Scelga un’altra delle ore libere.',
  },
  'slot-past': {
    message: 'Quest’ora è passata.',
    safe: 'Non è stato pianificato nulla.',
    action: 'Scelga un’ora che deve ancora venire.',
  },
  'too-soon': {
    message: 'Il contratto vuole più tempo tra la richiesta e l’appuntamento.',
    safe: 'Non è stato pianificato nulla e l’ora è ancora libera.',
    action: 'Scelga un’ora più tarda; la prima possibile è nei dettagli.',
  },
  'technician-busy': {
    message: 'Il tecnico ha altro a quell’ora.',
    safe: 'Non è stato cambiato nulla.',
    action: 'Scelga un’altra ora o un altro tecnico.',
  },
  'planned-already': {
    message: 'Questa richiesta ha già un appuntamento.',
    safe: 'Lo conserva.',
    action: 'Lo liberi prima se deve averne un altro.',
  },
  'vault-key-missing': {
    message: 'Questo hub non ha una chiave per la sua cassaforte.',
    safe: 'Non è stato scritto né letto nulla.',
    action: 'Ne crei una con tillwarden hub vault init e avvii l’hub con --vault-key.',
  },
  'vault-key-wrong': {
    message: 'La chiave della cassaforte non è quella con cui questo è stato sigillato.',
    safe: 'Resta sigillato; nulla è stato letto o cambiato.',
    action: 'Avvii l’hub con il file di chiave giusto o ripristini la sua copia.',
  },
  'vault-changed': {
    message: 'Nel frattempo qualcuno ha modificato questa voce.',
    safe: 'Non è stato scritto né eliminato nulla.',
    action: 'Guardi che cosa c’è ora e poi decida di nuovo.',
  },
  'webhook-unfit': {
    message: 'L’hub non invia a questo indirizzo.',
    safe: 'Non è cambiato nulla.',
    action:
      'Indichi un indirizzo https fuori dalle reti private, o faccia avviare l’hub con --webhook-allow.',
  },
  'notice-undecided': {
    message: 'Nessun contratto ha deciso che questo ponga fine a qualcosa.',
    safe: 'Il contratto è com’era.',
    action: 'Guardi sul ticket che cosa è stato deciso e se il cliente è noto.',
  },
};
