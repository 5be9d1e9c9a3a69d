import type { ParameterWords } from './parameter-words.ts';

export const parameterWordsEn: ParameterWords = {
  freeMonths: 'How many months of maintenance are free, from the installation?',
  reinstatementYears: 'After how many years without maintenance does it take a new licence?',
  updates:
    'Does maintenance decide which versions may come (by-maintenance), or does everybody get all (always)?',
  reinstateFrom: 'Does maintenance that is taken up again begin now, or where it lapsed (lapse)?',
  backCharge: 'Is the time without maintenance charged afterwards?',
  assistAfterYears:
    'What does help cost after those years: first a new licence (require-new-licence), or as before them (charge-both)?',
  requireFirstLineNote: 'Must the distributor note what was tried before the vendor helps?',
  freeTrainings: 'How many trainings are free?',
  trainingMinutes: 'How many minutes does a free training last?',
  licencesAtRegistration:
    'How many licences does the order with which a distributor registers need?',
  licencesPerYear: 'How many licences does a distributor promise to buy each year?',
  commitYear:
    'Does that year begin with the registration (anniversary), or on 1 January (calendar)?',
  countsInitialOrder: 'Does the first order count towards that promise?',
  countsIntegrationOrders: 'Do licences bought for an integration count towards it?',
  integrationLicences: 'With how many licences is an integration paid for?',
  overCapacity:
    'What holds for more tills than a block: an offer (quote), a second block (second-block), or a flat for each further one (block-and-flat)?',
  blockStations: 'How many tills does a block cover?',
  termMonths: 'How many months does a term last?',
  noticeDays: 'How many days before the last covered day must a notice come?',
  noticeMonths: 'How many whole months before that must it come, beside the days?',
  firstNotice:
    'May a notice end the first term (beforeMinTermEnd), or only a later one (afterMinTerm)?',
  noticeDay: 'Which day of a notice counts: when it came (receipt) or when it was sent (sending)?',
  includeAnniversaryDay: 'Is the anniversary day itself still covered?',
  holidayRollForward:
    'Does a cut-off on a day without hours move to the next working day (next-open-day), or never (none)?',
  consumerNoticeMonths:
    'Within how many months may a consumer end a contract that has renewed itself?',
  autoRenew: 'Does a contract that nobody ends go on for another term?',
  consultationMinimum: 'How many credits does a consultation cost at least?',
  interventionMinimum: 'How many credits does an intervention cost at least?',
  securityUpdateCredits: 'How many credits does a security update cost?',
  creditBlock: 'In blocks of how many credits is more than the minimum charged?',
  phoneSurchargeCredits: 'How many credits more does help by phone cost?',
  videoSurchargeCredits: 'How many credits more does help by video cost?',
  warnBelowCredits: 'Below how many credits is the customer warned?',
  registrationMonths: 'For how many months are the credits of a registration pack good?',
  holdProtects: 'Do credits that are set aside for a ticket outlive their expiry?',
  billingIncrement: 'In steps of how many minutes is time charged?',
  walletGateHours: 'How many hours must the wallet cover before help begins?',
  leadHours: 'How many hours ahead must a visit be asked for?',
  leadClock:
    'How are those hours counted: as time that passes (elapsed), within hours of service (covered), or by the wall clock (wall)?',
  poolExpires: 'Are unused hours of a pool gone when its term ends?',
  poolRemoteMinutes: 'How many minutes of remote help are included in a term?',
  poolOnSiteMinutes: 'How many minutes on site are included in a term?',
  silence:
    'What does a request get that no rule speaks of: a person (manual), or an offer (quote)?',
};
