import type { SupportErrorWords } from './support-words.ts';

export const supportWordsEs: SupportErrorWords = {
  'ticket-not-found': {
    message: 'No hay ninguna petición de ayuda con este número.',
    safe: 'No ha cambiado nada.',
    action: 'Mire la lista de peticiones de ayuda.',
  },
  'ticket-ended': {
    message: 'Esta petición de ayuda está cerrada.',
    safe: 'Queda como está, con todo lo que se dijo.',
    action: 'Si hace falta, pida ayuda de nuevo.',
  },
  'no-session': {
    message: 'Nadie está conectado a esta caja desde fuera, o se acabó el tiempo para aceptar.',
    safe: 'Nadie ve esta caja.',
    action: 'Si todavía necesita al técnico, pídale que lo solicite otra vez.',
  },
  'code-not-typed': {
    message: 'El técnico todavía no ha escrito el código correcto.',
    safe: 'Nadie ve esta caja.',
    action: 'Lea al técnico el código de la pantalla y después acepte.',
  },
  'session-not-live': {
    message: 'Ahora mismo no hay ningún técnico conectado.',
    safe: 'Nadie ve esta caja.',
    action: 'No hay que hacer nada.',
  },
  'session-not-paused': {
    message: 'La vista del técnico no está en pausa.',
    safe: 'No ha cambiado nada.',
    action: 'No hay que hacer nada.',
  },
  'control-not-possible': {
    message: 'El técnico puede ver esta caja, pero en esta sesión no se le puede dar el control.',
    safe: 'La sesión sigue como estaba.',
    action:
      'Si el técnico tiene que hacer clic, termine la sesión y pídale que solicite una con pantalla.',
  },
  'windows-invalid': {
    message: 'Estas horas no se pueden autorizar.',
    safe: 'Siguen valiendo las horas autorizadas antes.',
    action:
      'Autorice como máximo 20 intervalos de hasta 24 horas cada uno, ninguno pasado y ninguno más allá de 60 días.',
  },
  'remote-control-on': {
    message: 'El técnico tenía el control de esta caja, por eso no se ha hecho.',
    safe: 'No se ha movido dinero. Se le ha retirado el control.',
    action: 'Si lo quiere usted, pídalo otra vez.',
  },
  'control-suspended': {
    message: 'El técnico tenía el control de esta caja, por eso no se ha comprobado el PIN.',
    safe: 'Se le ha retirado el control. Nadie ha iniciado sesión.',
    action: 'Escriba ahora su PIN otra vez.',
  },
  'pin-needed-again': {
    message: 'Un técnico ha tenido el control de esta caja después de que usted iniciara sesión.',
    safe: 'No se ha movido dinero.',
    action: 'Inicie sesión otra vez con su PIN y después pídalo de nuevo.',
  },
};
