import type { JSX } from 'preact';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { moneyText } from '../../../agent/words/money.ts';
import type { CurrencySumsView, StationView } from '../api/schema.ts';

export interface CurrencyPanelProps {
  readonly view: StationView;
  readonly language: Language;
}

/** What the currencies that are not the till's own add up to, each by itself. */
export function CurrencyPanel({ view, language }: CurrencyPanelProps): JSX.Element {
  const words = hubWords(language).till;
  return (
    <section class="card">
      <h2 class="sub-heading">{words.foreign}</h2>
      <table class="table table-plain">
        <thead>
          <tr>
            <th scope="col">{words.currency}</th>
            <th scope="col" class="number">
              {words.inserted}
            </th>
            <th scope="col" class="number">
              {words.paidOut}
            </th>
            <th scope="col" class="number">
              {words.salesSettled}
            </th>
          </tr>
        </thead>
        <tbody>
          {view.totals.foreign.map((sums) => (
            <CurrencyLine key={sums.currency} sums={sums} language={language} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CurrencyLine(props: {
  readonly sums: CurrencySumsView;
  readonly language: Language;
}): JSX.Element {
  const { sums, language } = props;
  const money = (minor: number): string => moneyText(minor, sums.currency, language);
  return (
    <tr>
      <td>{sums.currency}</td>
      <td class="number">{money(sums.insertedMinor)}</td>
      <td class="number">{money(sums.dispensedMinor)}</td>
      <td class="number">{new Intl.NumberFormat(language).format(sums.salesSettled)}</td>
    </tr>
  );
}
