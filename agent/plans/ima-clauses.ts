/** What the rows of the licence with maintenance cite, in plain words. */
import type { Localized } from '../core/contract/plan.ts';

export const IMA_CLAUSES: Readonly<Record<string, Localized>> = {
  'IMA-01': {
    es: 'Quien quiere ser distribuidor da primero el mandato SEPA.',
    de: 'Wer Händler werden will, erteilt zuerst das SEPA-Mandat.',
    it: 'Chi vuole diventare distributore dà prima il mandato SEPA.',
    en: 'A would-be distributor first gives the SEPA mandate.',
  },
  'IMA-02': {
    es: 'Se puede acordar otra forma de pago; consta quién la aprobó.',
    de: 'Eine andere Zahlungsart kann vereinbart werden; festgehalten wird, wer sie genehmigt hat.',
    it: 'Si può concordare un altro pagamento; si annota chi lo ha approvato.',
    en: 'Another way of paying can be agreed; who approved it is on record.',
  },
  'IMA-03': {
    es: 'Con el pago acordado y el primer pedido, la empresa queda registrada.',
    de: 'Mit vereinbarter Zahlung und erster Bestellung ist die Firma eingetragen.',
    it: "Con il pagamento concordato e il primo ordine l'azienda è registrata.",
    en: 'With payment agreed and a first order, the company is registered.',
  },
  'IMA-08': {
    es: 'Se puede escribir a cualquier hora; se responde en el horario.',
    de: 'Schreiben kann man jederzeit; geantwortet wird zu den Servicezeiten.',
    it: "Si può scrivere a ogni ora; si risponde nell'orario di servizio.",
    en: 'One may write at any hour; the answer comes within the hours.',
  },
  'IMA-10': {
    es: 'El primer pedido es de cinco licencias o más.',
    de: 'Die erste Bestellung umfasst mindestens fünf Lizenzen.',
    it: 'Il primo ordine è di almeno cinque licenze.',
    en: 'The first order is five licences or more.',
  },
  'IMA-11': {
    es: 'Cada año el distribuidor compra doce licencias.',
    de: 'Jedes Jahr kauft der Händler zwölf Lizenzen.',
    it: 'Ogni anno il distributore acquista dodici licenze.',
    en: 'Each year the distributor buys twelve licences.',
  },
  'IMA-12': {
    es: 'La ayuda es a distancia y para el programa, no para las máquinas.',
    de: 'Geholfen wird aus der Ferne und beim Programm, nicht bei den Geräten.',
    it: "L'aiuto è a distanza e per il programma, non per le macchine.",
    en: 'Help is remote and for the program, not for the machines.',
  },
  'IMA-13': {
    es: 'El horario es de 9 a 14 y de 15 a 17, los días laborables.',
    de: 'Servicezeiten sind werktags 9 bis 14 und 15 bis 17 Uhr.',
    it: "L'orario è dalle 9 alle 14 e dalle 15 alle 17, nei giorni lavorativi.",
    en: 'The hours are 9 to 14 and 15 to 17 on working days.',
  },
  'IMA-14': {
    es: 'El distribuidor intenta primero resolverlo con el cliente.',
    de: 'Zuerst versucht der Händler, es mit dem Kunden zu lösen.',
    it: 'Prima il distributore prova a risolvere con il cliente.',
    en: 'The distributor first tries to solve it with the customer.',
  },
  'IMA-15': {
    es: 'Cuando el distribuidor llama después de intentarlo, recibe ayuda.',
    de: 'Ruft der Händler nach diesem Versuch an, wird ihm geholfen.',
    it: 'Quando il distributore chiama dopo il tentativo, riceve aiuto.',
    en: 'A distributor who calls after that attempt is helped.',
  },
  'IMA-16': {
    es: 'El cliente habla con su distribuidor, nunca directamente con el fabricante.',
    de: 'Der Kunde spricht mit seinem Händler, nie direkt mit dem Hersteller.',
    it: 'Il cliente parla con il suo distributore, mai direttamente con il produttore.',
    en: 'The customer speaks with the distributor, never with the vendor directly.',
  },
  'IMA-17': {
    es: 'El mantenimiento incluye las actualizaciones.',
    de: 'Die Wartung enthält die Aktualisierungen.',
    it: 'La manutenzione comprende gli aggiornamenti.',
    en: 'Maintenance includes updates.',
  },
  'IMA-18': {
    es: 'El mantenimiento de cada licencia empieza con su instalación.',
    de: 'Die Wartung jeder Lizenz beginnt mit ihrer Installation.',
    it: 'La manutenzione di ogni licenza comincia con la sua installazione.',
    en: 'Maintenance of each licence begins when it is installed.',
  },
  'IMA-19': {
    es: 'El primer año de mantenimiento es gratuito.',
    de: 'Das erste Wartungsjahr ist kostenlos.',
    it: 'Il primo anno di manutenzione è gratuito.',
    en: 'The first year of maintenance is free.',
  },
  'IMA-20': {
    es: 'Después del primer año el cliente decide si continúa; nada se renueva solo.',
    de: 'Nach dem ersten Jahr entscheidet der Kunde; nichts verlängert sich von selbst.',
    it: 'Dopo il primo anno il cliente decide se continuare; nulla si rinnova da solo.',
    en: 'After the first year the customer decides; nothing renews by itself.',
  },
  'IMA-21': {
    es: 'La continuación se factura al distribuidor.',
    de: 'Die Fortsetzung wird dem Händler berechnet.',
    it: 'La continuazione si fattura al distributore.',
    en: 'Going on is invoiced to the distributor.',
  },
  'IMA-22': {
    es: 'Sin mantenimiento el programa sigue funcionando con la versión que tenía derecho a usar.',
    de: 'Ohne Wartung läuft das Programm mit der bis dahin zustehenden Version weiter.',
    it: 'Senza manutenzione il programma continua con la versione spettante fino ad allora.',
    en: 'Without maintenance the program keeps working with the version it had a right to.',
  },
  'IMA-23': {
    es: 'Antes de tres años sin mantenimiento se puede volver a contratar.',
    de: 'Vor Ablauf von drei Jahren ohne Wartung kann man sie wieder aufnehmen.',
    it: 'Prima di tre anni senza manutenzione si può riprenderla.',
    en: 'Within less than three years maintenance can be taken up again.',
  },
  'IMA-24': {
    es: 'A partir de tres años sin mantenimiento hace falta una licencia nueva.',
    de: 'Ab drei Jahren ohne Wartung braucht es eine neue Lizenz.',
    it: 'Da tre anni senza manutenzione serve una licenza nuova.',
    en: 'From three years without maintenance on, it takes a new licence.',
  },
  'IMA-25': {
    es: 'Ayuda sin mantenimiento: se facturan al distribuidor el alta de mantenimiento y la asistencia.',
    de: 'Hilfe ohne Wartung: berechnet werden dem Händler die Aufnahme der Wartung und die Hilfe.',
    it: "Aiuto senza manutenzione: al distributore si fatturano la riattivazione e l'assistenza.",
    en: 'Help without maintenance: the distributor pays for its registration and for the help.',
  },
  'IMA-26': {
    es: 'Una integración nueva se paga con cinco licencias o con un pago único que incluye una.',
    de: 'Eine neue Anbindung kostet fünf Lizenzen oder einmalig einen Betrag mit einer Lizenz.',
    it: "Un'integrazione nuova costa cinque licenze o un pagamento unico che ne include una.",
    en: 'A new integration takes five licences, or one payment that comes with one.',
  },
  'IMA-27': {
    es: 'Hay una formación gratuita antes de la primera instalación.',
    de: 'Vor der ersten Installation gibt es eine kostenlose Schulung.',
    it: "C'è una formazione gratuita prima della prima installazione.",
    en: 'One training before the first installation is free.',
  },
  'IMA-28': {
    es: 'Las demás formaciones se facturan.',
    de: 'Jede weitere Schulung wird berechnet.',
    it: 'Ogni altra formazione si fattura.',
    en: 'Any further training is invoiced.',
  },
  'IMA-29': {
    es: 'Una formación dura alrededor de una hora u hora y media.',
    de: 'Eine Schulung dauert etwa eine bis anderthalb Stunden.',
    it: "Una formazione dura circa un'ora o un'ora e mezza.",
    en: 'A training takes about an hour to an hour and a half.',
  },
};
