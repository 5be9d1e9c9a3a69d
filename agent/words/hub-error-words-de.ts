import type { HubErrorWords } from './hub-error-text.ts';

const NOTHING_CHANGED = 'Es hat sich nichts geändert.';

export const hubErrorWordsDe: HubErrorWords = {
  'signed-out': {
    message: 'Sie sind nicht oder nicht mehr angemeldet.',
    safe: NOTHING_CHANGED,
    action: 'Melden Sie sich an und versuchen Sie es noch einmal.',
  },
  'sign-in-refused': {
    message: 'Name und Passwort passen nicht zusammen.',
    safe: 'Niemand wurde angemeldet.',
    action:
      'Prüfen Sie beides. Wenn Sie das Passwort vergessen haben, bitten Sie einen Administrator um ein neues.',
  },
  'too-many-attempts': {
    message: 'Es gab zu viele Versuche, sich anzumelden.',
    safe: 'Niemand wurde angemeldet, und dieser Versuch wurde nicht geprüft.',
    action: 'Warten Sie eine Weile und versuchen Sie es dann noch einmal.',
  },
  forbidden: {
    message: 'Ihre Rolle umfasst das nicht.',
    safe: NOTHING_CHANGED,
    action: 'Bitten Sie einen Administrator des Anbieters darum.',
  },
  'foreign-request': {
    message: 'Diese Anfrage kam nicht von der Seite des Hubs.',
    safe: NOTHING_CHANGED,
    action: 'Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  },
  'not-found': {
    message: 'So etwas gibt es hier nicht.',
    safe: NOTHING_CHANGED,
    action:
      'Suchen Sie es in der Liste. Gehört es zu einem anderen Standort, fragen Sie einen Administrator.',
  },
  'name-taken': {
    message: 'Diesen Namen hat schon jemand.',
    safe: 'Es wurde kein Benutzer angelegt.',
    action: 'Wählen Sie einen anderen Namen.',
  },
  'last-admin': {
    message: 'Das ist der letzte Administrator, der sich anmelden kann.',
    safe: NOTHING_CHANGED,
    action: 'Machen Sie zuerst jemand anderen zum Administrator.',
  },
  'password-unfit': {
    message: 'Dieses Passwort kann nicht verwendet werden.',
    safe: NOTHING_CHANGED,
    action:
      'Wählen Sie eines mit 12 bis 256 Zeichen, das nicht der Name ist. Ein paar Wörter genügen.',
  },
  'plan-unfit': {
    message: 'Das ist kein Vertragsplan, den diese Kassen annehmen.',
    safe: 'Es wurde nichts gesendet und nichts behalten.',
    action: 'Lassen Sie den Plan vom Hersteller signieren, unter einer eigenen Version.',
  },
  'licence-unfit': {
    message: 'Das ist keine Lizenz oder keine für diese Kasse.',
    safe: 'Es wurde nichts gesendet.',
    action: 'Wählen Sie die Datei, die für diese Kasse ausgestellt wurde.',
  },
  'plan-refuses': {
    message: 'Die Regeln des Vertrags lassen das so nicht zu.',
    safe: 'Es wurde nichts geändert oder ausgestellt.',
    action: 'Sehen Sie die genannten Gründe an und ergänzen Sie, was fehlt.',
  },
  'trust-missing': {
    message: 'Dieser Hub kennt keine Schlüssel eines Anbieters und sendet keine Lizenzen.',
    safe: 'Es wurde nichts gesendet.',
    action: 'Starten Sie den Hub mit seiner Vertrauensdatei.',
  },
  'issuer-key-missing': {
    message: 'Dieser Hub hat zurzeit keinen Schlüssel, um Lizenzen auszustellen.',
    safe: 'Es wurde kein Code erstellt.',
    action: 'Erstellen Sie den Code ohne Lizenz und senden Sie die Lizenz später.',
  },
  'zone-unknown': {
    message: 'Diese Zeitzone gibt es nicht.',
    safe: 'Es wurde kein Code erstellt.',
    action: 'Geben Sie ihren ganzen Namen an, zum Beispiel Europe/Madrid.',
  },
  'line-still-bad': {
    message: 'Diese Zeile ist noch immer nicht in Ordnung und bleibt beiseitegelegt.',
    safe: 'Sie bleibt erhalten und zählt in keiner Summe.',
    action:
      'Aktualisieren Sie den Hub, falls er die Zeile noch nicht versteht. Klären Sie sonst, was die Zeile verändert hat.',
  },
  'line-forked': {
    message: 'Den Platz dieser Zeile hat eine andere.',
    safe: 'Sie selbst kam im abgezweigten Zweig an und zählt dort.',
    action: 'Sehen Sie sich die Zweige des Journals an und erklären Sie die Gabelung.',
  },
  'invalid-request': {
    message: 'In dieser Anfrage fehlt etwas oder ist etwas falsch.',
    safe: NOTHING_CHANGED,
    action: 'Prüfen Sie die Eingaben.',
  },
  'body-too-large': {
    message: 'Das ist zu viel auf einmal.',
    safe: NOTHING_CHANGED,
    action: 'Senden Sie weniger.',
  },
  'unsupported-media-type': {
    message: 'Der Hub nimmt nur JSON an.',
    safe: NOTHING_CHANGED,
    action: 'Senden Sie es als application/json.',
  },
  'page-not-built': {
    message: 'Dieser Hub wurde ohne seine Seite installiert.',
    safe: 'Kassen verbinden sich und senden wie gewohnt.',
    action: 'Bauen Sie die Seite und starten Sie den Hub neu.',
  },
  overloaded: {
    message: 'Der Hub hat gerade zu viel zu tun.',
    safe: NOTHING_CHANGED,
    action: 'Versuchen Sie es gleich noch einmal.',
  },
  stopping: {
    message: 'Der Hub wird beendet.',
    safe: NOTHING_CHANGED,
    action: 'Versuchen Sie es noch einmal, sobald er wieder da ist.',
  },
  internal: {
    message: 'Der Hub hat einen Fehler gemacht.',
    safe: 'Was die Kassen gesendet haben, ist sicher. Ob dies ausgeführt wurde, ist ungewiss.',
    action:
      'Sehen Sie nach, was die Seite jetzt zeigt. Geschieht es wieder, sehen Sie in das Protokoll des Hubs.',
  },
  'balance-short': {
    message: 'Das Guthaben reicht nicht.',
    safe: 'Es wurde nichts davon genommen.',
    action: 'Bestellen Sie ein Paket oder laden Sie auf, dann versuchen Sie es noch einmal.',
  },
  'id-taken': {
    message: 'Unter dieser Nummer wurde schon etwas anderes geschickt.',
    safe: 'Was zuerst geschickt wurde, bleibt, wie es war; dies hier wurde nicht getan.',
    action:
      'Sehen Sie nach, was jetzt da steht. Wird dies noch gebraucht, beginnen Sie es neu: Dann hat es eine eigene Nummer.',
  },
  'ticket-settled': {
    message: 'Dieses Ticket ist schon abgerechnet.',
    safe: 'Was abgerechnet wurde, bleibt, wie es war.',
    action: 'Nehmen Sie die Abrechnung erst zurück, wenn sie falsch war.',
  },
  'ticket-unknown': {
    message: 'Für dieses Ticket ist nichts vorgemerkt oder abgerechnet.',
    safe: 'Das Guthaben ist, wie es war.',
    action: 'Suchen Sie die Nummer des Tickets im Kontoauszug.',
  },
  'lease-ended': {
    message: 'Diese Freigabe ist beendet.',
    safe: 'Das Guthaben ist, wie es war.',
    action: 'Suchen Sie in der Liste der Freigaben eine, die offen ist.',
  },
  'contract-missing': {
    message: 'Kein laufender Vertrag spricht von diesem Guthaben.',
    safe: 'Es wurde nichts gutgeschrieben oder berechnet.',
    action: 'Tragen Sie zuerst den Vertrag des Kunden mit seinen Kassen ein.',
  },
  'contract-ambiguous': {
    message: 'Mehrere Verträge sprechen von diesem Guthaben.',
    safe: 'Es wurde nichts gutgeschrieben oder berechnet.',
    action: 'Geben Sie an, für welchen Vertrag es ist.',
  },
  'pack-unknown': {
    message: 'Der Tarif dieses Kunden hat kein solches Paket.',
    safe: 'Es wurde nichts gutgeschrieben oder berechnet.',
    action: 'Wählen Sie eines der Pakete des Tarifs.',
  },
  'date-ahead': {
    message: 'Dieser Tag oder diese Laufzeit hat noch nicht begonnen.',
    safe: 'Es wurde nichts gutgeschrieben oder berechnet.',
    action: 'Wählen Sie einen Tag bis heute, oder warten Sie auf die Laufzeit.',
  },
  'lease-key-missing': {
    message: 'Dieser Hub hat zurzeit keinen Schlüssel, um Freigaben zu unterschreiben.',
    safe: 'Es wurde nichts vom Guthaben genommen und nichts geschickt.',
    action: 'Starten Sie den Hub mit einem gültigen Schlüssel des Ausstellers.',
  },
  'station-revoked': {
    message: 'Diese Kasse ist gesperrt und bekommt nichts mehr geschickt.',
    safe: 'Es wurde nichts vom Guthaben genommen und nichts geschickt.',
    action: 'Geben Sie der Kasse erst einen neuen Schlüssel, oder schreiben Sie die Freigabe ab.',
  },
  'nothing-to-export': {
    message: 'Aus diesem Zeitraum ist schon alles ausgegeben.',
    safe: 'Frühere Ausgaben sind, wie sie waren.',
    action: 'Holen Sie eine frühere Ausgabe über ihre Nummer.',
  },
  'book-unfit': {
    message: 'Das passt nicht zu den Büchern.',
    safe: NOTHING_CHANGED,
    action: 'Sehen Sie nach, was an welchem Feld nicht stimmt, und ändern Sie es.',
  },
  'case-decided': {
    message: 'Über diesen Fall ist entschieden.',
    safe: 'Die Entscheidung und ihr Grund bleiben, wie sie waren.',
    action: 'Eröffnen Sie einen neuen Fall.',
  },
  'rollout-unfit': {
    message: 'Das geht bei dieser Verteilung nicht.',
    safe: 'Keine Kasse bekommt deswegen einen anderen Auftrag.',
    action:
      'Sehen Sie nach dem Grund: wer sie geschrieben hat, kann sie nicht freigeben, und eine zurückgezogene Version geht nicht mehr hinaus.',
  },
  'ticket-ended': {
    message: 'Diese Anfrage ist abgeschlossen.',
    safe: 'Was dafür gebucht wurde, bleibt, wie es war.',
    action: 'Öffnen Sie eine neue, wenn noch etwas zu tun ist.',
  },
  'no-till': {
    message: 'Niemand an einer Kasse hat darum gebeten.',
    safe: 'An keine Kasse wurde etwas gesendet.',
    action: 'Öffnen Sie die Sitzung aus einer Anfrage, die von einer Kasse kam.',
  },
  'till-offline': {
    message: 'Die Kasse ist nicht verbunden.',
    safe: 'Ihr wurde nichts gesendet, und niemand dort wurde gefragt.',
    action: 'Rufen Sie im Laden an: das Netz fehlt oder die Kasse ist aus.',
  },
  'second-session': {
    message: 'Ein anderer Techniker ist an dieser Kasse oder hat darum gebeten.',
    safe: 'Dessen Sitzung läuft weiter, und an der Kasse wurde nicht noch einmal gefragt.',
    action: 'Warten Sie, bis sie vorbei ist, oder sprechen Sie sich ab.',
  },
  'contract-refuses': {
    message: 'Der Vertrag deckt jetzt keine Sitzung.',
    safe: 'An der Kasse wurde niemand gefragt, und nichts wird berechnet.',
    action: 'Sehen Sie sich die Entscheidung an: sie sagt, wann, oder was vorher nötig ist.',
  },
  'session-open': {
    message: 'Eine Sitzung an der Kasse zu dieser Anfrage ist nicht vorbei.',
    safe: 'Es wurde nichts gebucht.',
    action: 'Beenden Sie zuerst die Sitzung: ihre Dauer wird mit abgerechnet.',
  },
  'session-over': {
    message: 'Diese Sitzung ist vorbei.',
    safe: 'Die Kasse sendet nichts mehr.',
    action: 'Bitten Sie um eine neue, wenn noch etwas zu tun ist.',
  },
  'work-open': {
    message: 'Diese Anfrage gehört zu einem Arbeitsauftrag.',
    safe: 'Es wurde nichts gebucht.',
    action: 'Schließen Sie den Arbeitsauftrag als erledigt ab: Die Anfrage wird damit gelöst.',
  },
  'work-ended': {
    message: 'Dieser Arbeitsauftrag ist abgeschlossen.',
    safe: 'Es wurde nichts geändert.',
    action: 'Legen Sie einen neuen an, wenn noch etwas zu tun ist.',
  },
  'work-begun': {
    message: 'An diesem Auftrag wurde schon gearbeitet.',
    safe: 'Es wurde nichts abgesagt, und die Zeit bleibt.',
    action: 'Schließen Sie ihn als erledigt ab, damit die Zeit wie vereinbart abgerechnet wird.',
  },
  'checklist-open': {
    message: 'Auf der Prüfliste ist noch etwas offen.',
    safe: 'Der Auftrag bleibt offen, und es wurde nichts gebucht.',
    action: 'Erledigen Sie den Rest, haken Sie ihn ab und schließen Sie dann den Auftrag ab.',
  },
  'checklist-order': {
    message: 'Diese Liste wird der Reihe nach erledigt.',
    safe: 'Es wurde nichts abgehakt.',
    action: 'Erledigen Sie zuerst, was darüber steht; ein Update beginnt mit der Sicherung.',
  },
  'slot-taken': {
    message: 'Diese Zeit ist nicht frei.',
    safe: 'An keinem Termin wurde etwas geändert.',
    action: 'Wählen Sie eine andere freie Zeit.',
  },
  'slot-past': {
    message: 'Diese Zeit ist vorbei.',
    safe: 'Es wurde nichts geplant.',
    action: 'Wählen Sie eine Zeit, die noch kommt.',
  },
  'too-soon': {
    message: 'Der Vertrag verlangt mehr Zeit zwischen Anfrage und Termin.',
    safe: 'Es wurde nichts geplant, und die Zeit ist noch frei.',
    action: 'Wählen Sie eine spätere Zeit; die erste mögliche steht in den Einzelheiten.',
  },
  'technician-busy': {
    message: 'Der Techniker hat zu dieser Zeit etwas anderes.',
    safe: 'Es wurde nichts geändert.',
    action: 'Wählen Sie eine andere Zeit oder einen anderen Techniker.',
  },
  'planned-already': {
    message: 'Diese Anfrage hat schon einen Termin.',
    safe: 'Sie behält ihn.',
    action: 'Geben Sie ihn zuerst frei, wenn sie einen anderen bekommen soll.',
  },
  'vault-key-missing': {
    message: 'Dieser Hub hat keinen Schlüssel für seinen Tresor.',
    safe: 'Es wurde nichts geschrieben oder gelesen.',
    action:
      'Erzeugen Sie einen mit tillwarden hub vault init und starten Sie den Hub mit --vault-key.',
  },
  'vault-key-wrong': {
    message: 'Der Schlüssel des Tresors ist nicht der, mit dem dies versiegelt wurde.',
    safe: 'Es bleibt versiegelt; nichts wurde gelesen oder geändert.',
    action:
      'Starten Sie den Hub mit der richtigen Schlüsseldatei oder spielen Sie deren Sicherung ein.',
  },
  'vault-changed': {
    message: 'Diesen Eintrag hat inzwischen jemand geändert.',
    safe: 'Es wurde nichts geschrieben und nichts gelöscht.',
    action: 'Sehen Sie nach, was jetzt da ist, und entscheiden Sie dann neu.',
  },
  'webhook-unfit': {
    message: 'An diese Adresse sendet der Hub nicht.',
    safe: 'Es wurde nichts geändert.',
    action:
      'Geben Sie eine https-Adresse außerhalb privater Netze an, oder lassen Sie den Hub mit --webhook-allow starten.',
  },
  'notice-undecided': {
    message: 'Kein Vertrag hat entschieden, dass dies etwas beendet.',
    safe: 'Der Vertrag ist, wie er war.',
    action: 'Sehen Sie am Ticket nach, was entschieden wurde und ob der Kunde bekannt ist.',
  },
};
