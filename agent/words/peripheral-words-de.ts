import type { PeripheralErrorWords } from './peripheral-words.ts';

const NOTHING_MOVED = 'Es wurde kein Geld bewegt, und nichts hat sich geändert.';

export const peripheralWordsDe: PeripheralErrorWords = {
  'sale-over': {
    message: 'Dieser Verkauf ist abgeschlossen und öffnet keine Schublade mehr.',
    safe: 'Der Verkauf bleibt, wie er endete. Die Schublade wurde nicht geöffnet.',
    action: 'Lassen Sie die Schublade von einem Bediener öffnen.',
  },
  'drawer-opened-enough': {
    message: 'Dieser Verkauf hat die Schublade so oft geöffnet, wie ein Verkauf darf.',
    safe: 'Der Verkauf geht weiter. Die Schublade wurde nicht noch einmal geöffnet.',
    action: 'Lassen Sie die Schublade von einem Bediener öffnen.',
  },
  'peripheral-not-found': {
    message: 'An dieser Kasse gibt es kein solches Gerät.',
    safe: NOTHING_MOVED,
    action: 'Prüfen Sie die Liste der Geräte und die Konfiguration der Kasse.',
  },
  'peripheral-not-ready': {
    message: 'Das Gerät antwortet nicht.',
    safe: NOTHING_MOVED,
    action: 'Prüfen Sie, ob es eingeschaltet und angeschlossen ist, und versuchen Sie es erneut.',
  },
  'drawer-not-opened': {
    message: 'Der Befehl zum Öffnen hat die Schublade vielleicht nicht erreicht.',
    safe: 'Er wurde einmal gegeben und wird nicht von selbst wiederholt. Verkauf und Geld sind unberührt.',
    action:
      'Sehen Sie nach, ob die Schublade offen ist; wenn nicht, versuchen Sie es erneut oder nehmen Sie den Schlüssel.',
  },
  'peripheral-claimed': {
    message: 'Ein anderes Programm benutzt dieses Gerät.',
    safe: 'Es arbeitet ungestört weiter.',
    action: 'Warten Sie, bis das Programm das Gerät freigibt, oder beenden Sie es.',
  },
  'peripheral-not-claimed': {
    message: 'Dieses Programm hat das Gerät nicht belegt.',
    safe: NOTHING_MOVED,
    action: 'Belegen Sie das Gerät zuerst.',
  },
  'events-not-heard': {
    message: 'Dieses Programm hört die Ereignisse der Kasse nicht.',
    safe: 'Das Gerät bleibt für andere frei.',
    action: 'Öffnen Sie den Ereignisstrom und belegen Sie dann das Gerät.',
  },
  'weight-in-motion': {
    message: 'Die Waage ist noch nicht zur Ruhe gekommen.',
    safe: 'Es wurde kein Gewicht übernommen.',
    action: 'Warten Sie, bis sie ruht, und wiegen Sie erneut.',
  },
  'weight-under-zero': {
    message: 'Die Waage zeigt weniger als null.',
    safe: 'Es wurde kein Gewicht übernommen.',
    action: 'Leeren Sie die Waage, stellen Sie sie auf null und wiegen Sie erneut.',
  },
  'weight-over-limit': {
    message: 'Auf der Waage liegt mehr, als sie wiegen kann.',
    safe: 'Es wurde kein Gewicht übernommen.',
    action: 'Nehmen Sie etwas herunter und wiegen Sie in Teilen.',
  },
  'scale-needs-service': {
    message: 'Die Waage will auf null gestellt, kalibriert oder repariert werden.',
    safe: 'Es wurde kein Gewicht übernommen.',
    action: 'Stellen Sie sie auf null; verlangt sie es wieder, rufen Sie den Service.',
  },
};
