import type { LicenceWords } from './licence-text.ts';

const KEPT = 'Die bisherige Lizenz dieser Kasse bleibt in Kraft.';
const ASK_AGAIN = 'Den Anbieter bitten, die Lizenz noch einmal zu senden, als Datei oder vom Hub.';
const FETCH_AGAIN =
  'Die Datei noch einmal kopieren oder abrufen. Hilft das nicht, beim Anbieter anfordern.';

export const licenceWordsDe: LicenceWords = {
  demo: {
    title: 'DEMO',
    text: 'Diese Installation verwendet Demonstrationsschlüssel. Ihre Lizenzen beweisen nichts.',
  },
  noTrust: {
    title: 'Diese Installation ist unvollständig',
    text: 'Die Datei, die sagt, wessen Lizenzen hier gelten, fehlt oder ist beschädigt: Keine Lizenz lässt sich prüfen. Rufen Sie den Anbieter an.',
  },
  unlicensed: (daysLeft) => ({
    title: 'Noch keine Lizenz',
    text: `Der Verkauf läuft wie gewohnt noch ${daysLeft} ${daysLeft === 1 ? 'Tag' : 'Tage'} Betriebszeit. Fordern Sie beim Anbieter die Lizenz dieser Kasse an.`,
  }),
  graceOver: {
    title: 'Keine Lizenz: keine neuen Verkäufe',
    text: 'Die Frist zur Aktivierung ist abgelaufen. Ein laufender Verkauf wird beendet; Geld zurückgeben, leeren und zählen geht weiterhin. Rufen Sie den Anbieter wegen der Lizenz an.',
  },
  heldRefused: (reason) => ({
    title: 'Die Lizenz dieser Kasse gilt nicht mehr',
    text: `${reason} Fordern Sie beim Anbieter eine neue an.`,
  }),
  active: (lastCoveredDay) => ({
    title: 'Lizenz in Ordnung',
    text: `Die Wartung gilt für diese Kasse bis einschließlich ${lastCoveredDay}.`,
  }),
  lapsedReinstatable: (lastCoveredDay, newLicenceFrom) => ({
    title: 'Die Wartung ist abgelaufen',
    text: `Der Verkauf läuft wie gewohnt weiter. Der letzte gedeckte Tag war der ${lastCoveredDay}; Hilfe wird berechnet. Vor dem ${newLicenceFrom} lässt sich die Wartung wieder aufnehmen: Fragen Sie den Anbieter.`,
  }),
  lapsedNewLicence: (lastCoveredDay) => ({
    title: 'Die Wartung ist seit langem abgelaufen',
    text: `Der Verkauf läuft wie gewohnt weiter. Der letzte gedeckte Tag war der ${lastCoveredDay}; für Wartung und neue Versionen braucht es eine neue Lizenz. Bitten Sie den Anbieter um ein Angebot.`,
  }),
  revoked: {
    title: 'Lizenz entzogen: keine neuen Verkäufe',
    text: 'Der Anbieter hat die Lizenz dieser Kasse entzogen. Ein laufender Verkauf wird beendet; Geld zurückgeben, leeren und zählen geht weiterhin. Rufen Sie den Anbieter an.',
  },
  clock: {
    'battery-dead': {
      title: 'Die Uhr hat die Zeit verloren',
      text: 'Der Verkauf läuft wie gewohnt weiter. Vermutlich ist die Batterie auf der Platine des Rechners leer: Lassen Sie sie tauschen und stellen Sie Datum und Uhrzeit ein.',
    },
    behind: {
      title: 'Die Uhr geht nach',
      text: 'Der Verkauf läuft wie gewohnt weiter. Prüfen Sie Datum und Uhrzeit dieses Rechners; neue Versionen warten, bis der Hub die Zeit bestätigt hat.',
    },
    ahead: {
      title: 'Die Uhr geht vor',
      text: 'Der Verkauf läuft wie gewohnt weiter. Die Zeit des Hubs ist früher: Prüfen Sie Datum und Uhrzeit dieses Rechners.',
    },
  },
  rebindNeeded: {
    title: 'Die Lizenz wurde für einen anderen Rechner ausgestellt',
    text: 'Verkaufen, Geld zurückgeben und Zählen gehen wie gewohnt weiter; neue Versionen gibt es solange nicht. Zu wenige Teile dieses Rechners sind die der Lizenz. Wurden Teile getauscht oder ist die Kasse umgezogen, bitten Sie den Anbieter, die Lizenz an diesen Rechner zu binden, oder um einen Code, mit dem sich die Kasse neu anmeldet.',
  },
  binding: {
    unbound: 'Die Lizenz ist an keinen Rechner gebunden.',
    parts: (matched, named, needed) =>
      `Von ${named} Teilen des Rechners, die die Lizenz nennt, sind ${matched} hier; es braucht ${needed}.`,
    drifted:
      'Teile dieses Rechners haben sich geändert, und die Lizenz gilt. Der Hub bindet sie von selbst an die jetzigen Teile; ohne Hub bitten Sie den Anbieter um eine neue Lizenzdatei, bevor weitere Teile getauscht werden.',
  },
  refusals: {
    malformed: {
      message: 'Das ist keine Lizenzdatei, oder sie ist beschädigt.',
      safe: KEPT,
      action: FETCH_AGAIN,
    },
    oversize: {
      message: 'Diese Datei ist zu groß für eine Lizenz.',
      safe: KEPT,
      action: 'Die Datei wählen, die der Anbieter gesendet hat.',
    },
    'non-canonical-base64': {
      message: 'Der Text dieser Lizenz wurde unterwegs verändert.',
      safe: KEPT,
      action: FETCH_AGAIN,
    },
    'bad-algorithm': {
      message: 'Diese Lizenz ist auf eine Weise signiert, die nicht angenommen wird.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'unknown-critical-header': {
      message: 'Diese Lizenz verlangt etwas, das diese Version nicht kennt.',
      safe: KEPT,
      action: 'Beim Anbieter nachfragen, ob diese Kasse erst eine neuere Version braucht.',
    },
    'unexpected-header': {
      message: 'Diese Lizenz enthält Angaben, die keine Lizenz hat.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'wrong-type': {
      message: 'Das ist eine signierte Datei, aber keine Lizenz einer hier bekannten Art.',
      safe: KEPT,
      action:
        'Die Lizenzdatei wählen oder beim Anbieter nachfragen, ob diese Kasse eine neuere Version braucht.',
    },
    tampered: {
      message: 'Der Inhalt dieser Lizenz wurde nach dem Signieren verändert.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'uncertified-key': {
      message: 'Diese Lizenz stammt nicht vom Anbieter dieser Installation.',
      safe: KEPT,
      action: 'Beim Anbieter nachfragen und diese Datei nicht verwenden.',
    },
    'wrong-role': {
      message: 'Diese Lizenz wurde mit einem Schlüssel signiert, der nicht für Lizenzen gilt.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'certificate-outside-validity': {
      message: 'Diese Lizenz wurde außerhalb der Zeit signiert, für die ihr Schlüssel gilt.',
      safe: KEPT,
      action: 'Den Anbieter bitten, sie mit einem jetzt gültigen Schlüssel neu auszustellen.',
    },
    'wrong-key-epoch': {
      message: 'Die Nummer dieser Lizenz passt nicht zu dem Schlüssel, der sie signiert hat.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'wrong-nonce': {
      message: 'Das ist die Antwort auf eine andere Frage.',
      safe: KEPT,
      action: 'Erneut versuchen; bleibt es dabei, die Verbindung zum Hub prüfen.',
    },
    'wrong-station': {
      message: 'Diese Lizenz gilt für eine andere Kasse.',
      safe: KEPT,
      action: 'Die Datei für diese Kasse wählen oder beim Anbieter anfordern.',
    },
    'older-generation': {
      message: 'Diese Lizenz ist älter als die, die diese Kasse hat.',
      safe: KEPT,
      action: 'Die neueste Datei des Anbieters verwenden.',
    },
    'generation-reused': {
      message: 'Zwei verschiedene Lizenzen haben dieselbe Nummer.',
      safe: KEPT,
      action: 'Den Anbieter bitten, die Lizenz unter einer neuen Nummer auszustellen.',
    },
  },
};
