/** What the rows of the service through certified companies cite, in plain words. */
import type { Localized } from '../core/contract/plan.ts';

export const IMT_CLAUSES: Readonly<Record<string, Localized>> = {
  'IMT-01': {
    es: 'El servicio lo prestan empresas certificadas, cercanas al cliente.',
    de: 'Betreut wird durch zertifizierte Firmen in der Nähe des Kunden.',
    it: 'Il servizio è dato da aziende certificate, vicine al cliente.',
    en: 'Certified companies near the customer give the service.',
  },
  'IMT-02': {
    es: 'El cliente decide qué empresa certificada le atiende.',
    de: 'Der Kunde entscheidet, welche zertifizierte Firma ihn betreut.',
    it: 'Il cliente decide quale azienda certificata lo segue.',
    en: 'The customer decides which certified company serves it.',
  },
  'IMT-03': {
    es: 'Los acuerdos con grupos se estudian caso por caso.',
    de: 'Vereinbarungen mit Gruppen werden einzeln geprüft.',
    it: 'Gli accordi con i gruppi si studiano caso per caso.',
    en: 'Agreements with groups are studied case by case.',
  },
  'IMT-04': {
    es: 'En un grupo pueden trabajar varias empresas, cada una en sus centros.',
    de: 'In einer Gruppe können mehrere Firmen arbeiten, jede an ihren Standorten.',
    it: 'In un gruppo possono lavorare più aziende, ognuna nelle sue sedi.',
    en: 'Several companies may work in a group, each at its own sites.',
  },
  'IMT-05': {
    es: 'Si la compra del grupo es global, todas las empresas tienen su precio por volumen.',
    de: 'Kauft die Gruppe gemeinsam, gilt der Mengenpreis für alle beteiligten Firmen.',
    it: 'Se il gruppo compra insieme, tutte le aziende hanno il prezzo per volume.',
    en: 'Where a group buys globally, all the companies have its volume price.',
  },
  'IMT-06': {
    es: 'Una empresa certificada puede nombrar colaboradores.',
    de: 'Eine zertifizierte Firma darf Mitarbeitende von außen benennen.',
    it: "Un'azienda certificata può nominare collaboratori.",
    en: 'A certified company may name collaborators.',
  },
  'IMT-07': {
    es: 'La responsabilidad es siempre de la empresa certificada.',
    de: 'Verantwortlich bleibt immer die zertifizierte Firma.',
    it: "La responsabilità resta sempre dell'azienda certificata.",
    en: 'The certified company always stays responsible.',
  },
  'IMT-08': {
    es: 'Se aconseja la empresa preferente de la zona, sin imponerla.',
    de: 'Empfohlen wird die bevorzugte Firma des Gebiets, vorgeschrieben wird sie nicht.',
    it: "Si consiglia l'azienda preferita della zona, senza imporla.",
    en: 'The preferred company of the territory is advised, never imposed.',
  },
  'IMT-09': {
    es: 'A una empresa que atiende mal se le puede retirar el servicio.',
    de: 'Einer Firma, die schlecht betreut, kann der Dienst entzogen werden.',
    it: "A un'azienda che segue male il cliente si può togliere il servizio.",
    en: 'A company that serves badly may lose the service.',
  },
  'IMT-10': {
    es: 'Los acuerdos con terceros que favorecen a una empresa necesitan aprobación.',
    de: 'Abmachungen mit Dritten zugunsten einer Firma brauchen eine Genehmigung.',
    it: "Gli accordi con terzi a favore di un'azienda vanno approvati.",
    en: 'Deals with third parties in favour of a company need approval.',
  },
  'IMT-11': {
    es: 'La propuesta es de quien atiende al cliente, no de quien lo trajo.',
    de: 'Das Angebot macht, wer den Kunden betreut, nicht wer ihn gebracht hat.',
    it: "L'offerta spetta a chi segue il cliente, non a chi l'ha portato.",
    en: 'The proposal is for whoever serves the customer, not whoever brought it.',
  },
  'IMT-14': {
    es: 'Quien quiere cambiar de empresa da sus razones; decide el fabricante.',
    de: 'Wer die Firma wechseln will, nennt seine Gründe; der Hersteller entscheidet.',
    it: 'Chi vuole cambiare azienda dà le sue ragioni; decide il produttore.',
    en: 'Whoever wants another company gives reasons; the vendor decides.',
  },
};
