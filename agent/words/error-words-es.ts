import type { ErrorWords } from './error-text.ts';
import { peripheralWordsEs } from './peripheral-words-es.ts';
import { supportWordsEs } from './support-words-es.ts';

const NOTHING_MOVED = 'No se ha movido dinero ni ha cambiado nada.';

export const errorWordsEs: ErrorWords = {
  'not-licensed': {
    message: 'Esta caja no puede empezar ventas nuevas: no tiene una licencia válida.',
    safe: 'No se ha iniciado ninguna venta. Una venta en curso se puede acabar, y se puede devolver dinero, vaciar y contar.',
    action: 'Llama al proveedor para pedir la licencia. Hasta entonces, cobra a mano.',
  },
  'sale-in-progress': {
    message: 'La máquina todavía está con otra venta.',
    safe: 'Esa venta sigue su curso. No se ha iniciado ninguna nueva.',
    action: 'Termina o cancela la venta abierta y vuelve a intentarlo.',
  },
  'machine-busy': {
    message: 'La máquina está devolviendo dinero.',
    safe: NOTHING_MOVED,
    action: 'Espera a que termine y vuelve a intentarlo.',
  },
  'update-beginning': {
    message: 'La caja está a punto de reiniciarse con otra versión de su programa.',
    safe: NOTHING_MOVED,
    action: 'Vuelve a intentarlo dentro de un minuto.',
  },
  'no-update-ready': {
    message: 'No hay ninguna actualización lista para instalar.',
    safe: 'No ha cambiado nada.',
    action: 'Mira a qué espera la actualización: tillwarden update status.',
  },
  'no-update-ordered': {
    message: 'Nunca se ha ordenado una actualización para esta caja.',
    safe: 'No ha cambiado nada.',
    action: 'Pide al fabricante, o a quien se ocupa del hub, que le envíe una versión.',
  },
  'no-version-to-go-back-to': {
    message: 'La caja no puede volver ahora a otra versión.',
    safe: 'No ha cambiado nada.',
    action:
      'Espera a que termine la venta o la actualización en curso. Si en esta caja no hay ninguna versión anterior, pídela al fabricante.',
  },
  'update-lock-held': {
    message: 'Otro programa de esta caja está reteniendo las actualizaciones.',
    safe: 'No ha cambiado nada, y la retención termina por sí sola.',
    action:
      'Espera a que termine, o acaba lo que hace ese programa. El estado de la actualización dice cuál es.',
  },
  'update-lock-too-long': {
    message: 'Las actualizaciones no se pueden retener tanto tiempo.',
    safe: 'No ha cambiado nada.',
    action: 'Pide cuatro horas como máximo y vuelve a pedirlas antes de que acaben.',
  },
  'update-lock-used-up': {
    message: 'Este programa ya ha retenido las actualizaciones sin descanso tanto como puede.',
    safe: 'No ha cambiado nada: lo que retiene ahora vale hasta su fin.',
    action:
      'Suéltalas y vuelve a pedirlo una hora más tarde. Entretanto se instala lo que espera, dentro de su ventana.',
  },
  'machine-not-ready': {
    message: 'La máquina no puede aceptar efectivo en este momento.',
    safe: NOTHING_MOVED,
    action: 'Comprueba que está encendida y conectada, o cobra a mano.',
  },
  'machine-in-use': {
    message: 'La máquina está ocupada con otra operación, por ejemplo una carga o una retirada.',
    safe: NOTHING_MOVED,
    action: 'Termine la operación en la máquina e inténtelo de nuevo.',
  },
  'amount-not-payable': {
    message: 'Este importe no se puede pagar con las monedas que acepta la máquina.',
    safe: NOTHING_MOVED,
    action: 'Redondea a la moneda más pequeña que acepta la máquina, o cobra a mano.',
  },
  'currency-not-accepted': {
    message: 'La máquina no trabaja con esta moneda.',
    safe: NOTHING_MOVED,
    action: 'Envía el importe en la moneda de la máquina.',
  },
  'idempotency-key-reused': {
    message: 'Esta clave ya se usó para una venta con otros datos.',
    safe: 'La primera venta sigue igual. No se ha iniciado ninguna nueva.',
    action: 'Usa una clave nueva para cada venta, y la misma solo para repetir la misma petición.',
  },
  'sale-not-found': {
    message: 'No hay ninguna venta con este número.',
    safe: NOTHING_MOVED,
    action: 'Busca la venta en la lista de ventas.',
  },
  'sale-already-paid': {
    message: 'Esta venta está pagada y ya no se puede cancelar.',
    safe: 'El pago es válido y el cambio se devuelve como siempre.',
    action: 'Para anular la venta, reembolsa el importe al cliente.',
  },
  'sale-not-finished': {
    message: 'Esta venta aún no ha terminado.',
    safe: NOTHING_MOVED,
    action: 'Espera a que termine y confírmala entonces.',
  },
  'debt-not-found': {
    message: 'Este importe ya no está pendiente.',
    safe: 'Ya está saldado o nunca existió. Ahora no se ha pagado nada.',
    action: 'Vuelve a mirar la lista de importes pendientes.',
  },
  'debt-being-paid': {
    message: 'La máquina ya está pagando este importe.',
    safe: 'Se paga una sola vez.',
    action: 'Espera a que la máquina termine. No lo pagues también a mano.',
  },
  'payout-open': {
    message:
      'La máquina todavía no ha dicho cuánto ha sacado del depósito que figura en los detalles.',
    safe: 'No se ha anotado nada; el importe pendiente sigue registrado.',
    action:
      'Vuelve a conectar el aparato. Si está fuera de servicio para siempre, cuenta lo que queda en él e introdúcelo con isDeviceGone.',
  },
  'place-not-found': {
    message: 'La máquina no tiene ningún depósito con este nombre.',
    safe: 'No se ha anotado nada.',
    action: 'Usa uno de los depósitos de la lista de existencias.',
  },
  'value-not-held-here': {
    message: 'Esta moneda o este billete no corresponde a este depósito.',
    safe: 'No se ha anotado nada.',
    action: 'Comprueba el depósito y el valor, e introdúcelo de nuevo.',
  },
  'more-than-held': {
    message: 'Según el diario no hay tantas en este lugar.',
    safe: 'No se ha anotado nada.',
    action: 'Cuenta primero el lugar y anota el recuento; después anota lo retirado.',
  },
  'shift-open-already': {
    message: 'Ya hay un turno abierto.',
    safe: 'Sigue como estaba.',
    action: 'Ciérralo primero; su número está en los detalles.',
  },
  'no-shift-open': {
    message: 'No hay ningún turno abierto.',
    safe: 'No se ha cerrado nada.',
    action: 'Abre uno primero.',
  },
  'deposit-in-progress': {
    message: 'La máquina todavía está recibiendo un ingreso.',
    safe: 'El ingreso sigue sin cambios. No se ha iniciado nada nuevo.',
    action: 'Termina el ingreso abierto y vuelve a intentarlo.',
  },
  'deposit-not-found': {
    message: 'No hay ningún ingreso con este número.',
    safe: NOTHING_MOVED,
    action: 'Busca el ingreso por el número que se dio al iniciarlo.',
  },
  'deposit-not-fixed': {
    message: 'El ingreso todavía admite dinero, así que aún no se puede terminar.',
    safe: NOTHING_MOVED,
    action: 'Fija el ingreso, espera a que quede fijado y termínalo después.',
  },
  'deposit-fixed': {
    message: 'El ingreso está fijado: no admite más dinero.',
    safe: 'Lo introducido está contado y se conserva.',
    action: 'Termina el ingreso y empieza otro para más dinero.',
  },
  'deposit-ended': {
    message: 'El ingreso ya se ha terminado.',
    safe: 'Queda como se terminó; nada se paga dos veces.',
    action: 'Consulta el ingreso para ver cómo se terminó.',
  },
  'deposit-end-not-possible': {
    message: 'Un ingreso con este fin no se puede terminar así.',
    safe: NOTHING_MOVED,
    action: 'Usa un final que corresponda al fin con que se inició, o devuélvelo.',
  },
  'deposit-too-small': {
    message: 'Se ha introducido menos de lo que se quiere conservar.',
    safe: NOTHING_MOVED,
    action: 'Pide como máximo lo introducido, o devuelve el ingreso y empieza de nuevo.',
  },
  'not-dispensable': {
    message: 'La máquina no puede pagar exactamente esto.',
    safe: NOTHING_MOVED,
    action: 'Pide otras piezas o menos, o rellena antes la máquina.',
  },
  'nothing-to-move': {
    message: 'Allí no hay nada que se pueda mover.',
    safe: NOTHING_MOVED,
    action: 'Revisa las existencias y los fondos iniciales configurados.',
  },
  'cannot-collect': {
    message: 'Este aparato no puede llevar dinero a un cajetín por sí mismo.',
    safe: NOTHING_MOVED,
    action: 'Saca el dinero a mano y anota lo retirado.',
  },
  'machine-cannot': {
    message: 'La máquina de efectivo no tiene forma de hacerlo.',
    safe: NOTHING_MOVED,
    action: 'Hazlo en la propia máquina o de otra manera.',
  },
  'operation-not-found': {
    message: 'No hay ninguna operación con este número.',
    safe: NOTHING_MOVED,
    action: 'Búscala en la lista de operaciones.',
  },
  'operation-not-finished': {
    message: 'La operación todavía no ha terminado.',
    safe: NOTHING_MOVED,
    action: 'Espera a que termine y confírmala después.',
  },
  'cassette-out': {
    message: 'Este cajetín ya está fuera de la máquina.',
    safe: 'Lo que salió con él consta con el número de los detalles.',
    action: 'Coloca primero un cajetín y anótalo.',
  },
  'cassette-not-out': {
    message: 'Según el diario, este cajetín está en la máquina.',
    safe: 'No se ha anotado nada.',
    action: 'Anota primero su retirada.',
  },
  'operator-needed': {
    message: 'Para esto alguien tiene que haber iniciado sesión en la caja.',
    safe: NOTHING_MOVED,
    action: 'Inicia sesión con tu PIN y vuelve a intentarlo.',
  },
  'operator-session-ended': {
    message: 'Tu sesión ha terminado.',
    safe: NOTHING_MOVED,
    action: 'Inicia sesión con tu PIN y vuelve a intentarlo.',
  },
  'right-missing': {
    message: 'Tu función no permite hacer esto.',
    safe: NOTHING_MOVED,
    action: 'Pídeselo a alguien cuya función lo permita, o pide este permiso a un administrador.',
  },
  'sign-in-failed': {
    message: 'El nombre y el PIN no se corresponden.',
    safe: 'No se ha iniciado ninguna sesión. Las ventas continúan.',
    action: 'Vuelve a intentarlo. Después de cinco PIN erróneos hay que esperar.',
  },
  'operator-locked': {
    message:
      'Después de demasiados PIN erróneos, nadie puede iniciar sesión con este nombre durante un tiempo.',
    safe: 'No se ha iniciado ninguna sesión. Las ventas continúan.',
    action:
      'Espera, o pide a un administrador que lo desbloquee. Reiniciar la caja no acorta la espera.',
  },
  'sign-in-limited': {
    message: 'Se han introducido demasiados PIN erróneos en este programa de caja.',
    safe: 'No se ha iniciado ninguna sesión. Las ventas continúan.',
    action: 'Espera unos minutos y vuelve a intentarlo.',
  },
  'operators-unusable': {
    message: 'No se puede leer la lista de las personas que trabajan aquí.',
    safe: 'Las ventas continúan. Nadie puede iniciar sesión hasta que se arregle.',
    action:
      'Pide a un administrador que revise el archivo de operadores de esta caja; el registro dice qué le falta.',
  },
  'operator-not-found': {
    message: 'Aquí nadie tiene este nombre.',
    safe: 'No se ha cambiado nada.',
    action: 'Usa uno de los nombres de la lista de operadores.',
  },
  'operator-exists': {
    message: 'Alguien de aquí ya tiene este nombre.',
    safe: 'No se ha cambiado nada.',
    action: 'Elige otro. Un nombre desactivado sigue ocupado, porque el diario lo conoce.',
  },
  'operators-full': {
    message: 'En la lista ya hay tantas personas como caben.',
    safe: 'No se ha cambiado nada.',
    action: 'Llama al servicio técnico.',
  },
  'pin-unfit': {
    message: 'Este PIN es demasiado fácil de adivinar.',
    safe: 'El PIN sigue como estaba.',
    action:
      'Elige de 4 a 12 cifras que no sean todas iguales, ni una serie como 1234, ni un patrón repetido, ni el nombre.',
  },
  'last-admin': {
    message: 'Es el último administrador que puede iniciar sesión.',
    safe: 'No se ha cambiado nada.',
    action: 'Antes, haz administrador a otra persona.',
  },
  unauthorised: {
    message: 'Falta la clave de acceso o no es correcta.',
    safe: 'No se ha leído ni cambiado nada.',
    action: 'Envía la clave de un programa registrado como «Authorization: Bearer …».',
  },
  'forbidden-host': {
    message: 'La petición iba dirigida a otro nombre de equipo.',
    safe: 'No se ha leído ni cambiado nada.',
    action: 'Usa localhost, 127.0.0.1 o [::1] con el puerto de esta caja.',
  },
  'forbidden-origin': {
    message: 'Otra página web ha intentado acceder a esta caja.',
    safe: 'No se ha leído ni cambiado nada.',
    action: 'Desde el navegador solo puede hacerlo la página propia de la caja.',
  },
  'not-found': {
    message: 'No hay nada en esta dirección.',
    safe: 'No ha cambiado nada.',
    action: 'Comprueba la dirección. Todas están en /v1/openapi.json.',
  },
  'method-not-allowed': {
    message: 'Esta dirección no admite este tipo de petición.',
    safe: 'No ha cambiado nada.',
    action: 'Usa uno de los métodos que indica la cabecera Allow.',
  },
  'invalid-request': {
    message: 'La petición está incompleta o no es correcta.',
    safe: 'No ha cambiado nada.',
    action: 'Corrige lo que indican los detalles y envíala otra vez.',
  },
  'body-too-large': {
    message: 'La petición es demasiado grande.',
    safe: 'No ha cambiado nada.',
    action: 'Envía solo los campos descritos en /v1/openapi.json.',
  },
  'unsupported-media-type': {
    message: 'La petición no está en JSON.',
    safe: 'No ha cambiado nada.',
    action: 'Envía JSON con «Content-Type: application/json».',
  },
  'websocket-expected': {
    message: 'Esta dirección es solo para conexiones WebSocket.',
    safe: 'No ha cambiado nada.',
    action: 'Conéctate con WebSocket o lee /v1/status.',
  },
  'page-not-built': {
    message: 'La página de caja aún no está compilada.',
    safe: 'La caja funciona sin la página.',
    action: 'Compílala con «npm run build:pages» y reinicia.',
  },
  'machine-occupied': {
    message: 'La máquina está reservada para otro programa.',
    safe: 'Lo que hace ese programa sigue sin cambios. No se ha empezado nada.',
    action: 'Espera a que se libere, o pide de nuevo con un tiempo de espera más largo.',
  },
  'not-claimed': {
    message: 'Este programa no tiene reservada la máquina.',
    safe: 'No se ha cambiado nada.',
    action: 'No hay que hacer nada: la máquina no está reservada para este programa.',
  },
  'claim-not-held': {
    message: 'La máquina no está reservada para el programa indicado.',
    safe: 'No se ha cambiado nada y ningún programa ha perdido la máquina.',
    action: 'Mire quién la tiene ahora y decida de nuevo.',
  },
  'changer-disabled': {
    message: 'El cambiador de efectivo no está habilitado.',
    safe: 'No se ha movido dinero ni ha cambiado nada.',
    action: 'Activa antes DeviceEnabled.',
  },
  overloaded: {
    message: 'Hay demasiadas peticiones en espera.',
    safe: 'Esta petición no se ha ejecutado.',
    action: 'Espera un segundo y vuelve a intentarlo con la misma clave.',
  },
  stopping: {
    message: 'El programa de la caja se está cerrando.',
    safe: 'Todo el dinero introducido está registrado. Esta petición no se ha ejecutado.',
    action: 'Vuelve a intentarlo con la misma clave cuando el programa esté en marcha.',
  },
  internal: {
    message: 'Ha fallado algo dentro del programa de la caja.',
    safe: 'Todo el dinero introducido está registrado.',
    action:
      'Antes de nada, consulta el estado de la venta. Si continúa, llama al servicio técnico.',
  },
  ...peripheralWordsEs,
  ...supportWordsEs,
};
