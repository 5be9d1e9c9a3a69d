import type { PageWords } from './page-text.ts';

export const pageWordsEs: PageWords = {
  title: 'Caja',
  language: 'Idioma',
  live: 'Conectada',
  notLive: 'Sin conexión',
  lastSale: 'Última venta',
  headlines: {
    deposit: 'Se introduce dinero fuera de una venta',
    moving: 'La máquina está moviendo dinero',
    'no-new-sales': 'No se puede iniciar otra venta',
    'not-ready': 'La máquina no está lista',
    idle: 'Lista para la próxima venta',
    collecting: 'Introduzca el dinero',
    'counting-paid': 'Pagado. Contando las últimas monedas',
    'counting-cancelled': 'Cancelado. Contando las últimas monedas',
    'paying-change': 'Devolviendo el cambio',
    returning: 'Devolviendo el dinero',
    'paying-debt': 'Pagando un importe pendiente',
    unresolved: 'No se sabe cuánto ha salido',
    settled: 'Pagado',
    returned: 'Dinero devuelto',
    owed: 'Falta dinero por devolver al cliente',
  },
  figures: {
    rest: 'Falta por pagar',
    due: 'A pagar',
    inserted: 'Introducido',
    change: 'Cambio',
    'money-back': 'Devolución',
    'paid-out': 'Devuelto',
    owed: 'Se debe',
    unresolved: 'Quizá devuelto',
    'open-amount': 'Importe pendiente',
  },
  giveBack: 'Devolver el dinero',
  giveBackQuestion: (amount) => ({
    title: '¿Cancelar esta venta?',
    text:
      amount === undefined
        ? 'Todavía no se ha introducido dinero.'
        : `La máquina devuelve ${amount} al cliente.`,
    yes: amount === undefined ? 'Sí, cancelar' : 'Sí, devolver',
    no: 'No, seguir',
  }),
  connecting: { title: 'Conectando con la caja…', text: 'Un momento, por favor.' },
  connectionLost: (time) => ({
    title: 'Sin conexión con la caja',
    text: `Esto es lo que había a las ${time}. El dinero introducido está registrado. Volviendo a intentarlo…`,
  }),
  tokenMissing: {
    title: 'Esta página necesita su propio enlace',
    text: 'Ábrela con el enlace completo de esta caja. Termina en «#token=…». Si no lo tienes, pídelo a quien se encarga de la caja.',
  },
  tokenRefused: {
    title: 'Este enlace ya no es válido',
    text: 'Abre la página con el enlace nuevo de esta caja. Si no lo tienes, pídelo a quien se encarga de la caja.',
  },
  exactChangeOnly: {
    title: 'Solo importe exacto',
    text: 'A la máquina le faltan monedas para dar cambio. Pide el importe exacto.',
  },
  exactChangeOnlyIn: (currencies) => ({
    title: `Solo importe exacto: ${currencies}`,
    text: `A la máquina le falta ${currencies} para dar cambio. Pide el importe exacto en esa moneda.`,
  }),
  refill: (values) => ({ title: 'Queda poco cambio', text: `Rellene cuando pueda: ${values}.` }),
  takeOut: (values) => ({ title: 'Casi lleno', text: `Haga retirar: ${values}.` }),
  notReady: (parts) => ({
    title: 'La máquina no acepta efectivo',
    text: `${parts} Comprueba la corriente y los cables, o cobra a mano.`,
  }),
  partNotWorking: (parts) => ({
    title: 'Una parte de la máquina no funciona',
    text: `${parts} Se puede seguir vendiendo; puede faltar cambio.`,
  }),
  partStates: {
    starting: (part) => `${part} está arrancando.`,
    down: (part) => `${part} no responde.`,
    fault: (part, detail) => `${part} avisa de una avería (${detail}).`,
  },
  unresolved: (amount, part) => ({
    title: `No se sabe si han salido ${amount}`,
    text: `No lo pagues a mano todavía. Comprueba la corriente y los cables de ${part}; si sigue sin responder, cuenta sus monedas e introduce el recuento.`,
  }),
  unresolvedHidden: (part) => ({
    title: 'No se sabe cuánto se ha movido',
    text: `No lo repitas todavía. Comprueba la corriente y los cables de ${part}; si sigue sin responder, cuenta lo que hay dentro e introduce el recuento.`,
  }),
  requestFailed: {
    title: 'La orden no ha llegado',
    text: 'No consta que se haya ejecutado. Mira lo que muestra ahora la página antes de volver a intentarlo.',
  },
  dismiss: 'Cerrar',
  operatorsUnusable: {
    title: 'No se puede leer la lista de operadores',
    text: 'Las ventas continúan. Hasta que se arregle, nadie puede iniciar sesión para pagar o retirar dinero.',
  },
  updateBeginning: (version) => ({
    title: `Se está iniciando la versión ${version}`,
    text: 'La caja se reinicia ahora y vuelve en un par de minutos. No se pierde nada de lo pagado.',
  }),
  latestEntitled: (version) => ({
    title: `La última versión que puede tener esta caja: ${version}`,
    text: 'El mantenimiento ha terminado. Esta versión sigue ahí para ella; las más nuevas vienen con un nuevo mantenimiento: pregunta al proveedor.',
  }),
  updateReady: (version) => ({
    title: `La versión ${version} está lista`,
    text: 'La venta sigue. Se instala cuando lo diga quien se ocupa de la caja: tillwarden update apply.',
  }),
  coverage: {
    'not-covered': {
      title: 'El contrato de soporte no nombra esta caja',
      text: 'La venta sigue. No recibe ayuda hasta que se amplíe el contrato: pregunte a quien se ocupa del contrato.',
    },
    ended: {
      title: 'El contrato de soporte de esta caja ha terminado',
      text: 'La venta sigue. No recibe ayuda hasta que haya otro: pregunte a quien se ocupa del contrato.',
    },
  },
  signInTitle: '¿Quién paga esto?',
  noOperators:
    'Todavía no hay nadie dado de alta en esta caja. Un administrador lo hace con «tillwarden operator add».',
  pin: 'PIN',
  signIn: 'Iniciar sesión',
  signOut: 'Cerrar sesión',
  cancel: 'Cancelar',
  signedIn: (name) => ({
    title: `Sesión iniciada: ${name}`,
    text: 'Cierra la sesión cuando dejes la caja.',
  }),
  debts: 'Importes pendientes',
  debtCauses: { owed: 'Se debe a un cliente', unassigned: 'Introducido fuera de una venta' },
  debtAdvice: {
    owed: 'Págalo a mano y confírmalo, o deja que lo pague la máquina.',
    unassigned: 'Devuélvelo a quien lo introdujo.',
  },
  debtBeingPaid: 'La máquina lo está pagando',
  payByHand: 'Pagado a mano',
  payByHandQuestion: (amount) => ({
    title: `¿Has entregado ${amount}?`,
    text: 'Confírmalo solo cuando el cliente tenga el dinero. No se puede deshacer.',
    yes: 'Sí, entregado',
    no: 'Todavía no',
  }),
  payByMachine: 'Que pague la máquina',
  payByMachineQuestion: (amount) => ({
    title: `¿Pagar ahora ${amount}?`,
    text: 'Las monedas salen enseguida. El cliente debería estar junto a la máquina.',
    yes: 'Sí, pagar',
    no: 'No',
  }),
};
