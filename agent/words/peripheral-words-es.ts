import type { PeripheralErrorWords } from './peripheral-words.ts';

const NOTHING_MOVED = 'No se ha movido dinero y nada ha cambiado.';

export const peripheralWordsEs: PeripheralErrorWords = {
  'sale-over': {
    message: 'Esta venta ha terminado y ya no abre ningún cajón.',
    safe: 'La venta queda como terminó. El cajón no se ha abierto.',
    action: 'Pida a un operador que abra el cajón.',
  },
  'drawer-opened-enough': {
    message: 'Esta venta ya ha abierto el cajón tantas veces como puede una venta.',
    safe: 'La venta sigue. El cajón no se ha vuelto a abrir.',
    action: 'Pida a un operador que abra el cajón.',
  },
  'peripheral-not-found': {
    message: 'En esta caja no hay tal dispositivo.',
    safe: NOTHING_MOVED,
    action: 'Mire la lista de dispositivos y la configuración de la caja.',
  },
  'peripheral-not-ready': {
    message: 'El dispositivo no responde.',
    safe: NOTHING_MOVED,
    action: 'Compruebe que está encendido y conectado, e inténtelo de nuevo.',
  },
  'drawer-not-opened': {
    message: 'Puede que la orden de abrir no haya llegado al cajón.',
    safe: 'Se ha dado una vez y no se repite sola. La venta y el dinero no se han tocado.',
    action: 'Mire si el cajón está abierto; si no, inténtelo de nuevo o use la llave.',
  },
  'peripheral-claimed': {
    message: 'Otro programa está usando este dispositivo.',
    safe: 'Sigue trabajando sin molestias.',
    action: 'Espere a que ese programa lo libere, o ciérrelo.',
  },
  'peripheral-not-claimed': {
    message: 'Este programa no ha reservado el dispositivo.',
    safe: NOTHING_MOVED,
    action: 'Reserve primero el dispositivo.',
  },
  'events-not-heard': {
    message: 'Este programa no escucha los eventos de la caja.',
    safe: 'El dispositivo queda libre para otros.',
    action: 'Abra el flujo de eventos y reserve después el dispositivo.',
  },
  'weight-in-motion': {
    message: 'La balanza aún no está en reposo.',
    safe: 'No se ha tomado ningún peso.',
    action: 'Espere a que se pare y pese de nuevo.',
  },
  'weight-under-zero': {
    message: 'La balanza marca menos de cero.',
    safe: 'No se ha tomado ningún peso.',
    action: 'Vacíe la balanza, póngala a cero y pese de nuevo.',
  },
  'weight-over-limit': {
    message: 'Hay más en la balanza de lo que puede pesar.',
    safe: 'No se ha tomado ningún peso.',
    action: 'Quite una parte y pese por partes.',
  },
  'scale-needs-service': {
    message: 'La balanza pide que se ponga a cero, se calibre o se repare.',
    safe: 'No se ha tomado ningún peso.',
    action: 'Póngala a cero; si lo pide otra vez, llame al servicio técnico.',
  },
};
