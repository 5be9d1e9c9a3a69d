import type { VaultWords } from './vault-text.ts';

export const vaultWordsEs: VaultWords = {
  nav: 'Caja fuerte',
  text: 'Datos de acceso a los sistemas de los clientes. Están sellados; la lista solo muestra cómo se llaman.',
  add: 'Añadir una entrada',
  read: 'Leer',
  change: 'Cambiar',
  remove: 'Borrar',
  filter: 'Cliente, nombre o local',
  customer: 'Cliente',
  site: 'Local',
  label: 'Nombre',
  lastChange: 'Último cambio',
  version: (version) => `Versión ${version}`,
  none: { title: 'La caja fuerte está vacía', text: 'Lo que añada se sella bajo su nombre.' },
  noneOf: (customer) => ({
    title: `No hay nada guardado de ${customer}`,
    text: 'Lo que añada de este cliente se sella bajo su nombre.',
  }),
  noMatch: {
    title: 'Nada coincide',
    text: 'Ningún cliente, nombre o local tiene estas letras.',
  },
  noKey: {
    title: 'Este hub no tiene clave para su caja fuerte',
    text: 'No se puede sellar ni leer nada. En el ordenador del hub, cree una clave con la primera orden e inicie el hub con la segunda. Guarde una copia del archivo de la clave lejos de las copias de la carpeta del hub: sin él, lo sellado queda sellado para siempre.',
  },
  ofCustomer: (customer) => `Caja fuerte: ${customer}`,
  allCustomers: 'Todos los clientes',
  ticket: {
    link: 'Datos de acceso del cliente',
    from: (ticket) => ({
      title: `Para ${ticket}`,
      text: 'Lo que lea aquí queda anotado con esta solicitud.',
    }),
    notOf: {
      title: 'Esta solicitud no es de este cliente',
      text: 'Lo que lea aquí queda anotado sin ella.',
    },
  },
  write: {
    addTitle: 'Añadir una entrada',
    addTitleOf: (customer) => `Añadir una entrada de ${customer}`,
    addText:
      'Queda sellada. Después, solo ve los valores quien diga para qué, y queda anotado quién ha sido.',
    changeTitle: (label) => `Cambiar ${label}`,
    changeText:
      'Lo sellado se sustituye por completo y aquí no se muestra nada de ello. Escriba todos los campos que la entrada tendrá desde ahora: un campo sin valor aquí desaparece. Si necesita lo que hay ahora, léalo antes.',
    labelHint: 'Lo ve quien tiene acceso a la caja fuerte: no escriba en él nada secreto.',
    fields: 'Campos',
    fieldsHint: 'Una línea sin valor se omite.',
    fieldName: 'Campo',
    value: 'Valor',
    moreFields: 'Otro campo',
    dropField: 'Quitar',
    usual: ['Dirección', 'Usuario', 'Contraseña'],
    save: 'Sellar',
    saved: { title: 'Está sellado', text: 'Léalo si quiere ver que todo está bien.' },
    noCustomers: {
      title: 'Todavía no hay ningún cliente',
      text: 'Los clientes se escriben en los libros, entre las partes.',
    },
    unfit: {
      empty: { title: 'Falta un valor.', text: 'Escriba al menos un campo con su valor.' },
      nameless: {
        title: 'Un valor no tiene nombre.',
        text: 'Diga qué es, por ejemplo la contraseña.',
      },
      twice: {
        title: 'Dos campos se llaman igual.',
        text: 'Dé a cada uno un nombre propio.',
      },
      tooLong: {
        title: 'Un valor es demasiado largo.',
        text: 'En un valor caben 4.000 caracteres.',
      },
    },
  },
  reading: {
    title: (label) => `Leer ${label}`,
    text: 'Quién lo lee, cuándo y por qué se anota antes de mostrarlo. Nadie puede cambiarlo.',
    reason: 'Para qué lo necesita',
    noReason: { title: 'Falta el motivo.', text: 'Diga para qué lo necesita.' },
    ticket: 'Solicitud',
    yes: 'Mostrar',
  },
  shown: {
    text: 'Se oculta solo al cabo de un minuto, o en cuanto deje esta pestaña.',
    copy: 'Copiar',
    copied: 'Copiado. Queda en el portapapeles hasta que copie otra cosa.',
    copyFailed: {
      title: 'No se ha podido copiar',
      text: 'Marque el valor y cópielo a mano.',
    },
    hide: 'Ocultar',
    hidden: {
      title: 'Los valores vuelven a estar ocultos',
      text: 'Para verlos, lea la entrada otra vez.',
    },
    changed: {
      title: 'Alguien ha cambiado esta entrada mientras tanto',
      text: 'Lo que ve ya no vale. Ocúltelo y léalo otra vez.',
    },
  },
  removal: {
    title: (label) => `¿Borrar ${label}?`,
    text: 'Lo sellado desaparece entonces, para todos. Que existió queda anotado.',
    yes: 'Sí, borrar',
    done: { title: 'La entrada está borrada', text: 'Que existió queda anotado.' },
  },
  audit: {
    title: 'Quién ha escrito y leído',
    text: 'Aquí no se puede cambiar nada. Se muestran los más recientes, 500 como mucho.',
    none: {
      title: 'Todavía no ha pasado nada',
      text: 'Aquí aparece todo lo que se haga con la caja fuerte.',
    },
    when: 'Cuándo',
    who: 'Quién',
    what: 'Qué',
    which: 'Entrada',
    why: 'Por qué',
    acts: {
      written: 'Escrita',
      read: 'Leída',
      removed: 'Borrada',
      'sealed-anew': 'Sellada con otra clave',
    },
  },
};
