/** What the support contract of a till says, in a sentence each. */
import type { Localized } from '../core/contract/plan.ts';

export const SDS_CLAUSES: Readonly<Record<string, Localized>> = {
  'SDS-01': {
    es: 'Quien tiene contrato puede acudir al soporte cuando algo falla.',
    de: 'Wer einen Vertrag hat, kann sich bei einer Störung an den Support wenden.',
    it: 'Chi ha un contratto può rivolgersi al supporto quando qualcosa non va.',
    en: 'Whoever has a contract may turn to support when something fails.',
  },
  'SDS-04': {
    es: 'Se ayuda con problemas técnicos y averías.',
    de: 'Geholfen wird bei technischen Problemen und Störungen.',
    it: 'Si aiuta con problemi tecnici e guasti.',
    en: 'There is help with technical problems and malfunctions.',
  },
  'SDS-05': {
    es: 'Se ayuda con los cambios que pide la ley.',
    de: 'Geholfen wird bei Änderungen, die das Gesetz verlangt.',
    it: 'Si aiuta con le modifiche richieste dalla legge.',
    en: 'There is help with changes the law asks for.',
  },
  'SDS-06': {
    es: 'El número de consultas no tiene límite y nada se paga después.',
    de: 'Die Zahl der Anfragen ist unbegrenzt, nachgezahlt wird nichts.',
    it: 'Le richieste sono illimitate e nulla si paga dopo.',
    en: 'Requests are without limit, and nothing is paid afterwards.',
  },
  'SDS-08': {
    es: 'Support Flat cuesta 249,00 € por puesto y año.',
    de: 'Support Flat kostet 249,00 € je Kassenplatz und Jahr.',
    it: 'Support Flat costa 249,00 € per postazione e anno.',
    en: 'Support Flat costs €249.00 per station and year.',
  },
  'SDS-09': {
    es: 'Second Level cuesta 650,00 € al año, de uno a cinco puestos.',
    de: 'Second Level kostet 650,00 € im Jahr für ein bis fünf Kassenplätze.',
    it: 'Second Level costa 650,00 € all’anno, da una a cinque postazioni.',
    en: 'Second Level costs €650.00 per year for one to five stations.',
  },
  'SDS-10': {
    es: 'Por teléfono y correo se atiende de lunes a viernes, de 9 a 18 horas.',
    de: 'Telefon und E-Mail sind montags bis freitags von 9 bis 18 Uhr besetzt.',
    it: 'Per telefono ed e-mail si risponde dal lunedì al venerdì, dalle 9 alle 18.',
    en: 'Phone and e-mail are answered Monday to Friday from 9 to 18.',
  },
  'SDS-11': {
    es: 'Fuera de ese horario se devuelve la llamada.',
    de: 'Außerhalb dieser Zeiten wird zurückgerufen.',
    it: 'Fuori da questo orario si viene richiamati.',
    en: 'Outside those hours somebody calls back.',
  },
  'SDS-12': {
    es: 'Para buscar el fallo se puede abrir una sesión remota, si se consiente.',
    de: 'Zur Fehlersuche kann mit Einwilligung eine Fernsitzung geöffnet werden.',
    it: 'Per cercare il guasto si può aprire, con il consenso, una sessione remota.',
    en: 'To find the fault a remote session may be opened, with consent.',
  },
  'SDS-14': {
    es: 'Cada cuota Flat cubre un puesto durante un año.',
    de: 'Jede Flat deckt einen Kassenplatz für ein Jahr.',
    it: 'Ogni Flat copre una postazione per un anno.',
    en: 'Each Flat covers one station for a year.',
  },
  'SDS-16': {
    es: 'En Second Level los cajeros preguntan primero a su administrador.',
    de: 'Bei Second Level fragen Kassierer zuerst ihren Administrator.',
    it: 'Con Second Level i cassieri chiedono prima al proprio amministratore.',
    en: 'On Second Level cashiers ask their own admin first.',
  },
  'SDS-17': {
    es: 'Second Level cubre los puestos nombrados, cinco como máximo.',
    de: 'Second Level deckt die benannten Kassenplätze, höchstens fünf.',
    it: 'Second Level copre le postazioni indicate, al massimo cinque.',
    en: 'Second Level covers the stations that are named, five at most.',
  },
  'SDS-19': {
    es: 'El contrato dura doce meses como mínimo.',
    de: 'Der Vertrag läuft mindestens zwölf Monate.',
    it: 'Il contratto dura almeno dodici mesi.',
    en: 'The contract lasts at least twelve months.',
  },
  'SDS-20': {
    es: 'Se puede terminar por escrito dos semanas antes del final del período.',
    de: 'Gekündigt wird in Textform, zwei Wochen vor dem Ende der Laufzeit.',
    it: 'Si recede per iscritto due settimane prima della fine del periodo.',
    en: 'It is ended in writing, two weeks before the end of the term.',
  },
  'SDS-21': {
    es: 'Sin aviso a tiempo se prolonga doce meses.',
    de: 'Ohne rechtzeitige Kündigung verlängert er sich um zwölf Monate.',
    it: 'Senza disdetta in tempo si proroga di dodici mesi.',
    en: 'Without notice in time it goes on for twelve months.',
  },
  'SDS-22': {
    es: 'Si falta el respeto, el proveedor puede terminar el contrato.',
    de: 'Bei unangemessenem Ton kann der Anbieter den Vertrag beenden.',
    it: 'Se manca il rispetto, il fornitore può chiudere il contratto.',
    en: 'Where manners are not kept, the vendor may end the contract.',
  },
};
