import type { ErrorWords } from './error-text.ts';
import { peripheralWordsIt } from './peripheral-words-it.ts';
import { supportWordsIt } from './support-words-it.ts';

const NOTHING_MOVED = 'Nessun denaro è stato mosso e nulla è cambiato.';

export const errorWordsIt: ErrorWords = {
  'not-licensed': {
    message: 'Questa cassa non può iniziare nuove vendite: non ha una licenza valida.',
    safe: 'Nessuna vendita è stata avviata. Una vendita in corso si può concludere, e si può restituire denaro, svuotare e contare.',
    action: 'Chiama il fornitore per la licenza. Fino ad allora, incassa a mano.',
  },
  'sale-in-progress': {
    message: 'La macchina è ancora occupata con un’altra vendita.',
    safe: 'Quella vendita prosegue regolarmente. Non ne è stata avviata una nuova.',
    action: 'Concludi o annulla la vendita aperta, poi riprova.',
  },
  'machine-busy': {
    message: 'La macchina sta erogando denaro.',
    safe: NOTHING_MOVED,
    action: 'Aspetta che abbia finito, poi riprova.',
  },
  'update-beginning': {
    message: 'La cassa sta per riavviarsi con un’altra versione del suo programma.',
    safe: NOTHING_MOVED,
    action: 'Riprova fra un minuto.',
  },
  'no-update-ready': {
    message: 'Non c’è nessun aggiornamento pronto da installare.',
    safe: 'Non è cambiato nulla.',
    action: 'Guarda che cosa aspetta l’aggiornamento: tillwarden update status.',
  },
  'no-update-ordered': {
    message: 'Per questa cassa non è mai stato ordinato un aggiornamento.',
    safe: 'Non è cambiato nulla.',
    action: 'Chiedi al produttore, o a chi si occupa dell’hub, di inviarle una versione.',
  },
  'no-version-to-go-back-to': {
    message: 'La cassa ora non può tornare a un’altra versione.',
    safe: 'Non è cambiato nulla.',
    action:
      'Aspetta che finisca la vendita o l’aggiornamento in corso. Se su questa cassa non c’è una versione precedente, chiedila al produttore.',
  },
  'update-lock-held': {
    message: 'Un altro programma di questa cassa sta trattenendo gli aggiornamenti.',
    safe: 'Non è cambiato nulla, e il blocco finisce da solo.',
    action:
      'Aspetta che finisca, o concludi quello che quel programma sta facendo. Lo stato dell’aggiornamento dice qual è.',
  },
  'update-lock-too-long': {
    message: 'Gli aggiornamenti non si possono trattenere così a lungo.',
    safe: 'Non è cambiato nulla.',
    action: 'Chiedi al massimo quattro ore, e chiedile di nuovo prima che finiscano.',
  },
  'update-lock-used-up': {
    message:
      'Questo programma ha già trattenuto gli aggiornamenti senza pausa per quanto gli è permesso.',
    safe: 'Non è cambiato nulla: il blocco in corso vale fino alla sua fine.',
    action:
      'Rilascialo e chiedilo di nuovo un’ora dopo. Nel frattempo ciò che aspetta viene installato, nella sua finestra.',
  },
  'machine-not-ready': {
    message: 'La macchina al momento non può accettare contanti.',
    safe: NOTHING_MOVED,
    action: 'Controlla che sia accesa e collegata, oppure incassa a mano.',
  },
  'machine-in-use': {
    message:
      'La macchina è occupata da un’altra operazione, per esempio un caricamento o un prelievo.',
    safe: NOTHING_MOVED,
    action: 'Termini l’operazione sulla macchina e riprovi.',
  },
  'amount-not-payable': {
    message: 'Questo importo non si può pagare con le monete che la macchina accetta.',
    safe: NOTHING_MOVED,
    action: 'Arrotonda alla moneta più piccola accettata, oppure incassa a mano.',
  },
  'currency-not-accepted': {
    message: 'La macchina non lavora con questa valuta.',
    safe: NOTHING_MOVED,
    action: 'Invia l’importo nella valuta della macchina.',
  },
  'idempotency-key-reused': {
    message: 'Questa chiave è già stata usata per una vendita con altri dati.',
    safe: 'La prima vendita resta com’era. Non ne è stata avviata una nuova.',
    action:
      'Usa una chiave nuova per ogni vendita, e la stessa solo per ripetere la stessa richiesta.',
  },
  'sale-not-found': {
    message: 'Non c’è nessuna vendita con questo numero.',
    safe: NOTHING_MOVED,
    action: 'Cerca la vendita nell’elenco delle vendite.',
  },
  'sale-already-paid': {
    message: 'Questa vendita è pagata e non si può più annullare.',
    safe: 'Il pagamento è valido e il resto viene erogato come al solito.',
    action: 'Per stornare la vendita, rimborsa il cliente.',
  },
  'sale-not-finished': {
    message: 'Questa vendita non è ancora conclusa.',
    safe: NOTHING_MOVED,
    action: 'Aspetta che sia conclusa, poi confermala.',
  },
  'debt-not-found': {
    message: 'Questo importo non è più in sospeso.',
    safe: 'È saldato oppure non è mai esistito. Adesso non è stato pagato nulla.',
    action: 'Ricontrolla l’elenco degli importi in sospeso.',
  },
  'debt-being-paid': {
    message: 'La macchina sta già pagando questo importo.',
    safe: 'Viene pagato una volta sola.',
    action: 'Aspetta che la macchina abbia finito. Non pagarlo anche a mano.',
  },
  'payout-open': {
    message:
      'La macchina non ha ancora comunicato quanto ha prelevato dal contenitore indicato nei dettagli.',
    safe: 'Non è stato registrato nulla; l’importo in sospeso resta annotato.',
    action:
      'Ricollega l’apparecchio. Se è fuori servizio per sempre, conta ciò che vi resta e inseriscilo con isDeviceGone.',
  },
  'place-not-found': {
    message: 'La macchina non ha nessun contenitore con questo nome.',
    safe: 'Non è stato registrato nulla.',
    action: 'Usa uno dei contenitori dell’elenco delle giacenze.',
  },
  'value-not-held-here': {
    message: 'Questa moneta o banconota non appartiene a questo contenitore.',
    safe: 'Non è stato registrato nulla.',
    action: 'Controlla il contenitore e il valore, poi inserisci di nuovo.',
  },
  'more-than-held': {
    message: 'Secondo il giornale in questo posto non ce ne sono così tante.',
    safe: 'Non è stato registrato nulla.',
    action: 'Conta prima il posto e inserisci il conteggio, poi inserisci il prelievo.',
  },
  'shift-open-already': {
    message: 'C’è già un turno aperto.',
    safe: 'Prosegue com’era.',
    action: 'Chiudilo prima; il suo numero è nei dettagli.',
  },
  'no-shift-open': {
    message: 'Nessun turno è aperto.',
    safe: 'Non è stato chiuso nulla.',
    action: 'Aprine prima uno.',
  },
  'deposit-in-progress': {
    message: 'La macchina sta ancora ricevendo un deposito.',
    safe: 'Il deposito continua senza modifiche. Non è stato avviato nulla di nuovo.',
    action: 'Chiudi il deposito aperto, poi riprova.',
  },
  'deposit-not-found': {
    message: 'Non esiste un deposito con questo numero.',
    safe: NOTHING_MOVED,
    action: 'Cerca il deposito con il numero dato all’inizio.',
  },
  'deposit-not-fixed': {
    message: 'Il deposito accetta ancora denaro e non può essere chiuso.',
    safe: NOTHING_MOVED,
    action: 'Fissa il deposito, attendi che sia fissato, poi chiudilo.',
  },
  'deposit-fixed': {
    message: 'Il deposito è fissato e non accetta altro denaro.',
    safe: 'Quanto inserito è contato e resta registrato.',
    action: 'Chiudi il deposito e iniziane un altro per altro denaro.',
  },
  'deposit-ended': {
    message: 'Il deposito è già stato chiuso.',
    safe: 'Resta com’è stato chiuso; nulla viene pagato due volte.',
    action: 'Leggi il deposito per vedere come è stato chiuso.',
  },
  'deposit-end-not-possible': {
    message: 'Un deposito per questo scopo non può essere chiuso così.',
    safe: NOTHING_MOVED,
    action: 'Usa una chiusura adatta allo scopo con cui è iniziato, oppure restituiscilo.',
  },
  'deposit-too-small': {
    message: 'È stato inserito meno di quanto si vuole trattenere.',
    safe: NOTHING_MOVED,
    action: 'Chiedi al massimo quanto inserito, oppure restituisci il deposito e ricomincia.',
  },
  'not-dispensable': {
    message: 'La macchina non può erogare esattamente questo.',
    safe: NOTHING_MOVED,
    action: 'Chiedi altri pezzi o meno, oppure rifornisci prima la macchina.',
  },
  'nothing-to-move': {
    message: 'Non c’è nulla che possa essere spostato.',
    safe: NOTHING_MOVED,
    action: 'Controlla le giacenze e i fondi iniziali impostati.',
  },
  'cannot-collect': {
    message: 'Questo dispositivo non può spostare denaro in una cassetta da solo.',
    safe: NOTHING_MOVED,
    action: 'Preleva il denaro a mano e registra quanto prelevato.',
  },
  'machine-cannot': {
    message: 'La macchina del contante non ha modo di farlo.',
    safe: NOTHING_MOVED,
    action: 'Fallo alla macchina stessa oppure in altro modo.',
  },
  'operation-not-found': {
    message: 'Non esiste un’operazione con questo numero.',
    safe: NOTHING_MOVED,
    action: 'Cercala nell’elenco delle operazioni.',
  },
  'operation-not-finished': {
    message: 'L’operazione non è ancora terminata.',
    safe: NOTHING_MOVED,
    action: 'Attendi che sia terminata, poi confermala.',
  },
  'cassette-out': {
    message: 'Questa cassetta è già fuori dalla macchina.',
    safe: 'Quanto conteneva è registrato con il numero nei dettagli.',
    action: 'Inserisci prima una cassetta e registrala.',
  },
  'cassette-not-out': {
    message: 'Secondo il giornale, questa cassetta è nella macchina.',
    safe: 'Non è stato registrato nulla.',
    action: 'Registra prima la sua rimozione.',
  },
  'operator-needed': {
    message: 'Per questo serve qualcuno che abbia fatto l’accesso alla cassa.',
    safe: NOTHING_MOVED,
    action: 'Accedi con il tuo PIN, poi riprova.',
  },
  'operator-session-ended': {
    message: 'Il tuo accesso è terminato.',
    safe: NOTHING_MOVED,
    action: 'Accedi con il tuo PIN, poi riprova.',
  },
  'right-missing': {
    message: 'Il tuo ruolo non lo permette.',
    safe: NOTHING_MOVED,
    action:
      'Chiedilo a chi ha un ruolo che lo permette, oppure chiedi il permesso a un amministratore.',
  },
  'sign-in-failed': {
    message: 'Nome e PIN non corrispondono.',
    safe: 'Nessuno ha avuto accesso. Le vendite continuano.',
    action: 'Riprova. Dopo cinque PIN sbagliati bisogna aspettare.',
  },
  'operator-locked': {
    message: 'Dopo troppi PIN sbagliati, per un certo tempo nessuno può accedere con questo nome.',
    safe: 'Nessuno ha avuto accesso. Le vendite continuano.',
    action:
      'Aspetta, oppure chiedi a un amministratore di sbloccarlo. Riavviare la cassa non accorcia l’attesa.',
  },
  'sign-in-limited': {
    message: 'In questo programma di cassa sono stati inseriti troppi PIN sbagliati.',
    safe: 'Nessuno ha avuto accesso. Le vendite continuano.',
    action: 'Aspetta qualche minuto, poi riprova.',
  },
  'operators-unusable': {
    message: 'L’elenco delle persone che lavorano qui non si può leggere.',
    safe: 'Le vendite continuano. Nessuno può accedere finché non è sistemato.',
    action:
      'Fai controllare a un amministratore il file degli operatori di questa cassa; il registro dice che cosa non va.',
  },
  'operator-not-found': {
    message: 'Qui nessuno ha questo nome.',
    safe: 'Non è stato cambiato nulla.',
    action: 'Usa uno dei nomi dell’elenco degli operatori.',
  },
  'operator-exists': {
    message: 'Qualcuno qui ha già questo nome.',
    safe: 'Non è stato cambiato nulla.',
    action: 'Scegline un altro. Un nome disattivato resta occupato, perché il giornale lo conosce.',
  },
  'operators-full': {
    message: 'Nell’elenco ci sono già tante persone quante ne può contenere.',
    safe: 'Non è stato cambiato nulla.',
    action: 'Chiama l’assistenza.',
  },
  'pin-unfit': {
    message: 'Questo PIN è troppo facile da indovinare.',
    safe: 'Il PIN è rimasto com’era.',
    action:
      'Scegli da 4 a 12 cifre che non siano tutte uguali, né una serie come 1234, né uno schema che si ripete, né il nome.',
  },
  'last-admin': {
    message: 'È l’ultimo amministratore che può accedere.',
    safe: 'Non è stato cambiato nulla.',
    action: 'Prima nomina amministratore un’altra persona.',
  },
  unauthorised: {
    message: 'La chiave di accesso manca o è sbagliata.',
    safe: 'Nulla è stato letto o cambiato.',
    action: 'Invia la chiave di un programma registrato come «Authorization: Bearer …».',
  },
  'forbidden-host': {
    message: 'La richiesta era indirizzata a un altro nome di computer.',
    safe: 'Nulla è stato letto o cambiato.',
    action: 'Usa localhost, 127.0.0.1 o [::1] con la porta di questa cassa.',
  },
  'forbidden-origin': {
    message: 'Un altro sito web ha cercato di accedere a questa cassa.',
    safe: 'Nulla è stato letto o cambiato.',
    action: 'Dal browser può farlo solo la pagina della cassa stessa.',
  },
  'not-found': {
    message: 'A questo indirizzo non c’è nulla.',
    safe: 'Nulla è cambiato.',
    action: 'Controlla l’indirizzo. Sono tutti elencati in /v1/openapi.json.',
  },
  'method-not-allowed': {
    message: 'Questo indirizzo non accetta questo tipo di richiesta.',
    safe: 'Nulla è cambiato.',
    action: 'Usa uno dei metodi indicati nell’intestazione Allow.',
  },
  'invalid-request': {
    message: 'La richiesta è incompleta o non corretta.',
    safe: 'Nulla è cambiato.',
    action: 'Correggi ciò che è indicato nei dettagli e inviala di nuovo.',
  },
  'body-too-large': {
    message: 'La richiesta è troppo grande.',
    safe: 'Nulla è cambiato.',
    action: 'Invia solo i campi descritti in /v1/openapi.json.',
  },
  'unsupported-media-type': {
    message: 'La richiesta non è in JSON.',
    safe: 'Nulla è cambiato.',
    action: 'Invia JSON con «Content-Type: application/json».',
  },
  'websocket-expected': {
    message: 'Questo indirizzo è solo per connessioni WebSocket.',
    safe: 'Nulla è cambiato.',
    action: 'Collegati con WebSocket oppure leggi /v1/status.',
  },
  'page-not-built': {
    message: 'La pagina di cassa non è ancora stata compilata.',
    safe: 'La cassa funziona anche senza la pagina.',
    action: 'Compilala con «npm run build:pages», poi riavvia.',
  },
  'machine-occupied': {
    message: 'La macchina è riservata a un altro programma.',
    safe: 'Quello che fa quel programma continua indisturbato. Non è stato avviato nulla.',
    action: 'Attendi che venga liberata, o chiedi di nuovo con un tempo di attesa più lungo.',
  },
  'not-claimed': {
    message: 'Questo programma non ha riservato la macchina.',
    safe: 'Non è stato cambiato nulla.',
    action: "Non c'è nulla da fare: la macchina non è riservata a questo programma.",
  },
  'claim-not-held': {
    message: 'La macchina non è riservata al programma indicato.',
    safe: 'Non è stato cambiato nulla e nessun programma ha perso la macchina.',
    action: 'Guardi chi la tiene ora e decida di nuovo.',
  },
  'changer-disabled': {
    message: 'Il cambiamonete non è abilitato.',
    safe: 'Nessun denaro è stato mosso e nulla è cambiato.',
    action: 'Imposta prima DeviceEnabled.',
  },
  overloaded: {
    message: 'Ci sono troppe richieste in attesa.',
    safe: 'Questa richiesta non è stata eseguita.',
    action: 'Aspetta un secondo e riprova con la stessa chiave.',
  },
  stopping: {
    message: 'Il programma di cassa si sta chiudendo.',
    safe: 'Tutto il denaro inserito è registrato. Questa richiesta non è stata eseguita.',
    action: 'Riprova con la stessa chiave quando il programma è di nuovo attivo.',
  },
  internal: {
    message: 'Qualcosa è andato storto nel programma di cassa.',
    safe: 'Tutto il denaro inserito è registrato.',
    action: 'Prima di tutto controlla lo stato della vendita. Se continua, chiama l’assistenza.',
  },
  ...peripheralWordsIt,
  ...supportWordsIt,
};
