import type { LicenceWords } from './licence-text.ts';

const KEPT = 'La licencia que tenía esta caja sigue en vigor.';
const ASK_AGAIN = 'Pide al proveedor que envíe otra vez la licencia, en un archivo o desde el hub.';
const FETCH_AGAIN = 'Vuelve a copiar o descargar el archivo. Si no sirve, pídelo al proveedor.';

export const licenceWordsEs: LicenceWords = {
  demo: {
    title: 'DEMO',
    text: 'Esta instalación usa claves de demostración. Sus licencias no prueban nada.',
  },
  noTrust: {
    title: 'Esta instalación está incompleta',
    text: 'Falta o está dañado el archivo que dice de quién valen aquí las licencias, así que no se puede comprobar ninguna. Llama al proveedor.',
  },
  unlicensed: (daysLeft) => ({
    title: 'Todavía sin licencia',
    text: `Se puede vender con normalidad ${daysLeft} ${daysLeft === 1 ? 'día' : 'días'} más de funcionamiento. Pide al proveedor la licencia de esta caja.`,
  }),
  graceOver: {
    title: 'Sin licencia: no hay ventas nuevas',
    text: 'El plazo para activar esta caja ha terminado. Una venta en curso se puede acabar, y se puede devolver dinero, vaciar y contar. Llama al proveedor para pedir la licencia.',
  },
  heldRefused: (reason) => ({
    title: 'La licencia de esta caja ya no vale',
    text: `${reason} Pide otra al proveedor.`,
  }),
  active: (lastCoveredDay) => ({
    title: 'Licencia en regla',
    text: `El mantenimiento cubre esta caja hasta el ${lastCoveredDay} inclusive.`,
  }),
  lapsedReinstatable: (lastCoveredDay, newLicenceFrom) => ({
    title: 'El mantenimiento ha terminado',
    text: `Se puede vender con normalidad. El último día cubierto fue el ${lastCoveredDay}; la asistencia se cobra. Antes del ${newLicenceFrom} se puede retomar el mantenimiento: consulta al proveedor.`,
  }),
  lapsedNewLicence: (lastCoveredDay) => ({
    title: 'El mantenimiento terminó hace mucho',
    text: `Se puede vender con normalidad. El último día cubierto fue el ${lastCoveredDay}; para tener mantenimiento y versiones nuevas hace falta una licencia nueva. Pide un presupuesto al proveedor.`,
  }),
  revoked: {
    title: 'Licencia retirada: no hay ventas nuevas',
    text: 'El proveedor ha retirado la licencia de esta caja. Una venta en curso se puede acabar, y se puede devolver dinero, vaciar y contar. Llama al proveedor.',
  },
  clock: {
    'battery-dead': {
      title: 'El reloj ha perdido la hora',
      text: 'Se puede vender con normalidad. Seguramente se ha agotado la pila de la placa del ordenador: haz que la cambien y pon la fecha y la hora.',
    },
    behind: {
      title: 'El reloj está atrasado',
      text: 'Se puede vender con normalidad. Comprueba la fecha y la hora de este ordenador; las versiones nuevas esperan a que el hub confirme la hora.',
    },
    ahead: {
      title: 'El reloj está adelantado',
      text: 'Se puede vender con normalidad. La hora del hub es anterior: comprueba la fecha y la hora de este ordenador.',
    },
  },
  rebindNeeded: {
    title: 'La licencia se emitió para otro ordenador',
    text: 'Vender, devolver dinero y contar siguen con normalidad; mientras tanto no hay versiones nuevas. Muy pocas piezas de este ordenador son las de la licencia. Si se han cambiado piezas o se ha trasladado la caja, pide al proveedor que vincule la licencia a este ordenador, o un código para dar de alta la caja de nuevo.',
  },
  binding: {
    unbound: 'La licencia no está vinculada a ningún ordenador.',
    parts: (matched, named, needed) =>
      `De ${named} piezas del ordenador que nombra la licencia, ${matched} están aquí; hacen falta ${needed}.`,
    drifted:
      'Han cambiado piezas de este ordenador, y la licencia vale. El hub la vincula por sí solo a las piezas de ahora; sin hub, pide al proveedor un archivo de licencia nuevo antes de cambiar más piezas.',
  },
  refusals: {
    malformed: {
      message: 'Este archivo no es una licencia, o está dañado.',
      safe: KEPT,
      action: FETCH_AGAIN,
    },
    oversize: {
      message: 'Este archivo es demasiado grande para ser una licencia.',
      safe: KEPT,
      action: 'Elige el archivo que ha enviado el proveedor.',
    },
    'non-canonical-base64': {
      message: 'El texto de esta licencia ha cambiado por el camino.',
      safe: KEPT,
      action: FETCH_AGAIN,
    },
    'bad-algorithm': {
      message: 'Esta licencia está firmada de una forma que no se acepta.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'unknown-critical-header': {
      message: 'Esta licencia exige algo que esta versión no conoce.',
      safe: KEPT,
      action: 'Pregunta al proveedor si esta caja necesita antes una versión más nueva.',
    },
    'unexpected-header': {
      message: 'Esta licencia lleva datos que ninguna licencia tiene.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'wrong-type': {
      message: 'Es un archivo firmado, pero no una licencia de un tipo conocido aquí.',
      safe: KEPT,
      action:
        'Elige el archivo de la licencia, o pregunta al proveedor si hace falta una versión más nueva.',
    },
    tampered: {
      message: 'El contenido de esta licencia se cambió después de firmarla.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'uncertified-key': {
      message: 'Esta licencia no la ha firmado el proveedor de esta instalación.',
      safe: KEPT,
      action: 'Consulta al proveedor y no uses este archivo.',
    },
    'wrong-role': {
      message: 'Esta licencia está firmada con una clave que no es para licencias.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'certificate-outside-validity': {
      message: 'Esta licencia se firmó fuera del tiempo para el que vale su clave.',
      safe: KEPT,
      action: 'Pide al proveedor que la emita de nuevo con una clave vigente.',
    },
    'wrong-key-epoch': {
      message: 'El número de esta licencia no corresponde a la clave con que se firmó.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'wrong-nonce': {
      message: 'Es la respuesta a otra pregunta.',
      safe: KEPT,
      action: 'Vuelve a intentarlo; si sigue igual, comprueba la conexión con el hub.',
    },
    'wrong-station': {
      message: 'Esta licencia es para otra caja.',
      safe: KEPT,
      action: 'Elige el archivo de esta caja, o pídelo al proveedor.',
    },
    'older-generation': {
      message: 'Esta licencia es más antigua que la que tiene esta caja.',
      safe: KEPT,
      action: 'Usa el archivo más reciente del proveedor.',
    },
    'generation-reused': {
      message: 'Dos licencias distintas llevan el mismo número.',
      safe: KEPT,
      action: 'Pide al proveedor que emita la licencia con un número nuevo.',
    },
  },
};
