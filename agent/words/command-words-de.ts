import type { CommandWords } from './command-text.ts';

export const commandWordsDe: CommandWords = {
  agent: {
    missing: (url) => `Das Programm der Kasse antwortet unter ${url} nicht. Läuft es?`,
    silent: 'Das Programm der Kasse wurde gefragt, und es kam keine Antwort.',
    foreign: (url) => `Was unter ${url} antwortet, ist kein Kassenprogramm dieser Version.`,
    after: {
      missing:
        'Es wurde nichts ausgeführt.\nDas Programm der Kasse starten, dann erneut versuchen.',
      silent:
        'Ob es ausgeführt wurde, ist unklar; von selbst geschieht es kein zweites Mal.\nErst nachsehen, wie es steht, dann erneut versuchen: tillwarden help list, tillwarden support.',
      foreign:
        'Soweit bekannt, wurde nichts ausgeführt.\nWer die Kasse betreut, soll nachsehen, welches Programm ihren Port benutzt.',
    },
    inDetail: 'Im Einzelnen',
    hints: {
      'operator-needed': 'Hier meldet man sich an mit: --operator ID',
      'code-not-typed': 'Hier steht der Code: tillwarden support',
      'ticket-not-found': 'Hier stehen sie: tillwarden help list',
      unauthorised: 'Hier kommt der Schlüssel aus --token-file oder TILLWARDEN_TOKEN.',
    },
  },
  wrongCall: {
    unknownOption: (option) => `Die Option ${option} gibt es hier nicht.`,
    valueMissing: (option) => `Hinter ${option} fehlt etwas.`,
    valueUnasked: (option) => `${option} steht für sich und nimmt keinen Wert.`,
    foreignOption: (option) => `${option} bedeutet hier nichts.`,
    foreignWords: (words) => `„${words}“ bedeutet hier nichts.`,
    unknownAction: (action, known) => `${action} gibt es nicht. Es gibt: ${known}.`,
    language: (known) => `--language ist eine von ${known}.`,
    noPort: 'In der Konfiguration steht kein api.port, unter dem die Kasse zu finden ist.',
    noToken:
      'Angeben, wo der Schlüssel eines Programms liegt: --token-file FILE oder TILLWARDEN_TOKEN. tillwarden client add NAME legt einen an: einen nur für diesen Befehl nehmen.',
    noPin: 'Angeben, wo die PIN steht: --pin-file FILE oder --pin-stdin.',
    unreadable: (file) => `Die Datei ${file} lässt sich nicht lesen.`,
  },
  usage: {
    title: 'Aufruf',
    help: {
      ask: 'um Hilfe bitten; was der Vertrag dazu sagt, steht sofort da, auch ohne Leitung',
      list: 'die Hilfeanfragen dieser Kasse',
      one: 'eine davon nach ihrer Nummer: was gesagt wurde, etwas sagen oder sie zurückziehen',
      bundle:
        'die Protokolle der Kasse in eine Datei legen, ohne Geheimnisse; --trace nimmt dazu, was zuletzt über die Anschlüsse ging',
    },
    support: {
      session: 'wer mit dieser Kasse verbunden ist oder es sein will, und der Code zum Vorlesen',
      answer: 'die Kasse ansehen lassen, ablehnen oder die Verbindung sofort trennen',
      control: 'bedienen lassen oder die Steuerung entziehen',
      resume: 'nach dem Zählen: wieder ansehen lassen',
      hours: 'die Zeiten, in denen ein Techniker zusehen darf, ohne dass jemand hier ist',
      grant:
        'solche Zeiten freigeben, anstelle der bisherigen: als 2026-11-24T22:00/2026-11-25T06:00 oder so viele Nächte ab heute, ohne Angabe von 22 bis 6 Uhr; das kann nur ein Admin',
      withdraw: 'alle zurücknehmen',
    },
    operator: '--operator ID fragt nach der PIN, oder sie kommt von --pin-file FILE, --pin-stdin',
    token:
      '--token-file FILE oder TILLWARDEN_TOKEN hat den Schlüssel dieses Programms (tillwarden client add)',
    language:
      'sonst die Sprache der Konfiguration der Kasse oder die von LC_ALL, LC_MESSAGES, LANG',
    json: '--json gibt die Antwort der Kasse aus, ohne ihre Sätze; --config FILE',
  },
  pinOf: (operatorId) => `PIN von ${operatorId}: `,
  help: {
    none: 'Noch niemand hat um Hilfe gebeten.',
    whichOne: 'Welche? Die Nummer angeben, etwa 12; alle stehen in tillwarden help list.',
    nothingSaid: 'Was soll gesagt werden? Zum Beispiel: tillwarden help say 12 es geht wieder',
    quoteIt:
      'Um Hilfe bittet man mit dem Problem in Anführungszeichen: tillwarden help --words "der Drucker druckt nicht"',
    topics: (known) => `--topic ist eines von ${known}.`,
    bundled: (path, kilobytes) => `Die Protokolle liegen in ${path} (${kilobytes} kB).`,
  },
  support: {
    nobody: 'Niemand ist mit dieser Kasse verbunden.',
    noControl: {
      paused:
        'Hier zählt jemand, deshalb wird nichts gezeigt. Danach wieder ansehen lassen, dann bedienen lassen: tillwarden support resume',
      unattended:
        'Dafür musste niemand hier sein, deshalb darf nur zugesehen werden. Für die Steuerung die Zeiten von einem Admin zurücknehmen lassen, dann fragt der Techniker neu an: tillwarden support hours withdraw --operator ID',
      external:
        'Ein anderes Programm zeigt den Bildschirm und hat die Steuerung schon. Nur das beendet sie: tillwarden support stop',
    },
    whoGrants: 'Angeben, welcher Admin es tut: --operator ID.',
    noHours: 'Angeben, welche Zeiten: etwa --nights 1 oder 2026-11-24T22:00/2026-11-25T06:00.',
    bothHours: 'Entweder Nächte oder Zeiten angeben, nicht beides.',
    span: (said) =>
      `„${said}“ ist kein Zeitraum: von/bis schreiben, etwa 2026-11-24T22:00/2026-11-25T06:00.`,
    tooMany: (max) => `Höchstens ${max} Zeiträume können freigegeben werden.`,
    number: (option, min, max) => `${option} ist eine Zahl von ${min} bis ${max}.`,
  },
};
