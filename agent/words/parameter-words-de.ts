import type { ParameterWords } from './parameter-words.ts';

export const parameterWordsDe: ParameterWords = {
  freeMonths: 'Wie viele Monate Wartung sind ab der Installation frei?',
  reinstatementYears: 'Nach wie vielen Jahren ohne Wartung braucht es eine neue Lizenz?',
  updates:
    'Entscheidet die Wartung, welche Versionen kommen dürfen (by-maintenance), oder bekommen alle alles (always)?',
  reinstateFrom:
    'Beginnt wieder aufgenommene Wartung jetzt (now) oder dort, wo sie endete (lapse)?',
  backCharge: 'Wird die Zeit ohne Wartung nachträglich berechnet?',
  assistAfterYears:
    'Was kostet Hilfe nach diesen Jahren: erst eine neue Lizenz (require-new-licence) oder wie vorher (charge-both)?',
  requireFirstLineNote: 'Muss der Händler notieren, was er versucht hat, bevor der Anbieter hilft?',
  freeTrainings: 'Wie viele Schulungen sind frei?',
  trainingMinutes: 'Wie viele Minuten dauert eine freie Schulung?',
  licencesAtRegistration:
    'Wie viele Lizenzen braucht die Bestellung, mit der sich ein Händler einträgt?',
  licencesPerYear: 'Wie viele Lizenzen sagt ein Händler für jedes Jahr zu?',
  commitYear: 'Beginnt dieses Jahr mit der Eintragung (anniversary) oder am 1. Januar (calendar)?',
  countsInitialOrder: 'Zählt die erste Bestellung für diese Zusage?',
  countsIntegrationOrders: 'Zählen Lizenzen dafür, die für eine Integration gekauft werden?',
  integrationLicences: 'Mit wie vielen Lizenzen ist eine Integration bezahlt?',
  overCapacity:
    'Was gilt für mehr Kassen als ein Block: ein Angebot (quote), ein zweiter Block (second-block) oder ein Festpreis je weitere (block-and-flat)?',
  blockStations: 'Wie viele Kassen deckt ein Block ab?',
  termMonths: 'Wie viele Monate dauert ein Vertragszeitraum?',
  noticeDays: 'Wie viele Tage vor dem letzten Vertragstag muss eine Kündigung kommen?',
  noticeMonths: 'Um wie viele volle Monate muss sie zusätzlich zu den Tagen früher kommen?',
  firstNotice:
    'Darf eine Kündigung schon den ersten Zeitraum beenden (beforeMinTermEnd) oder erst einen späteren (afterMinTerm)?',
  noticeDay:
    'Welcher Tag einer Kündigung zählt: der Eingang (receipt) oder die Absendung (sending)?',
  includeAnniversaryDay: 'Ist der Jahrestag selbst noch abgedeckt?',
  holidayRollForward:
    'Rückt ein letzter Tag ohne Dienstzeit auf den nächsten Arbeitstag (next-open-day) oder nie (none)?',
  consumerNoticeMonths:
    'Innerhalb wie vieler Monate darf ein Verbraucher einen Vertrag beenden, der sich verlängert hat?',
  autoRenew: 'Läuft ein Vertrag, den niemand beendet, weiter?',
  consultationMinimum: 'Wie viele Punkte kostet eine Beratung mindestens?',
  interventionMinimum: 'Wie viele Punkte kostet ein Eingriff mindestens?',
  securityUpdateCredits: 'Wie viele Punkte kostet ein Sicherheitsupdate?',
  creditBlock: 'In Blöcken von wie vielen Punkten wird über das Minimum hinaus berechnet?',
  phoneSurchargeCredits: 'Wie viele Punkte kostet Hilfe am Telefon zusätzlich?',
  videoSurchargeCredits: 'Wie viele Punkte kostet Hilfe per Video zusätzlich?',
  warnBelowCredits: 'Unter wie vielen Punkten wird der Kunde gewarnt?',
  registrationMonths: 'Wie viele Monate gelten die Punkte des ersten Pakets?',
  holdProtects: 'Überdauern zurückgelegte Punkte ihren Verfall?',
  billingIncrement: 'In Schritten von wie vielen Minuten wird Zeit berechnet?',
  walletGateHours: 'Für wie viele Stunden muss das Konto reichen, bevor die Hilfe beginnt?',
  leadHours: 'Wie viele Stunden vorher muss ein Einsatz angemeldet werden?',
  leadClock:
    'Wie zählen diese Stunden: als vergangene Zeit (elapsed), in Dienstzeiten (covered) oder nach der Uhr an der Wand (wall)?',
  poolExpires: 'Verfallen ungenutzte Stunden am Ende des Zeitraums?',
  poolRemoteMinutes: 'Wie viele Minuten Fernhilfe sind je Zeitraum enthalten?',
  poolOnSiteMinutes: 'Wie viele Minuten vor Ort sind je Zeitraum enthalten?',
  silence:
    'Was bekommt eine Anfrage, zu der keine Regel etwas sagt: einen Menschen (manual) oder ein Angebot (quote)?',
};
