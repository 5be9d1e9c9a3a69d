import type { PeripheralErrorWords } from './peripheral-words.ts';

const NOTHING_MOVED = 'Non si è mosso denaro e nulla è cambiato.';

export const peripheralWordsIt: PeripheralErrorWords = {
  'sale-over': {
    message: 'Questa vendita è conclusa e non apre più alcun cassetto.',
    safe: 'La vendita resta come è finita. Il cassetto non è stato aperto.',
    action: 'Faccia aprire il cassetto da un operatore.',
  },
  'drawer-opened-enough': {
    message: 'Questa vendita ha già aperto il cassetto tante volte quante può una vendita.',
    safe: 'La vendita continua. Il cassetto non è stato aperto di nuovo.',
    action: 'Faccia aprire il cassetto da un operatore.',
  },
  'peripheral-not-found': {
    message: 'In questa cassa non c’è un tale dispositivo.',
    safe: NOTHING_MOVED,
    action: 'Controlli l’elenco dei dispositivi e la configurazione della cassa.',
  },
  'peripheral-not-ready': {
    message: 'Il dispositivo non risponde.',
    safe: NOTHING_MOVED,
    action: 'Controlli che sia acceso e collegato, poi riprovi.',
  },
  'drawer-not-opened': {
    message: 'L’ordine di apertura forse non è arrivato al cassetto.',
    safe: 'È stato dato una volta e non si ripete da solo. La vendita e il denaro sono intatti.',
    action: 'Guardi se il cassetto è aperto; se no, riprovi o usi la chiave.',
  },
  'peripheral-claimed': {
    message: 'Un altro programma sta usando questo dispositivo.',
    safe: 'Continua indisturbato.',
    action: 'Attenda che quel programma lo rilasci, o lo chiuda.',
  },
  'peripheral-not-claimed': {
    message: 'Questo programma non ha riservato il dispositivo.',
    safe: NOTHING_MOVED,
    action: 'Riservi prima il dispositivo.',
  },
  'events-not-heard': {
    message: 'Questo programma non ascolta gli eventi della cassa.',
    safe: 'Il dispositivo resta libero per altri.',
    action: 'Apra il flusso degli eventi e poi riservi il dispositivo.',
  },
  'weight-in-motion': {
    message: 'La bilancia non è ancora ferma.',
    safe: 'Non è stato preso alcun peso.',
    action: 'Attenda che si fermi e pesi di nuovo.',
  },
  'weight-under-zero': {
    message: 'La bilancia segna meno di zero.',
    safe: 'Non è stato preso alcun peso.',
    action: 'Svuoti la bilancia, la azzeri e pesi di nuovo.',
  },
  'weight-over-limit': {
    message: 'Sulla bilancia c’è più di quanto possa pesare.',
    safe: 'Non è stato preso alcun peso.',
    action: 'Ne tolga una parte e pesi in più volte.',
  },
  'scale-needs-service': {
    message: 'La bilancia chiede di essere azzerata, tarata o riparata.',
    safe: 'Non è stato preso alcun peso.',
    action: 'La azzeri; se lo chiede ancora, chiami l’assistenza.',
  },
};
