/** What assistance by pool or wallet says, in a sentence each. */
import type { Localized } from '../core/contract/plan.ts';

export const OMN_CLAUSES: Readonly<Record<string, Localized>> = {
  'OMN-01': {
    es: 'Las actualizaciones llegan a todos por Internet.',
    de: 'Aktualisierungen kommen für alle über das Internet.',
    it: 'Gli aggiornamenti arrivano a tutti via Internet.',
    en: 'Updates reach everybody over the Internet.',
  },
  'OMN-02': {
    es: 'El programa se mantiene conforme a las normas fiscales.',
    de: 'Das Programm bleibt auf dem Stand der Steuerregeln.',
    it: 'Il programma resta conforme alle norme fiscali.',
    en: 'The program is kept conformant to the fiscal rules.',
  },
  'OMN-03': {
    es: 'La asistencia requiere uno de los dos planes anuales.',
    de: 'Hilfe setzt einen der beiden Jahrespläne voraus.',
    it: 'L’assistenza richiede uno dei due piani annuali.',
    en: 'Assistance takes one of the two annual plans.',
  },
  'OMN-04': {
    es: 'Presidio incluye 15 horas a distancia y 10 en el local, al año.',
    de: 'Presidio enthält 15 Stunden Fernhilfe und 10 vor Ort im Jahr.',
    it: 'Presidio comprende 15 ore da remoto e 10 sul posto, all’anno.',
    en: 'Presidio includes 15 hours remote and 10 on site a year.',
  },
  'OMN-05': {
    es: 'Agotadas las horas, se recarga un saldo a la tarifa acordada.',
    de: 'Sind die Stunden verbraucht, wird ein Guthaben zum vereinbarten Satz aufgeladen.',
    it: 'Esaurite le ore, si ricarica un plafond alla tariffa concordata.',
    en: 'Once the hours are used up, a wallet is recharged at the agreed rate.',
  },
  'OMN-07': {
    es: 'Con Plafond cada asistencia se paga de un saldo recargable.',
    de: 'Bei Plafond wird jede Hilfe aus einem aufladbaren Guthaben bezahlt.',
    it: 'Con Plafond ogni assistenza si paga da un credito ricaricabile.',
    en: 'With Plafond each assistance is paid from a rechargeable wallet.',
  },
  'OMN-08': {
    es: 'El saldo debe cubrir al menos dos horas de la asistencia pedida.',
    de: 'Das Guthaben muss mindestens zwei Stunden der gewünschten Hilfe decken.',
    it: 'Il credito deve coprire almeno due ore dell’assistenza richiesta.',
    en: 'The wallet must cover at least two hours of the assistance asked for.',
  },
  'OMN-09': {
    es: 'Las visitas siguen un plan semanal y se piden 48 horas antes.',
    de: 'Einsätze folgen einem Wochenplan und werden 48 Stunden vorher angemeldet.',
    it: 'Gli interventi seguono un piano settimanale e si chiedono 48 ore prima.',
    en: 'Visits follow a weekly plan and are asked for 48 hours before.',
  },
};
