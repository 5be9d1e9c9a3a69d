import type { MailPageWords } from './mail-page-text.ts';

export const mailPageWordsDe: MailPageWords = {
  nav: { mail: 'E-Mail', webhooks: 'Webhooks' },
  no: 'Abbrechen',
  newest: 'Neueste',
  older: 'Ältere',
  nextTry: (time) => `Nächster Versuch ${time}`,
  tries: (count) => (count === '1' ? '1 Versuch' : `${count} Versuche`),
  mail: {
    which: 'Welche',
    sides: { out: 'Ausgehende', in: 'Eingegangene' },
    from: (address) =>
      `Der Hub schreibt als ${address}. Was wartet oder zurückgelegt ist, steht oben.`,
    reads:
      'Eine Antwort kommt zu ihrer Anfrage, alles andere eröffnet eine. Es zählt, wann sie eingegangen ist.',
    unset: {
      title: 'E-Mail ist an diesem Hub nicht eingerichtet',
      text: 'Er sendet nichts und liest kein Postfach. Schreiben Sie die Mailserver in eine Datei, wie docs/mail.md es zeigt. Prüfen Sie sie mit „tillwarden hub mail check --mail DATEI“ und starten Sie den Hub mit „--mail DATEI“.',
    },
    unread: {
      title: 'Dieser Hub liest kein Postfach',
      text: 'Was Kunden schreiben, kommt hier nicht an. Ergänzen Sie „imap“ in der Mail-Datei, wie docs/mail.md es zeigt, und starten Sie den Hub neu.',
    },
    noneOut: {
      title: 'Es gibt keine ausgehenden E-Mails.',
      text: 'Kunden wird geschrieben, wenn eine Anfrage eröffnet, beantwortet oder gelöst wird, wenn von einem Guthaben wenig übrig ist und wenn über eine Kündigung entschieden ist.',
    },
    noneIn: {
      title: 'Es ist keine E-Mail eingegangen.',
      text: 'Was in das Postfach kommt, erscheint hier.',
    },
    noneOlder: { title: 'Es gibt keine älteren.', text: 'Gehen Sie zurück zu den neuesten.' },
    to: 'An',
    sender: 'Von',
    state: 'Stand',
    effect: 'Was daraus wurde',
    request: 'Anfrage',
    queued: 'Geschrieben',
    received: 'Eingegangen',
    noSubject: '(kein Betreff)',
    noSender: '(kein Absender)',
    states: { waiting: 'Wartet', sent: 'Gesendet', 'set-aside': 'Zurückgelegt' },
    failures: {
      address: 'Der Mailserver lehnt die Adresse ab.',
      mail: 'Der Mailserver lehnt diese E-Mail ab.',
      'sign-in': 'Der Mailserver lehnt Benutzer und Passwort des Hubs ab.',
      encryption: 'Der Mailserver bietet keine verschlüsselte Verbindung.',
      unreachable: 'Der Mailserver ist nicht zu erreichen, oder sein Zertifikat gilt nicht.',
      other: 'Der Mailserver hat sie nicht angenommen.',
    },
    effects: {
      opened: 'Hat eine Anfrage eröffnet',
      added: 'Kam zu ihrer Anfrage',
      ignored: 'Nicht beachtet',
      repeated: 'War schon da',
    },
    ignored: {
      unreadable: 'Sie ist nicht lesbar.',
      'no-sender': 'Sie hat keinen Absender.',
      'own-address': 'Sie ist vom Hub selbst.',
      automatic: 'Ein Programm hat sie geschrieben.',
      'too-many': 'Von dieser Adresse kamen in einer Stunde zu viele.',
    },
    again: 'Noch einmal senden',
    queuedAgain: {
      title: 'Die E-Mail wartet darauf, noch einmal gesendet zu werden.',
      text: 'Die Liste zeigt, was daraus wird.',
    },
  },
  notice: {
    button: 'Ist eine Kündigung',
    whose: 'Wessen ist sie?',
    title: 'Ist diese E-Mail eine Kündigung?',
    text: (received) =>
      `Nach dem Vertrag wird entschieden, zum Zeitpunkt des Eingangs: ${received}. Der Kunde erfährt es. Der Vertrag endet erst, wenn jemand es an der Anfrage bestätigt.`,
    yes: 'Ja, eine Kündigung',
    customer: 'Wessen Kündigung es ist; die Adresse sagt es nicht',
    choose: 'Kunden wählen',
    noCustomers: {
      title: 'In den Büchern steht kein Kunde.',
      text: 'Tragen Sie zuerst bei den Beteiligten ein, wessen Kündigung es ist.',
    },
    marked: (number) => ({
      title: 'Sie gilt als Kündigung.',
      text: `An der Anfrage ${number} steht, was der Vertrag daraus macht, und dort wird sie bestätigt.`,
    }),
  },
  webhooks: {
    text: 'Programme außerhalb, denen der Hub meldet, was geschieht.',
    none: {
      title: 'Keinem Programm wird etwas gemeldet.',
      text: 'Fügen Sie die Adresse eines Programms hinzu, das von Anfragen, Guthaben oder Fernsitzungen erfahren soll.',
    },
    noKey: {
      title: 'Dieser Hub hat keinen Schlüssel für seinen Tresor',
      text: 'Mit ihm werden die Geheimnisse der Webhooks versiegelt: Ohne ihn lässt sich keiner anlegen, und niemandem wird etwas gemeldet. Erzeugen Sie einen mit „tillwarden hub vault init --vault-key DATEI“ und starten Sie den Hub mit „--vault-key DATEI“.',
    },
    add: 'Webhook hinzufügen',
    addText:
      'Der Hub sendet an die Adresse, sobald eines davon geschieht, bis das Programm es annimmt.',
    url: 'Adresse',
    urlHint: 'Beginnt mit https:// und liegt außerhalb privater Netze.',
    toldOf: 'Gemeldet wird',
    kinds: {
      'ticket-opened': 'Anfrage eröffnet',
      'ticket-answered': 'Anfrage beantwortet',
      'ticket-resolved': 'Anfrage gelöst',
      'balance-low': 'Wenig Guthaben übrig',
      'remote-started': 'Fernsitzung begonnen',
      'remote-ended': 'Fernsitzung beendet',
    },
    address: 'Adresse',
    newest: 'Neueste Meldung',
    addedBy: (name, time) => `Angelegt von ${name}, ${time}`,
    neverTold: 'Noch nichts',
    secret: {
      title: 'Das Geheimnis des neuen Webhooks',
      text: 'Es wird nur jetzt gezeigt. Tragen Sie es im Programm ein: Daran erkennt es, dass eine Meldung von diesem Hub ist.',
      copy: 'Kopieren',
      copied: 'Kopiert',
      notCopied:
        'Der Browser erlaubt das Kopieren nicht. Markieren Sie das Geheimnis und kopieren Sie es selbst.',
      done: 'Ich habe es',
    },
    remove: 'Löschen',
    removeTitle: 'Diesen Webhook löschen?',
    removeText: (url) =>
      `${url} wird nichts mehr gemeldet, und was unterwegs war, fällt weg. Das Geheimnis ist dann wertlos.`,
    removed: {
      title: 'Der Webhook ist gelöscht.',
      text: 'Seinem Programm wird nichts mehr gemeldet.',
    },
    back: 'Alle Webhooks',
    deliveries: 'Meldungen',
    noDeliveries: {
      title: 'Es wurde noch nichts gemeldet.',
      text: 'Was ab jetzt geschieht und gemeldet werden soll, erscheint hier.',
    },
    happened: 'Geschehen',
    what: 'Was',
    state: 'Stand',
    attempts: 'Versuche',
    states: { waiting: 'Wartet', delivered: 'Angenommen', 'given-up': 'Aufgegeben' },
    answered: (status) => `Das Programm hat mit ${status} geantwortet.`,
    failures: {
      inside: 'Die Adresse liegt in einem privaten Netz, dorthin sendet der Hub nicht.',
      unreachable: 'Das Programm ist nicht zu erreichen.',
      timeout: 'Das Programm hat nicht rechtzeitig geantwortet.',
      certificate: 'Das Zertifikat des Programms gilt nicht.',
      other: 'Die Verbindung ist abgebrochen.',
    },
  },
};
