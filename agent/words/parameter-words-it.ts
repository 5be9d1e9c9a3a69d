import type { ParameterWords } from './parameter-words.ts';

export const parameterWordsIt: ParameterWords = {
  freeMonths: 'Quanti mesi di manutenzione sono gratuiti dall’installazione?',
  reinstatementYears: 'Dopo quanti anni senza manutenzione serve una nuova licenza?',
  updates:
    'Decide la manutenzione quali versioni arrivano (by-maintenance), o tutti le ricevono tutte (always)?',
  reinstateFrom: 'La manutenzione ripresa comincia ora (now) o da dove era finita (lapse)?',
  backCharge: 'Il tempo senza manutenzione viene addebitato dopo?',
  assistAfterYears:
    'Che cosa vale per l’assistenza dopo quegli anni: prima una nuova licenza (require-new-licence) o come prima (charge-both)?',
  requireFirstLineNote:
    'Il distributore deve annotare che cosa ha provato prima che aiuti il fornitore?',
  freeTrainings: 'Quante formazioni sono gratuite?',
  trainingMinutes: 'Quanti minuti dura una formazione gratuita?',
  licencesAtRegistration: 'Quante licenze servono nell’ordine con cui un distributore si registra?',
  licencesPerYear: 'Quante licenze l’anno promette di comprare un distributore?',
  commitYear: 'Quell’anno comincia con la registrazione (anniversary) o il 1° gennaio (calendar)?',
  countsInitialOrder: 'Il primo ordine conta per quella promessa?',
  countsIntegrationOrders: 'Contano le licenze comprate per un’integrazione?',
  integrationLicences: 'Con quante licenze si paga un’integrazione?',
  overCapacity:
    'Che cosa vale per più casse di un blocco: un’offerta (quote), un secondo blocco (second-block) o un prezzo per ogni altra (block-and-flat)?',
  blockStations: 'Quante casse copre un blocco?',
  termMonths: 'Quanti mesi dura un periodo?',
  noticeDays: 'Quanti giorni prima dell’ultimo giorno coperto deve arrivare la disdetta?',
  noticeMonths: 'Quanti mesi interi prima deve arrivare, oltre ai giorni?',
  firstNotice:
    'Una disdetta può chiudere il primo periodo (beforeMinTermEnd) o solo uno successivo (afterMinTerm)?',
  noticeDay: 'Quale giorno della disdetta conta: l’arrivo (receipt) o l’invio (sending)?',
  includeAnniversaryDay: 'Il giorno dell’anniversario è ancora coperto?',
  holidayRollForward:
    'Un termine in un giorno senza orario passa al primo giorno lavorativo (next-open-day) o mai (none)?',
  consumerNoticeMonths:
    'Entro quanti mesi un consumatore può disdire un contratto rinnovato da sé?',
  autoRenew: 'Un contratto che nessuno disdice continua?',
  consultationMinimum: 'Quanti crediti costa almeno una consulenza?',
  interventionMinimum: 'Quanti crediti costa almeno un intervento?',
  securityUpdateCredits: 'Quanti crediti costa un aggiornamento di sicurezza?',
  creditBlock: 'In blocchi di quanti crediti si addebita oltre il minimo?',
  phoneSurchargeCredits: 'Quanti crediti in più costa l’assistenza al telefono?',
  videoSurchargeCredits: 'Quanti crediti in più costa l’assistenza in video?',
  warnBelowCredits: 'Sotto quanti crediti si avvisa il cliente?',
  registrationMonths: 'Per quanti mesi valgono i crediti del pacchetto iniziale?',
  holdProtects: 'I crediti messi da parte restano validi oltre la scadenza?',
  billingIncrement: 'A scatti di quanti minuti si addebita il tempo?',
  walletGateHours: 'Quante ore deve coprire il borsellino prima che cominci l’assistenza?',
  leadHours: 'Con quante ore di anticipo va chiesto un intervento?',
  leadClock:
    'Come si contano: tempo che passa (elapsed), in orario di servizio (covered) o secondo l’orologio (wall)?',
  poolExpires: 'Le ore non usate si perdono alla fine del periodo?',
  poolRemoteMinutes: 'Quanti minuti di assistenza a distanza include un periodo?',
  poolOnSiteMinutes: 'Quanti minuti sul posto include un periodo?',
  silence:
    'Che cosa riceve una richiesta di cui nessuna regola parla: una persona (manual) o un’offerta (quote)?',
};
