import type { SupportErrorWords } from './support-words.ts';

export const supportWordsIt: SupportErrorWords = {
  'ticket-not-found': {
    message: 'Non c’è nessuna richiesta di aiuto con questo numero.',
    safe: 'Non è cambiato nulla.',
    action: 'Guardare l’elenco delle richieste di aiuto.',
  },
  'ticket-ended': {
    message: 'Questa richiesta di aiuto è chiusa.',
    safe: 'Resta com’è, con tutto ciò che è stato detto.',
    action: 'Se serve, chiedere di nuovo aiuto.',
  },
  'no-session': {
    message:
      'Nessuno è collegato a questa cassa da fuori, oppure il tempo per accettare è scaduto.',
    safe: 'Nessuno vede questa cassa.',
    action: 'Se il tecnico serve ancora, deve chiedere di nuovo.',
  },
  'code-not-typed': {
    message: 'Il tecnico non ha ancora digitato il codice giusto.',
    safe: 'Nessuno vede questa cassa.',
    action: 'Leggere al tecnico il codice sullo schermo, poi accettare.',
  },
  'session-not-live': {
    message: 'In questo momento nessun tecnico è collegato.',
    safe: 'Nessuno vede questa cassa.',
    action: 'Non c’è nulla da fare.',
  },
  'session-not-paused': {
    message: 'La vista del tecnico non è in pausa.',
    safe: 'Non è cambiato nulla.',
    action: 'Non c’è nulla da fare.',
  },
  'control-not-possible': {
    message:
      'Il tecnico può vedere questa cassa, ma in questa sessione non può avere il controllo.',
    safe: 'La sessione continua com’era.',
    action: 'Se il tecnico deve fare clic, terminare la sessione; ne chiederà una con lo schermo.',
  },
  'windows-invalid': {
    message: 'Questi orari non si possono concedere.',
    safe: 'Restano validi gli orari concessi prima.',
    action:
      'Concedere al massimo 20 periodi di al massimo 24 ore ciascuno, nessuno nel passato e nessuno oltre 60 giorni.',
  },
  'remote-control-on': {
    message: 'Il tecnico aveva il controllo di questa cassa, perciò non è stato eseguito.',
    safe: 'Non si è mosso denaro. Il controllo gli è stato tolto.',
    action: 'Chi lo vuole davvero lo chieda di nuovo.',
  },
  'control-suspended': {
    message: 'Il tecnico aveva il controllo di questa cassa, perciò il PIN non è stato verificato.',
    safe: 'Il controllo gli è stato tolto. Nessuno è entrato.',
    action: 'Digitare di nuovo il PIN adesso.',
  },
  'pin-needed-again': {
    message: 'Dopo l’accesso un tecnico ha avuto il controllo di questa cassa.',
    safe: 'Non si è mosso denaro.',
    action: 'Accedere di nuovo con il PIN, poi chiederlo ancora.',
  },
};
