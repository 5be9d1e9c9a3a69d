import type { JSX } from 'preact';
import { ActionButton } from '../../ui/action-button.tsx';
import type { Language } from '../../words/language.ts';
import { moneyText } from '../../words/money.ts';
import type { ShiftLine } from '../../words/money-view-text.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import { pageWords } from '../../words/page-words.ts';
import { instantText } from '../../words/time.ts';
import type { ShiftReportView } from '../shift-schema.ts';

export interface ShiftReportProps {
  readonly report: ShiftReportView;
  readonly currency: string;
  readonly language: Language;
  readonly onClose: () => void;
}

/** What a shift came to; of blind counts only what everybody may see. */
export function ShiftReport(props: ShiftReportProps): JSX.Element {
  const { report, currency, language, onClose } = props;
  const words = moneyViewWords(language);
  return (
    <section class="form report" aria-label={words.shift.title(String(report.number))}>
      <header class="form-head">
        <h1 class="form-title">{words.shift.title(String(report.number))}</h1>
        <p class="form-advice">
          {words.shift.openedAt(instantText(Date.parse(report.openedAt), language))} ·{' '}
          {words.shift.closedAt(instantText(Date.parse(report.closedAt), language))}
        </p>
      </header>
      <dl class="report-lines">
        {[{ ...report, currency }, ...report.foreign].map((sums) =>
          linesOf(sums).map(({ line, amountMinor }) => (
            <div key={`${line}-${sums.currency}`} class="report-line">
              <dt>{lineText(line, sums.currency, props)}</dt>
              <dd>
                {line === 'sales-count'
                  ? amountMinor
                  : moneyText(amountMinor, sums.currency, language)}
              </dd>
            </div>
          )),
        )}
      </dl>
      <footer class="form-foot">
        <ActionButton size="large" onPress={() => window.print()}>
          {words.print}
        </ActionButton>
        <ActionButton size="large" tone="primary" onPress={onClose}>
          {pageWords(language).dismiss}
        </ActionButton>
      </footer>
    </section>
  );
}

interface ReportLine {
  readonly line: ShiftLine;
  readonly amountMinor: number;
}

/** Which currency a line is of, where there are several. */
function lineText(
  line: ShiftLine,
  currency: string,
  { report, language }: ShiftReportProps,
): string {
  const said = moneyViewWords(language).shift.lines[line];
  return report.foreign.length === 0 ? said : `${said} · ${currency}`;
}

type Sums = Pick<ShiftReportView, 'openingMinor' | 'closingMinor' | 'totals'>;

function linesOf({ openingMinor, closingMinor, totals }: Sums): readonly ReportLine[] {
  const lines: readonly (readonly [ShiftLine, number | null])[] = [
    ['opening', openingMinor],
    ['sales-count', totals.salesCount],
    ['sold', totals.soldMinor],
    ['inserted', totals.insertedMinor],
    ['manual-in', totals.manualInMinor],
    ['paid-out', totals.paidOutMinor],
    ['manual-out', totals.manualOutMinor],
    ['filled', totals.filledMinor],
    ['taken', totals.takenMinor],
    ['collected', totals.collectedMinor],
    ['difference', totals.differenceMinor],
    ['paid-by-hand', totals.paidByHandMinor],
    ['closing', closingMinor],
  ];
  return lines.flatMap(([line, amountMinor]) =>
    amountMinor === null ? [] : [{ line, amountMinor }],
  );
}
