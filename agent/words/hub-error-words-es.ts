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
  'plan-unfit': {
    message: 'Esto no es un plan de contrato que estas cajas acepten.',
    safe: 'No se ha enviado ni guardado nada.',
    action: 'Pida al fabricante que firme el plan, con una versión propia.',
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
  'balance-short': {
    message: 'El saldo no alcanza.',
    safe: 'No se ha tomado nada de él.',
    action: 'Pida un paquete o recargue el saldo, y vuelva a intentarlo.',
  },
  'id-taken': {
    message: 'Con este número ya se envió otra cosa.',
    safe: 'Lo enviado primero queda como estaba, y esto no se ha hecho.',
    action:
      'Mire qué hay ahora. Si esto todavía hace falta, empiécelo de nuevo: así tendrá un número propio.',
  },
  'ticket-settled': {
    message: 'Este tique ya está liquidado.',
    safe: 'Lo liquidado queda como estaba.',
    action: 'Si era un error, devuelva primero la liquidación.',
  },
  'ticket-unknown': {
    message: 'Para este tique no hay nada reservado ni liquidado.',
    safe: 'El saldo está como estaba.',
    action: 'Busque el número del tique en el extracto.',
  },
  'lease-ended': {
    message: 'Este cupo ha terminado.',
    safe: 'El saldo está como estaba.',
    action: 'Busque en la lista de cupos uno que esté abierto.',
  },
  'contract-missing': {
    message: 'Ningún contrato vigente habla de este saldo.',
    safe: 'No se ha abonado ni cobrado nada.',
    action: 'Anote primero el contrato del cliente, con sus cajas.',
  },
  'contract-ambiguous': {
    message: 'Varios contratos hablan de este saldo.',
    safe: 'No se ha abonado ni cobrado nada.',
    action: 'Diga para qué contrato es.',
  },
  'pack-unknown': {
    message: 'El plan de este cliente no tiene ese paquete.',
    safe: 'No se ha abonado ni cobrado nada.',
    action: 'Elija uno de los paquetes del plan.',
  },
  'date-ahead': {
    message: 'Ese día o ese periodo aún no ha empezado.',
    safe: 'No se ha abonado ni cobrado nada.',
    action: 'Elija un día que no sea posterior a hoy, o espere al periodo.',
  },
  'lease-key-missing': {
    message: 'Este hub no tiene ahora ninguna clave para firmar cupos.',
    safe: 'No se ha tomado nada del saldo ni se ha enviado nada.',
    action: 'Arranque el hub con una clave de emisor válida.',
  },
  'station-revoked': {
    message: 'Esta caja está revocada y ya no se le envía nada.',
    safe: 'No se ha tomado nada del saldo ni se ha enviado nada.',
    action: 'Dé primero a la caja una clave nueva, o dé por perdido el cupo.',
  },
  'nothing-to-export': {
    message: 'De este periodo ya se ha exportado todo.',
    safe: 'Las exportaciones anteriores están como estaban.',
    action: 'Pida una exportación anterior por su número.',
  },
  'book-unfit': {
    message: 'Esto no encaja en los libros.',
    safe: NOTHING_CHANGED,
    action: 'Mire qué campo no es correcto y cámbielo.',
  },
  'case-decided': {
    message: 'Este caso ya está decidido.',
    safe: 'La decisión y su motivo siguen como estaban.',
    action: 'Abra otro caso.',
  },
  'rollout-unfit': {
    message: 'Eso no se puede hacer con este despliegue.',
    safe: 'Ninguna caja recibe otra orden por ello.',
    action:
      'Mire el motivo: quien lo escribió no puede aprobarlo, y una versión retirada ya no se distribuye.',
  },
  'ticket-ended': {
    message: 'Esta solicitud está cerrada.',
    safe: 'Lo que se anotó por ella queda como estaba.',
    action: 'Abra otra si queda algo por hacer.',
  },
  'no-till': {
    message: 'Esto no lo pidió nadie desde una caja.',
    safe: 'No se envió nada a ninguna caja.',
    action: 'Abra la sesión desde una solicitud que venga de una caja.',
  },
  'till-offline': {
    message: 'La caja no está conectada.',
    safe: 'No se le envió nada ni se preguntó a nadie.',
    action: 'Llame a la tienda: no tiene red o la caja está apagada.',
  },
  'second-session': {
    message: 'Otro técnico está en esta caja o la ha pedido.',
    safe: 'Su sesión sigue y en la caja no se preguntó otra vez.',
    action: 'Espere a que termine o hable con él.',
  },
  'contract-refuses': {
    message: 'El contrato no cubre una sesión ahora.',
    safe: 'En la caja no se preguntó a nadie y no se cobra nada.',
    action: 'Mire la decisión: dice cuándo, o qué hace falta antes.',
  },
  'session-open': {
    message: 'Una sesión en la caja por esta solicitud no ha terminado.',
    safe: 'No se ha cargado nada.',
    action: 'Termine antes la sesión: lo que duró se cobra con lo demás.',
  },
  'session-over': {
    message: 'Esta sesión ha terminado.',
    safe: 'La caja ya no envía nada.',
    action: 'Pida otra si queda algo por hacer.',
  },
  'work-open': {
    message: 'Esta solicitud es la de una orden de trabajo.',
    safe: 'No se ha cargado nada.',
    action: 'Cierre la orden de trabajo como hecha: la solicitud se resuelve con ella.',
  },
  'work-ended': {
    message: 'Esta orden de trabajo está cerrada.',
    safe: 'No se ha cambiado nada.',
    action: 'Cree otra orden de trabajo si queda algo por hacer.',
  },
  'work-begun': {
    message: 'En esta orden ya se ha trabajado.',
    safe: 'No se ha cancelado nada, y el tiempo queda.',
    action: 'Ciérrela como hecha, para que el tiempo se cobre según lo acordado.',
  },
  'checklist-open': {
    message: 'En la lista queda algo por hacer.',
    safe: 'La orden sigue abierta y no se ha cargado nada.',
    action: 'Haga lo que falta, márquelo y cierre después la orden.',
  },
  'checklist-order': {
    message: 'Esta lista se hace en su orden.',
    safe: 'No se ha marcado nada.',
    action: 'Haga antes lo que está encima; una actualización empieza con la copia de seguridad.',
  },
  'slot-taken': {
    message: 'Esta hora no está libre.',
    safe: 'No se ha cambiado ninguna cita.',
    action: 'Elija otra de las horas libres.',
  },
  'slot-past': {
    message: 'Esta hora ya ha pasado.',
    safe: 'No se ha planificado nada.',
    action: 'Elija una hora que esté por venir.',
  },
  'too-soon': {
    message: 'El contrato exige más tiempo entre la solicitud y la cita.',
    safe: 'No se ha planificado nada y la hora sigue libre.',
    action: 'Elija una hora posterior; la primera posible está en los detalles.',
  },
  'technician-busy': {
    message: 'El técnico tiene otra cosa a esa hora.',
    safe: 'No se ha cambiado nada.',
    action: 'Elija otra hora u otro técnico.',
  },
  'planned-already': {
    message: 'Esta solicitud ya tiene una hora.',
    safe: 'Conserva esa hora.',
    action: 'Libérela antes si ha de tener otra.',
  },
  'vault-key-missing': {
    message: 'Este hub no tiene clave para su caja fuerte.',
    safe: 'No se ha escrito ni leído nada.',
    action: 'Cree una con tillwarden hub vault init e inicie el hub con --vault-key.',
  },
  'vault-key-wrong': {
    message: 'La clave de la caja fuerte no es aquella con la que se selló esto.',
    safe: 'Sigue sellado; no se ha leído ni cambiado nada.',
    action: 'Inicie el hub con el archivo de clave correcto o restaure su copia.',
  },
  'vault-changed': {
    message: 'Alguien ha cambiado esta entrada mientras tanto.',
    safe: 'No se ha escrito ni borrado nada.',
    action: 'Mire lo que hay ahora y decida entonces de nuevo.',
  },
  'webhook-unfit': {
    message: 'El hub no envía a esta dirección.',
    safe: 'No se ha cambiado nada.',
    action:
      'Indique una dirección https fuera de redes privadas, o haga iniciar el hub con --webhook-allow.',
  },
  'notice-undecided': {
    message: 'Ningún contrato ha decidido que esto termine algo.',
    safe: 'El contrato sigue como estaba.',
    action: 'Mire en el tique qué se decidió y si se conoce al cliente.',
  },
};
