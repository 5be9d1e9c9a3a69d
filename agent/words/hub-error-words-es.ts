import type { HubErrorWords } from './hub-error-text.ts';

const NOTHING_CHANGED = 'No ha cambiado nada.';

export const hubErrorWordsEs: HubErrorWords = {
  'signed-out': {
    message: 'No ha iniciado sesión, o ya ha terminado.',
    safe: NOTHING_CHANGED,
    action: 'Inicie sesión y vuelva a intentarlo.',
  },
  'sign-in-refused': {
    message: 'El nombre y la contraseña no coinciden.',
    safe: 'No se ha iniciado ninguna sesión.',
    action: 'Revise ambos. Si ha olvidado la contraseña, pida una nueva a un administrador.',
  },
  'too-many-attempts': {
    message: 'Ha habido demasiados intentos de iniciar sesión.',
    safe: 'No se ha iniciado ninguna sesión y este intento no se ha comprobado.',
    action: 'Espere un rato y vuelva a intentarlo.',
  },
  forbidden: {
    message: 'Su función no incluye esto.',
    safe: NOTHING_CHANGED,
    action: 'Pídaselo a un administrador del proveedor.',
  },
  'foreign-request': {
    message: 'Esta petición no venía de la página del hub.',
    safe: NOTHING_CHANGED,
    action: 'Vuelva a cargar la página e inténtelo de nuevo.',
  },
  'not-found': {
    message: 'Aquí no hay nada así.',
    safe: NOTHING_CHANGED,
    action: 'Búsquelo en la lista. Si es de otro local, pregunte a un administrador.',
  },
  'name-taken': {
    message: 'Alguien tiene ya este nombre.',
    safe: 'No se ha añadido ningún usuario.',
    action: 'Elija otro nombre.',
  },
  'last-admin': {
    message: 'Es el último administrador que puede iniciar sesión.',
    safe: NOTHING_CHANGED,
    action: 'Nombre antes a otro administrador.',
  },
  'password-unfit': {
    message: 'Esta contraseña no se puede usar.',
    safe: NOTHING_CHANGED,
    action: 'Elija una de 12 a 256 caracteres que no sea el nombre. Unas cuantas palabras bastan.',
  },
  'licence-unfit': {
    message: 'Esto no es una licencia, o no es de esta caja.',
    safe: 'No se ha enviado nada.',
    action: 'Elija el archivo emitido para esta caja.',
  },
  'plan-refuses': {
    message: 'Las reglas del contrato no permiten esto tal como se pidió.',
    safe: 'No se ha cambiado ni emitido nada.',
    action: 'Mire los motivos indicados y complete lo que falta.',
  },
  'trust-missing': {
    message: 'Este hub no conoce las claves de ningún proveedor y no envía licencias.',
    safe: 'No se ha enviado nada.',
    action: 'Arranque el hub con su archivo de confianza.',
  },
  'issuer-key-missing': {
    message: 'Este hub no tiene ahora ninguna clave para emitir licencias.',
    safe: 'No se ha creado ningún código.',
    action: 'Cree el código sin licencia y envíe la licencia más tarde.',
  },
  'zone-unknown': {
    message: 'Esa zona horaria no existe.',
    safe: 'No se ha creado ningún código.',
    action: 'Indique su nombre completo, por ejemplo Europe/Madrid.',
  },
  'line-still-bad': {
    message: 'Esta línea sigue sin estar bien y se queda apartada.',
    safe: 'Se conserva y no cuenta en ningún total.',
    action: 'Actualice el hub si todavía no entiende la línea. Si no, averigüe qué la ha cambiado.',
  },
  'line-forked': {
    message: 'Otra línea ocupa el lugar de esta.',
    safe: 'Esta llegó por la rama bifurcada y cuenta allí.',
    action: 'Mire las ramas del diario y explique la bifurcación.',
  },
  'invalid-request': {
    message: 'En esta petición falta algo o hay algo mal.',
    safe: NOTHING_CHANGED,
    action: 'Revise los datos introducidos.',
  },
  'body-too-large': {
    message: 'Es demasiado de una vez.',
    safe: NOTHING_CHANGED,
    action: 'Envíe menos.',
  },
  'unsupported-media-type': {
    message: 'El hub solo acepta JSON.',
    safe: NOTHING_CHANGED,
    action: 'Envíelo como application/json.',
  },
  'page-not-built': {
    message: 'Este hub se instaló sin su página.',
    safe: 'Las cajas se conectan y envían como siempre.',
    action: 'Genere la página y vuelva a arrancar el hub.',
  },
  overloaded: {
    message: 'El hub tiene ahora demasiado trabajo.',
    safe: NOTHING_CHANGED,
    action: 'Inténtelo de nuevo dentro de un momento.',
  },
  stopping: {
    message: 'El hub se está deteniendo.',
    safe: NOTHING_CHANGED,
    action: 'Inténtelo de nuevo cuando haya vuelto.',
  },
  internal: {
    message: 'El hub ha cometido un error.',
    safe: 'Lo que han enviado las cajas está a salvo. No es seguro que esto se haya hecho.',
    action: 'Mire lo que muestra ahora la página. Si se repite, mire el registro del hub.',
  },
};
