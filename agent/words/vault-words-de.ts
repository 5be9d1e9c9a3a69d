import type { VaultWords } from './vault-text.ts';

export const vaultWordsDe: VaultWords = {
  nav: 'Tresor',
  text: 'Zugangsdaten zu den Systemen der Kunden. Sie liegen versiegelt; die Liste zeigt nur, wie sie heißen.',
  add: 'Eintrag hinzufügen',
  read: 'Lesen',
  change: 'Ändern',
  remove: 'Löschen',
  filter: 'Kunde, Bezeichnung oder Standort',
  customer: 'Kunde',
  site: 'Standort',
  label: 'Bezeichnung',
  lastChange: 'Zuletzt geändert',
  version: (version) => `Fassung ${version}`,
  none: {
    title: 'Der Tresor ist leer',
    text: 'Was Sie hinzufügen, wird unter seiner Bezeichnung versiegelt.',
  },
  noneOf: (customer) => ({
    title: `Für ${customer} liegt hier nichts`,
    text: 'Was Sie für diesen Kunden hinzufügen, wird unter seiner Bezeichnung versiegelt.',
  }),
  noMatch: {
    title: 'Dazu passt nichts',
    text: 'Kein Kunde, keine Bezeichnung und kein Standort enthält diese Buchstaben.',
  },
  noKey: {
    title: 'Dieser Hub hat keinen Schlüssel für seinen Tresor',
    text: 'Es kann nichts versiegelt oder gelesen werden. Erzeugen Sie am Rechner des Hubs mit dem ersten Befehl einen Schlüssel und starten Sie den Hub mit dem zweiten. Bewahren Sie eine Kopie der Schlüsseldatei getrennt von den Sicherungen des Hub-Ordners auf: Ohne sie bleibt für immer versiegelt, was versiegelt ist.',
  },
  ofCustomer: (customer) => `Tresor: ${customer}`,
  allCustomers: 'Alle Kunden',
  ticket: {
    link: 'Zugangsdaten des Kunden',
    from: (ticket) => ({
      title: `Für ${ticket}`,
      text: 'Was Sie hier lesen, wird mit dieser Anfrage festgehalten.',
    }),
    notOf: {
      title: 'Diese Anfrage ist nicht von diesem Kunden',
      text: 'Was Sie hier lesen, wird ohne sie festgehalten.',
    },
  },
  write: {
    addTitle: 'Eintrag hinzufügen',
    addTitleOf: (customer) => `Eintrag für ${customer} hinzufügen`,
    addText:
      'Er wird versiegelt. Danach sieht die Werte nur, wer einen Grund nennt, und es wird festgehalten, wer das war.',
    changeTitle: (label) => `${label} ändern`,
    changeText:
      'Was versiegelt ist, wird als Ganzes ersetzt, und nichts davon wird hier gezeigt. Geben Sie alle Felder ein, die der Eintrag von jetzt an haben soll: Ein Feld, das hier keinen Wert hat, ist weg. Brauchen Sie, was jetzt darin steht, lesen Sie es vorher.',
    labelHint: 'Alle, die an den Tresor dürfen, sehen sie: nichts Geheimes hineinschreiben.',
    fields: 'Felder',
    fieldsHint: 'Eine Zeile ohne Wert wird weggelassen.',
    fieldName: 'Name',
    value: 'Wert',
    moreFields: 'Weiteres Feld',
    dropField: 'Entfernen',
    usual: ['Adresse', 'Benutzer', 'Passwort'],
    save: 'Versiegeln',
    saved: {
      title: 'Es ist versiegelt',
      text: 'Lesen Sie es, wenn Sie sehen wollen, ob alles stimmt.',
    },
    noCustomers: {
      title: 'Es gibt noch keinen Kunden',
      text: 'Kunden werden in den Büchern unter den Beteiligten eingetragen.',
    },
    unfit: {
      empty: {
        title: 'Es fehlt noch ein Wert.',
        text: 'Geben Sie mindestens ein Feld mit seinem Wert ein.',
      },
      nameless: {
        title: 'Ein Wert hat keinen Namen.',
        text: 'Sagen Sie, was es ist, etwa das Passwort.',
      },
      twice: {
        title: 'Zwei Felder heißen gleich.',
        text: 'Geben Sie jedem einen eigenen Namen.',
      },
      tooLong: { title: 'Ein Wert ist zu lang.', text: 'Ein Wert fasst 4.000 Zeichen.' },
    },
  },
  reading: {
    title: (label) => `${label} lesen`,
    text: 'Wer es wann und warum liest, wird festgehalten, bevor es gezeigt wird. Das kann niemand ändern.',
    reason: 'Wozu Sie es brauchen',
    noReason: { title: 'Der Grund fehlt.', text: 'Sagen Sie, wozu Sie es brauchen.' },
    ticket: 'Anfrage',
    yes: 'Zeigen',
  },
  shown: {
    text: 'Nach einer Minute wird es von selbst verdeckt, und sobald Sie diesen Tab verlassen.',
    copy: 'Kopieren',
    copied: 'Kopiert. Es bleibt in der Zwischenablage, bis Sie etwas anderes kopieren.',
    copyFailed: {
      title: 'Es ließ sich nicht kopieren',
      text: 'Markieren Sie den Wert und kopieren Sie ihn von Hand.',
    },
    hide: 'Verdecken',
    hidden: {
      title: 'Die Werte sind wieder verdeckt',
      text: 'Um sie zu sehen, lesen Sie den Eintrag noch einmal.',
    },
    changed: {
      title: 'Diesen Eintrag hat inzwischen jemand geändert',
      text: 'Was Sie sehen, gilt nicht mehr. Verdecken Sie es und lesen Sie es noch einmal.',
    },
  },
  removal: {
    title: (label) => `${label} löschen?`,
    text: 'Was versiegelt ist, ist dann weg, für alle. Dass es da war, bleibt festgehalten.',
    yes: 'Ja, löschen',
    done: { title: 'Der Eintrag ist gelöscht', text: 'Dass es ihn gab, bleibt festgehalten.' },
  },
  audit: {
    title: 'Wer geschrieben und gelesen hat',
    text: 'Nichts hier lässt sich ändern. Die neuesten werden gezeigt, höchstens 500.',
    none: {
      title: 'Es ist noch nichts geschehen',
      text: 'Alles, was mit dem Tresor geschieht, steht dann hier.',
    },
    when: 'Wann',
    who: 'Wer',
    what: 'Was',
    which: 'Eintrag',
    why: 'Warum',
    acts: {
      written: 'Geschrieben',
      read: 'Gelesen',
      removed: 'Gelöscht',
      'sealed-anew': 'Neu versiegelt',
    },
  },
};
