import type { ParameterWords } from './parameter-words.ts';

export const parameterWordsEs: ParameterWords = {
  freeMonths: '¿Cuántos meses de mantenimiento son gratis desde la instalación?',
  reinstatementYears: '¿Tras cuántos años sin mantenimiento hace falta una licencia nueva?',
  updates:
    '¿Decide el mantenimiento qué versiones llegan (by-maintenance) o las reciben todas todos (always)?',
  reinstateFrom: '¿El mantenimiento retomado empieza ahora (now) o donde terminó (lapse)?',
  backCharge: '¿Se cobra después el tiempo sin mantenimiento?',
  assistAfterYears:
    '¿Qué pasa con la ayuda tras esos años: primero una licencia nueva (require-new-licence) o como antes (charge-both)?',
  requireFirstLineNote:
    '¿Debe el distribuidor anotar lo que intentó antes de que ayude el proveedor?',
  freeTrainings: '¿Cuántas formaciones son gratis?',
  trainingMinutes: '¿Cuántos minutos dura una formación gratis?',
  licencesAtRegistration:
    '¿Cuántas licencias necesita el pedido con que se registra un distribuidor?',
  licencesPerYear: '¿Cuántas licencias se compromete a comprar al año un distribuidor?',
  commitYear: '¿Ese año empieza con el registro (anniversary) o el 1 de enero (calendar)?',
  countsInitialOrder: '¿Cuenta el primer pedido para ese compromiso?',
  countsIntegrationOrders: '¿Cuentan las licencias compradas para una integración?',
  integrationLicences: '¿Con cuántas licencias queda pagada una integración?',
  overCapacity:
    '¿Qué vale para más cajas que un bloque: presupuesto (quote), un segundo bloque (second-block) o un precio por cada una más (block-and-flat)?',
  blockStations: '¿Cuántas cajas cubre un bloque?',
  termMonths: '¿Cuántos meses dura un periodo?',
  noticeDays: '¿Cuántos días antes del último día cubierto debe llegar el aviso?',
  noticeMonths: '¿Cuántos meses enteros antes debe llegar, además de los días?',
  firstNotice:
    '¿Puede un aviso terminar el primer periodo (beforeMinTermEnd) o solo uno posterior (afterMinTerm)?',
  noticeDay: '¿Qué día del aviso cuenta: cuando llegó (receipt) o cuando se envió (sending)?',
  includeAnniversaryDay: '¿Queda cubierto el propio día del aniversario?',
  holidayRollForward:
    '¿Un plazo que acaba en día sin horario pasa al siguiente laborable (next-open-day) o nunca (none)?',
  consumerNoticeMonths:
    '¿En cuántos meses puede un consumidor terminar un contrato que se renovó solo?',
  autoRenew: '¿Sigue otro periodo un contrato que nadie termina?',
  consultationMinimum: '¿Cuántos créditos cuesta como mínimo una consulta?',
  interventionMinimum: '¿Cuántos créditos cuesta como mínimo una intervención?',
  securityUpdateCredits: '¿Cuántos créditos cuesta una actualización de seguridad?',
  creditBlock: '¿En bloques de cuántos créditos se cobra lo que pasa del mínimo?',
  phoneSurchargeCredits: '¿Cuántos créditos más cuesta la ayuda por teléfono?',
  videoSurchargeCredits: '¿Cuántos créditos más cuesta la ayuda por vídeo?',
  warnBelowCredits: '¿Por debajo de cuántos créditos se avisa al cliente?',
  registrationMonths: '¿Cuántos meses valen los créditos del paquete de alta?',
  holdProtects: '¿Los créditos reservados para un caso siguen valiendo tras caducar?',
  billingIncrement: '¿En pasos de cuántos minutos se cobra el tiempo?',
  walletGateHours: '¿Cuántas horas debe cubrir el monedero antes de empezar la ayuda?',
  leadHours: '¿Con cuántas horas de antelación hay que pedir una intervención?',
  leadClock:
    '¿Cómo se cuentan: tiempo transcurrido (elapsed), en horario de servicio (covered) o por el reloj de pared (wall)?',
  poolExpires: '¿Se pierden al acabar el periodo las horas sin usar?',
  poolRemoteMinutes: '¿Cuántos minutos de ayuda a distancia incluye un periodo?',
  poolOnSiteMinutes: '¿Cuántos minutos en el local incluye un periodo?',
  silence:
    '¿Qué recibe una petición de la que no habla ninguna regla: una persona (manual) o un presupuesto (quote)?',
};
