import type { ErrorWords } from './error-text.ts';
import { peripheralWordsDe } from './peripheral-words-de.ts';
import { supportWordsDe } from './support-words-de.ts';

const NOTHING_MOVED = 'Es wurde kein Geld bewegt und nichts geändert.';

export const errorWordsDe: ErrorWords = {
  'not-licensed': {
    message: 'Diese Kasse darf keine neuen Verkäufe beginnen: Es fehlt eine gültige Lizenz.',
    safe: 'Es wurde kein neuer Verkauf begonnen. Ein laufender Verkauf wird beendet; Geld zurückgeben, leeren und zählen geht weiterhin.',
    action: 'Den Anbieter wegen der Lizenz anrufen. Bis dahin von Hand kassieren.',
  },
  'sale-in-progress': {
    message: 'Der Automat ist noch mit einem anderen Verkauf beschäftigt.',
    safe: 'Dieser Verkauf läuft ungestört weiter. Es wurde kein neuer begonnen.',
    action: 'Den offenen Verkauf abschließen oder abbrechen, dann erneut versuchen.',
  },
  'machine-busy': {
    message: 'Der Automat zahlt gerade Geld aus.',
    safe: NOTHING_MOVED,
    action: 'Warten, bis er fertig ist, dann erneut versuchen.',
  },
  'update-beginning': {
    message: 'Die Kasse startet gleich mit einer anderen Version ihres Programms neu.',
    safe: NOTHING_MOVED,
    action: 'In einer Minute erneut versuchen.',
  },
  'no-update-ready': {
    message: 'Es liegt kein Update zum Installieren bereit.',
    safe: 'Es hat sich nichts geändert.',
    action: 'Nachsehen, worauf das Update wartet: tillwarden update status.',
  },
  'no-update-ordered': {
    message: 'Für diese Kasse wurde noch nie ein Update angeordnet.',
    safe: 'Es hat sich nichts geändert.',
    action:
      'Beim Hersteller oder bei dem, der sich um den Hub kümmert, um eine Version für sie bitten.',
  },
  'no-version-to-go-back-to': {
    message: 'Die Kasse kann jetzt nicht zu einer anderen Version zurück.',
    safe: 'Es hat sich nichts geändert.',
    action:
      'Warten, bis ein laufender Verkauf oder ein Update beendet ist. Gibt es auf dieser Kasse keine frühere Version, den Hersteller danach fragen.',
  },
  'update-lock-held': {
    message: 'Ein anderes Programm an dieser Kasse hält Updates auf.',
    safe: 'Es hat sich nichts geändert, und die Sperre endet von selbst.',
    action:
      'Warten, bis sie endet, oder beenden, was dieses Programm tut. Der Update-Status nennt es.',
  },
  'update-lock-too-long': {
    message: 'So lange können Updates nicht aufgehalten werden.',
    safe: 'Es hat sich nichts geändert.',
    action: 'Höchstens vier Stunden verlangen und vor deren Ablauf erneut fragen.',
  },
  'update-lock-used-up': {
    message: 'Dieses Programm hält Updates schon so lange ohne Pause auf, wie es darf.',
    safe: 'Es hat sich nichts geändert: Was es jetzt hält, gilt bis zu seinem Ende.',
    action:
      'Loslassen und eine Stunde später erneut fragen. Was wartet, wird inzwischen in seinem Zeitfenster installiert.',
  },
  'machine-not-ready': {
    message: 'Der Automat kann gerade kein Bargeld annehmen.',
    safe: NOTHING_MOVED,
    action: 'Prüfen, ob er eingeschaltet und angeschlossen ist, oder von Hand kassieren.',
  },
  'machine-in-use': {
    message: 'Am Gerät läuft gerade ein anderer Vorgang, etwa Befüllen oder Leeren.',
    safe: NOTHING_MOVED,
    action: 'Den Vorgang am Gerät beenden und es dann noch einmal versuchen.',
  },
  'amount-not-payable': {
    message: 'Dieser Betrag lässt sich mit den angenommenen Münzen nicht bezahlen.',
    safe: NOTHING_MOVED,
    action: 'Auf die kleinste angenommene Münze runden oder von Hand kassieren.',
  },
  'currency-not-accepted': {
    message: 'Der Automat arbeitet nicht mit dieser Währung.',
    safe: NOTHING_MOVED,
    action: 'Den Betrag in der Währung des Automaten senden.',
  },
  'idempotency-key-reused': {
    message: 'Dieser Schlüssel gehört schon zu einem Verkauf mit anderen Angaben.',
    safe: 'Der erste Verkauf gilt unverändert. Es wurde kein neuer begonnen.',
    action:
      'Für jeden Verkauf einen neuen Schlüssel nehmen; denselben nur, um dieselbe Anfrage zu wiederholen.',
  },
  'sale-not-found': {
    message: 'Es gibt keinen Verkauf mit dieser Nummer.',
    safe: NOTHING_MOVED,
    action: 'Den Verkauf in der Liste der Verkäufe nachschlagen.',
  },
  'sale-already-paid': {
    message: 'Dieser Verkauf ist bezahlt und kann nicht mehr abgebrochen werden.',
    safe: 'Die Zahlung gilt, das Wechselgeld wird wie gewohnt ausgezahlt.',
    action: 'Soll der Verkauf rückgängig werden: dem Kunden den Betrag erstatten.',
  },
  'sale-not-finished': {
    message: 'Dieser Verkauf ist noch nicht abgeschlossen.',
    safe: NOTHING_MOVED,
    action: 'Warten, bis er abgeschlossen ist, dann bestätigen.',
  },
  'debt-not-found': {
    message: 'Dieser Betrag ist nicht mehr offen.',
    safe: 'Er ist erledigt oder war nie offen. Jetzt wurde nichts gezahlt.',
    action: 'Die Liste der offenen Beträge neu ansehen.',
  },
  'debt-being-paid': {
    message: 'Der Automat zahlt diesen Betrag bereits aus.',
    safe: 'Er wird nur einmal gezahlt.',
    action: 'Warten, bis der Automat fertig ist. Nicht zusätzlich von Hand auszahlen.',
  },
  'payout-open': {
    message:
      'Der Automat hat noch nicht gemeldet, wie viel er aus dem Fach in den Details bewegt hat.',
    safe: 'Es wurde nichts gebucht; der offene Betrag bleibt festgehalten.',
    action:
      'Das Gerät wieder anschließen. Ist es endgültig ausgefallen, den Rest darin zählen und mit isDeviceGone eingeben.',
  },
  'place-not-found': {
    message: 'Der Automat hat kein Geldfach mit diesem Namen.',
    safe: 'Es wurde nichts gebucht.',
    action: 'Ein Fach aus der Bestandsliste verwenden.',
  },
  'value-not-held-here': {
    message: 'Diese Münze oder dieser Schein gehört nicht in dieses Fach.',
    safe: 'Es wurde nichts gebucht.',
    action: 'Fach und Wert prüfen, dann neu eingeben.',
  },
  'more-than-held': {
    message: 'Laut Journal liegen an diesem Platz nicht so viele davon.',
    safe: 'Es wurde nichts gebucht.',
    action: 'Den Platz zuerst zählen und das Ergebnis eingeben, dann die Entnahme eingeben.',
  },
  'shift-open-already': {
    message: 'Es ist schon eine Schicht offen.',
    safe: 'Sie läuft unverändert weiter.',
    action: 'Zuerst abschließen; ihre Nummer steht in den Details.',
  },
  'no-shift-open': {
    message: 'Es ist keine Schicht offen.',
    safe: 'Es wurde nichts abgeschlossen.',
    action: 'Zuerst eine öffnen.',
  },
  'deposit-in-progress': {
    message: 'Der Automat nimmt noch eine Einzahlung an.',
    safe: 'Die Einzahlung läuft ungestört weiter. Es wurde nichts Neues begonnen.',
    action: 'Die offene Einzahlung beenden, dann erneut versuchen.',
  },
  'deposit-not-found': {
    message: 'Es gibt keine Einzahlung mit dieser Nummer.',
    safe: NOTHING_MOVED,
    action: 'Die Einzahlung unter der Nummer suchen, die beim Beginn genannt wurde.',
  },
  'deposit-not-fixed': {
    message: 'Die Einzahlung nimmt noch Geld an und kann noch nicht beendet werden.',
    safe: NOTHING_MOVED,
    action: 'Die Einzahlung feststellen, warten, bis das geschehen ist, und sie dann beenden.',
  },
  'deposit-fixed': {
    message: 'Die Einzahlung ist festgestellt und nimmt kein Geld mehr an.',
    safe: 'Was eingezahlt wurde, ist gezählt und bleibt erhalten.',
    action: 'Die Einzahlung beenden und für weiteres Geld eine neue beginnen.',
  },
  'deposit-ended': {
    message: 'Die Einzahlung wurde schon beendet.',
    safe: 'Es bleibt bei diesem Ende; nichts wird doppelt ausgezahlt.',
    action: 'In der Einzahlung nachsehen, wie sie beendet wurde.',
  },
  'deposit-end-not-possible': {
    message: 'Eine Einzahlung zu diesem Zweck kann so nicht beendet werden.',
    safe: NOTHING_MOVED,
    action: 'Ein Ende wählen, das zum Zweck der Einzahlung passt, oder sie zurückzahlen.',
  },
  'deposit-too-small': {
    message: 'Es wurde weniger eingezahlt, als behalten werden soll.',
    safe: NOTHING_MOVED,
    action: 'Höchstens das Eingezahlte verlangen, oder zurückzahlen und neu beginnen.',
  },
  'not-dispensable': {
    message: 'Der Automat kann genau das nicht auszahlen.',
    safe: NOTHING_MOVED,
    action: 'Andere Stücke oder weniger verlangen, oder zuerst den Automaten auffüllen.',
  },
  'nothing-to-move': {
    message: 'Dort ist nichts, was bewegt werden könnte.',
    safe: NOTHING_MOVED,
    action: 'Die Bestände und die eingestellten Anfangsbestände prüfen.',
  },
  'cannot-collect': {
    message: 'Dieses Gerät kann kein Geld selbst in eine Kassette bringen.',
    safe: NOTHING_MOVED,
    action: 'Das Geld von Hand entnehmen und die Entnahme eingeben.',
  },
  'machine-cannot': {
    message: 'Der Geldautomat bietet dafür keinen Weg.',
    safe: NOTHING_MOVED,
    action: 'Direkt am Automaten erledigen oder anders vorgehen.',
  },
  'operation-not-found': {
    message: 'Es gibt keinen Vorgang mit dieser Nummer.',
    safe: NOTHING_MOVED,
    action: 'In der Liste der Vorgänge nachsehen.',
  },
  'operation-not-finished': {
    message: 'Der Vorgang ist noch nicht beendet.',
    safe: NOTHING_MOVED,
    action: 'Warten, bis er beendet ist, und ihn dann bestätigen.',
  },
  'cassette-out': {
    message: 'Diese Kassette ist schon entnommen.',
    safe: 'Was mit ihr entnommen wurde, ist unter der Nummer in den Details verzeichnet.',
    action: 'Zuerst eine Kassette einsetzen und das eingeben.',
  },
  'cassette-not-out': {
    message: 'Laut Journal ist diese Kassette im Automaten.',
    safe: 'Es wurde nichts gebucht.',
    action: 'Zuerst ihre Entnahme eingeben.',
  },
  'operator-needed': {
    message: 'Dafür muss jemand an der Kasse angemeldet sein.',
    safe: NOTHING_MOVED,
    action: 'Mit der eigenen PIN anmelden, dann erneut versuchen.',
  },
  'operator-session-ended': {
    message: 'Die Anmeldung ist abgelaufen.',
    safe: NOTHING_MOVED,
    action: 'Mit der eigenen PIN anmelden, dann erneut versuchen.',
  },
  'right-missing': {
    message: 'Die Rolle dieser Person erlaubt das nicht.',
    safe: NOTHING_MOVED,
    action:
      'Jemanden holen, dessen Rolle es erlaubt, oder sich das Recht von einem Administrator geben lassen.',
  },
  'sign-in-failed': {
    message: 'Name und PIN gehören nicht zusammen.',
    safe: 'Niemand wurde angemeldet. Der Verkauf geht weiter.',
    action: 'Erneut versuchen. Nach fünf falschen PINs muss man warten.',
  },
  'operator-locked': {
    message:
      'Nach zu vielen falschen PINs kann sich unter diesem Namen eine Zeit lang niemand anmelden.',
    safe: 'Niemand wurde angemeldet. Der Verkauf geht weiter.',
    action:
      'Warten oder von einem Administrator entsperren lassen. Ein Neustart verkürzt die Zeit nicht.',
  },
  'sign-in-limited': {
    message: 'An diesem Kassenprogramm wurden zu viele falsche PINs eingegeben.',
    safe: 'Niemand wurde angemeldet. Der Verkauf geht weiter.',
    action: 'Einige Minuten warten, dann erneut versuchen.',
  },
  'operators-unusable': {
    message: 'Die Liste der Personen, die hier arbeiten, ist nicht lesbar.',
    safe: 'Der Verkauf geht weiter. Bis sie in Ordnung ist, kann sich niemand anmelden.',
    action:
      'Ein Administrator muss sich die Bedienerdatei dieser Kasse ansehen; das Protokoll sagt, was ihr fehlt.',
  },
  'operator-not-found': {
    message: 'Unter diesem Namen ist hier niemand bekannt.',
    safe: 'Es wurde nichts geändert.',
    action: 'Einen der Namen aus der Bedienerliste nehmen.',
  },
  'operator-exists': {
    message: 'Diesen Namen hat hier schon jemand.',
    safe: 'Es wurde nichts geändert.',
    action:
      'Einen anderen wählen. Auch ein abgeschalteter Name bleibt vergeben, denn das Journal kennt ihn.',
  },
  'operators-full': {
    message: 'In der Liste stehen schon so viele Personen, wie hineinpassen.',
    safe: 'Es wurde nichts geändert.',
    action: 'Den Kundendienst anrufen.',
  },
  'pin-unfit': {
    message: 'Diese PIN ist zu leicht zu erraten.',
    safe: 'Die PIN ist, wie sie war.',
    action:
      '4 bis 12 Ziffern wählen, die nicht alle gleich sind: keine Reihe wie 1234, kein Muster, das sich wiederholt, und nicht den Namen.',
  },
  'last-admin': {
    message: 'Das ist der letzte Administrator, der sich anmelden kann.',
    safe: 'Es wurde nichts geändert.',
    action: 'Zuerst jemand anderen zum Administrator machen.',
  },
  unauthorised: {
    message: 'Der Zugangsschlüssel fehlt oder ist falsch.',
    safe: 'Es wurde nichts gelesen oder geändert.',
    action: 'Den Schlüssel eines angemeldeten Programms als „Authorization: Bearer …“ senden.',
  },
  'forbidden-host': {
    message: 'Die Anfrage war an einen anderen Rechnernamen gerichtet.',
    safe: 'Es wurde nichts gelesen oder geändert.',
    action: 'localhost, 127.0.0.1 oder [::1] mit dem Port dieser Kasse verwenden.',
  },
  'forbidden-origin': {
    message: 'Eine fremde Website wollte auf diese Kasse zugreifen.',
    safe: 'Es wurde nichts gelesen oder geändert.',
    action: 'Aus dem Browser darf das nur die eigene Seite der Kasse.',
  },
  'not-found': {
    message: 'Unter dieser Adresse gibt es nichts.',
    safe: 'Es wurde nichts geändert.',
    action: 'Die Adresse prüfen. Alle Adressen stehen in /v1/openapi.json.',
  },
  'method-not-allowed': {
    message: 'Diese Adresse nimmt diese Art von Anfrage nicht an.',
    safe: 'Es wurde nichts geändert.',
    action: 'Eine der Methoden aus dem Kopf „Allow“ verwenden.',
  },
  'invalid-request': {
    message: 'Die Anfrage ist unvollständig oder fehlerhaft.',
    safe: 'Es wurde nichts geändert.',
    action: 'Die genannten Stellen berichtigen und erneut senden.',
  },
  'body-too-large': {
    message: 'Die Anfrage ist zu groß.',
    safe: 'Es wurde nichts geändert.',
    action: 'Nur die Felder senden, die in /v1/openapi.json beschrieben sind.',
  },
  'unsupported-media-type': {
    message: 'Die Anfrage ist nicht in JSON.',
    safe: 'Es wurde nichts geändert.',
    action: 'JSON mit „Content-Type: application/json“ senden.',
  },
  'websocket-expected': {
    message: 'Diese Adresse ist nur für WebSocket-Verbindungen.',
    safe: 'Es wurde nichts geändert.',
    action: 'Mit WebSocket verbinden oder /v1/status lesen.',
  },
  'page-not-built': {
    message: 'Die Kassenseite ist noch nicht gebaut.',
    safe: 'Die Kasse arbeitet auch ohne diese Seite.',
    action: 'Mit „npm run build:pages“ bauen, dann neu starten.',
  },
  'machine-occupied': {
    message: 'Der Automat ist für ein anderes Programm reserviert.',
    safe: 'Was dieses Programm tut, läuft ungestört weiter. Es wurde nichts begonnen.',
    action: 'Warten, bis sie freigegeben ist, oder mit längerer Wartezeit noch einmal anfragen.',
  },
  'not-claimed': {
    message: 'Dieses Programm hat den Automaten nicht reserviert.',
    safe: 'Es wurde nichts geändert.',
    action: 'Es ist nichts zu tun: Der Automat ist nicht für dieses Programm reserviert.',
  },
  'claim-not-held': {
    message: 'Der Automat ist nicht für das genannte Programm reserviert.',
    safe: 'Es wurde nichts geändert, und kein Programm hat den Automaten verloren.',
    action: 'Sehen Sie nach, wer ihn jetzt hat, und entscheiden Sie neu.',
  },
  'changer-disabled': {
    message: 'Der Geldwechsler ist nicht eingeschaltet.',
    safe: 'Es wurde kein Geld bewegt und nichts geändert.',
    action: 'Zuerst DeviceEnabled setzen.',
  },
  overloaded: {
    message: 'Es warten zu viele Anfragen.',
    safe: 'Diese Anfrage wurde nicht ausgeführt.',
    action: 'Eine Sekunde warten und mit demselben Schlüssel erneut versuchen.',
  },
  stopping: {
    message: 'Das Kassenprogramm wird gerade beendet.',
    safe: 'Alles eingeworfene Geld ist verbucht. Diese Anfrage wurde nicht ausgeführt.',
    action: 'Mit demselben Schlüssel erneut versuchen, sobald das Programm wieder läuft.',
  },
  internal: {
    message: 'Im Kassenprogramm ist ein Fehler aufgetreten.',
    safe: 'Alles eingeworfene Geld ist verbucht.',
    action: 'Zuerst den Stand des Verkaufs abfragen. Bleibt der Fehler, den Service rufen.',
  },
  ...peripheralWordsDe,
  ...supportWordsDe,
};
