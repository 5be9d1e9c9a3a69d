import type { SupportErrorWords } from './support-words.ts';

export const supportWordsDe: SupportErrorWords = {
  'ticket-not-found': {
    message: 'Eine Hilfeanfrage mit dieser Nummer gibt es nicht.',
    safe: 'Es hat sich nichts geändert.',
    action: 'In der Liste der Hilfeanfragen nachsehen.',
  },
  'ticket-ended': {
    message: 'Diese Hilfeanfrage ist abgeschlossen.',
    safe: 'Sie bleibt so stehen, mit allem, was gesagt wurde.',
    action: 'Bei Bedarf neu um Hilfe bitten.',
  },
  'no-session': {
    message:
      'Niemand ist von außen mit dieser Kasse verbunden, oder die Zeit zum Zustimmen ist abgelaufen.',
    safe: 'Niemand sieht diese Kasse.',
    action: 'Wird der Techniker noch gebraucht, soll er noch einmal anfragen.',
  },
  'code-not-typed': {
    message: 'Der Techniker hat den richtigen Code noch nicht eingegeben.',
    safe: 'Niemand sieht diese Kasse.',
    action: 'Dem Techniker den Code vom Bildschirm vorlesen und dann zustimmen.',
  },
  'session-not-live': {
    message: 'Im Moment ist kein Techniker verbunden.',
    safe: 'Niemand sieht diese Kasse.',
    action: 'Es ist nichts zu tun.',
  },
  'session-not-paused': {
    message: 'Die Ansicht des Technikers ist nicht angehalten.',
    safe: 'Es hat sich nichts geändert.',
    action: 'Es ist nichts zu tun.',
  },
  'control-not-possible': {
    message:
      'Der Techniker kann diese Kasse sehen, aber in dieser Sitzung keine Steuerung bekommen.',
    safe: 'Die Sitzung läuft weiter wie bisher.',
    action:
      'Muss der Techniker klicken, die Sitzung beenden; er soll eine mit Bildschirm anfragen.',
  },
  'windows-invalid': {
    message: 'Diese Zeiten können nicht freigegeben werden.',
    safe: 'Die bisher freigegebenen Zeiten gelten weiter.',
    action:
      'Höchstens 20 Zeiträume von je höchstens 24 Stunden freigeben, keinen in der Vergangenheit und keinen später als in 60 Tagen.',
  },
  'remote-control-on': {
    message: 'Der Techniker hatte die Steuerung dieser Kasse, deshalb wurde das nicht ausgeführt.',
    safe: 'Es wurde kein Geld bewegt. Die Steuerung ist ihm entzogen.',
    action: 'Wer es selbst will, fordert es noch einmal an.',
  },
  'control-suspended': {
    message: 'Der Techniker hatte die Steuerung dieser Kasse, deshalb wurde die PIN nicht geprüft.',
    safe: 'Die Steuerung ist ihm entzogen. Niemand wurde angemeldet.',
    action: 'Die PIN jetzt noch einmal eingeben.',
  },
  'pin-needed-again': {
    message: 'Seit der Anmeldung hatte ein Techniker die Steuerung dieser Kasse.',
    safe: 'Es wurde kein Geld bewegt.',
    action: 'Mit der PIN neu anmelden und dann noch einmal anfordern.',
  },
};
