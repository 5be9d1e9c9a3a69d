/** What support by credits says, in a sentence each. */
import type { Localized } from '../core/contract/plan.ts';

export const INN_CLAUSES: Readonly<Record<string, Localized>> = {
  'INN-04': {
    es: 'Una actualización de seguridad sencilla cuesta 60 créditos; las demás van con presupuesto.',
    de: 'Ein einfaches Sicherheitsupdate kostet 60 Guthabenpunkte; alles andere ist ein Angebot.',
    it: 'Un aggiornamento di sicurezza semplice costa 60 crediti; gli altri hanno un preventivo.',
    en: 'A plain security update costs 60 credits; any other takes a quote.',
  },
  'INN-05': {
    es: 'Antes de actualizar se copian el código y la base de datos.',
    de: 'Vor dem Update werden Quelltext und Datenbank gesichert.',
    it: 'Prima di aggiornare si copiano il codice e la base dati.',
    en: 'Before an update, source and database are backed up.',
  },
  'INN-08': {
    es: 'Una consulta cuesta al menos 15 créditos y una intervención 60.',
    de: 'Eine Beratung kostet mindestens 15 Punkte, ein Eingriff 60.',
    it: 'Una consulenza costa almeno 15 crediti, un intervento 60.',
    en: 'A consultation costs at least 15 credits, an intervention 60.',
  },
  'INN-10': {
    es: 'Por encima del mínimo se cuenta en bloques de 15.',
    de: 'Über dem Mindestsatz zählt jeder begonnene Block von 15.',
    it: 'Oltre il minimo si conta a blocchi di 15.',
    en: 'Above the minimum it counts in blocks of 15.',
  },
  'INN-11': {
    es: 'Por teléfono o vídeo puede costar más créditos, si se acepta antes.',
    de: 'Telefon oder Video können mehr Punkte kosten, nach Zustimmung.',
    it: 'Per telefono o video può costare più crediti, se si accetta prima.',
    en: 'Phone or video may cost more credits, once agreed to.',
  },
  'INN-13': {
    es: 'Los créditos del registro duran un año; los comprados después no caducan.',
    de: 'Punkte der Anmeldung gelten ein Jahr, später gekaufte verfallen nicht.',
    it: 'I crediti della registrazione durano un anno; quelli successivi non scadono.',
    en: 'Credits of the registration last a year; later ones do not expire.',
  },
  'INN-14': {
    es: 'Al resolverse se descuentan los créditos y se comunica el saldo.',
    de: 'Nach der Lösung werden die Punkte abgebucht und der Stand mitgeteilt.',
    it: 'A problema risolto si scalano i crediti e si comunica il saldo.',
    en: 'Once solved, the credits are deducted and the balance is told.',
  },
  'INN-16': {
    es: 'Se avisa cuando queda poco saldo.',
    de: 'Bei niedrigem Stand gibt es eine Nachricht.',
    it: 'Si avvisa quando resta poco saldo.',
    en: 'There is a warning when little is left.',
  },
  'INN-17': {
    es: 'Si no alcanza el saldo, se avisa antes para comprar más.',
    de: 'Reicht das Guthaben nicht, wird vorher um Aufladung gebeten.',
    it: 'Se il saldo non basta, si avvisa prima per acquistarne altro.',
    en: 'Where credits do not suffice, more are asked for beforehand.',
  },
};
