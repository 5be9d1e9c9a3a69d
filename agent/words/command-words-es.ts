import type { CommandWords } from './command-text.ts';

export const commandWordsEs: CommandWords = {
  agent: {
    missing: (url) => `El programa de la caja no contesta en ${url}. ¿Está en marcha?`,
    silent: 'Se preguntó al programa de la caja y no llegó ninguna respuesta.',
    foreign: (url) => `Lo que contesta en ${url} no es un programa de caja de esta versión.`,
    after: {
      missing:
        'No se ha hecho nada.\nPonga en marcha el programa de la caja y vuelva a intentarlo.',
      silent:
        'No se sabe si se hizo; no se hace dos veces por sí solo.\nMire primero cómo está y después vuelva a intentarlo: tillwarden help list, tillwarden support.',
      foreign:
        'No consta que se haya hecho nada.\nQuien cuida de esta caja debe mirar qué programa usa su puerto.',
    },
    inDetail: 'En detalle',
    hints: {
      'operator-needed': 'Aquí se inicia sesión con: --operator ID',
      'code-not-typed': 'Aquí el código se ve con: tillwarden support',
      'ticket-not-found': 'Aquí se ven con: tillwarden help list',
      unauthorised: 'Aquí la clave viene de --token-file o TILLWARDEN_TOKEN.',
    },
  },
  wrongCall: {
    unknownOption: (option) => `Aquí no existe la opción ${option}.`,
    valueMissing: (option) => `Falta algo detrás de ${option}.`,
    valueUnasked: (option) => `${option} va sola: no lleva ningún valor.`,
    foreignOption: (option) => `${option} no significa nada aquí.`,
    foreignWords: (words) => `«${words}» no significa nada aquí.`,
    unknownAction: (action, known) => `No existe ${action}. Existe: ${known}.`,
    language: (known) => `--language es uno de ${known}.`,
    noPort: 'La configuración no indica ningún api.port donde encontrar la caja.',
    noToken:
      'Indique dónde está la clave de un programa: --token-file FILE o TILLWARDEN_TOKEN. tillwarden client add NAME crea una: use una solo para esta orden.',
    noPin: 'Indique dónde está el PIN: --pin-file FILE o --pin-stdin.',
    unreadable: (file) => `No se puede leer el archivo ${file}.`,
  },
  usage: {
    title: 'Uso',
    help: {
      ask: 'pedir ayuda; lo que dice el contrato se muestra enseguida, también sin línea',
      list: 'las peticiones de ayuda de esta caja',
      one: 'una de ellas por su número: lo que se dijo, decir algo o retirarla',
      bundle:
        'poner los registros de la caja en un archivo, sin secretos; --trace añade lo último que pasó por los puertos',
    },
    support: {
      session: 'quién está conectado a esta caja, o quiere estarlo, y el código que hay que leerle',
      answer: 'dejar ver esta caja, rechazarlo o cortar la conexión enseguida',
      control: 'dejar manejar la caja o retirar el control',
      resume: 'después de contar: volver a mostrarla',
      hours: 'las horas en que un técnico puede mirar sin nadie aquí',
      grant:
        'autorizar esas horas, en lugar de las que haya: como 2026-11-24T22:00/2026-11-25T06:00, o tantas noches desde hoy, de 22 a 6 si no se dice otra cosa; solo puede un administrador',
      withdraw: 'retirarlas todas',
    },
    operator: '--operator ID pregunta su PIN, o lo toma de --pin-file FILE o --pin-stdin',
    token:
      '--token-file FILE o TILLWARDEN_TOKEN tiene la clave de este programa (tillwarden client add)',
    language: 'si no, el idioma de la configuración de la caja o el de LC_ALL, LC_MESSAGES, LANG',
    json: '--json muestra la respuesta de la caja, sin sus frases; --config FILE',
  },
  pinOf: (operatorId) => `PIN de ${operatorId}: `,
  help: {
    none: 'Todavía nadie ha pedido ayuda.',
    whichOne: '¿Cuál? Indique su número, por ejemplo 12; todas están en tillwarden help list.',
    nothingSaid: '¿Qué quiere decir? Por ejemplo: tillwarden help say 12 ya funciona',
    quoteIt:
      'Para pedir ayuda, ponga entre comillas lo que pasa: tillwarden help --words "la impresora no imprime"',
    topics: (known) => `--topic es uno de ${known}.`,
    bundled: (path, kilobytes) => `Los registros están en ${path} (${kilobytes} kB).`,
  },
  support: {
    nobody: 'Nadie está conectado a esta caja.',
    noControl: {
      paused:
        'Alguien cuenta aquí, por eso no se muestra nada. Después deje que se vuelva a ver y dé el control: tillwarden support resume',
      unattended:
        'No hacía falta nadie aquí, por eso solo se puede mirar. Para el control, un administrador retira las horas y el técnico lo solicita otra vez: tillwarden support hours withdraw --operator ID',
      external:
        'Otro programa muestra la pantalla y ya tiene el control. Solo esto lo retira: tillwarden support stop',
    },
    whoGrants: 'Indique qué administrador lo hace: --operator ID.',
    noHours: 'Indique qué horas: por ejemplo --nights 1, o 2026-11-24T22:00/2026-11-25T06:00.',
    bothHours: 'Indique noches u horas, no las dos cosas.',
    span: (said) =>
      `«${said}» no es un intervalo: escriba desde/hasta, por ejemplo 2026-11-24T22:00/2026-11-25T06:00.`,
    tooMany: (max) => `Se pueden autorizar como máximo ${max} intervalos.`,
    number: (option, min, max) => `${option} es un número de ${min} a ${max}.`,
  },
};
