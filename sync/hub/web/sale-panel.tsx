import type { JSX } from 'preact';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { moneyText } from '../../../agent/words/money.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { SaleView, StationView } from '../api/schema.ts';

export interface SalePanelProps {
  readonly view: StationView;
  readonly language: Language;
}

/** The last sales: when, how much, and what became of them. */
export function SalePanel({ view, language }: SalePanelProps): JSX.Element {
  const words = hubWords(language).till;
  return (
    <section class="card">
      <h2 class="sub-heading">{words.sales}</h2>
      {view.sales.length === 0 ? (
        <p class="quiet">{words.noSales}</p>
      ) : (
        <table class="table table-plain">
          <thead>
            <tr>
              <th scope="col">{words.time}</th>
              <th scope="col" class="number">
                {words.amount}
              </th>
              <th scope="col">{words.outcome}</th>
            </tr>
          </thead>
          <tbody>
            {view.sales.map((sale) => (
              <SaleLine key={sale.saleId} sale={sale} language={language} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function SaleLine(props: { readonly sale: SaleView; readonly language: Language }): JSX.Element {
  const { sale, language } = props;
  const words = hubWords(language).till;
  const money = (minor: number): string => moneyText(minor, sale.currency, language);
  return (
    <tr>
      <td>{instantText(Date.parse(sale.startedAt), language)}</td>
      <td class="number">{money(sale.amountDueMinor)}</td>
      <td>
        {words.outcomes[sale.outcome]}
        {sale.owedMinor > 0 && (
          <span class="mark mark-warning">{words.owed(money(sale.owedMinor))}</span>
        )}
      </td>
    </tr>
  );
}
