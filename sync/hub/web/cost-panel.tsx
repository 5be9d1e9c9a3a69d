import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { businessWords } from '../../../agent/words/business-words.ts';
import { priceLabel } from '../../../agent/words/decision-text.ts';
import type { Language } from '../../../agent/words/language.ts';
import { moneyText } from '../../../agent/words/money.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { CostExportsView, CostLinesView } from '../api/balance-schema.ts';
import { accountText } from './account-amount.ts';
import { DayField } from './entry-form.tsx';
import { FormDialog } from './form-dialog.tsx';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome, type Outcome } from './outcome.tsx';
import { dayAgo, periodQuery } from './period.ts';
import { usePolled } from './use-polled.ts';

export interface CostPanelProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly mayExport: boolean;
}

const DAYS_SHOWN = 31;

/** What is charged, and the exports it goes out with. */
export function CostPanel({ language, calls, mayExport }: CostPanelProps): JSX.Element {
  const [period, setPeriod] = useState(() => ({ from: dayAgo(DAYS_SHOWN), to: dayAgo(0) }));
  const [order, setOrder] = useState<ExportOrder | undefined>(undefined);
  const lines = usePolled(calls, `/v1/cost-lines?${periodQuery(period)}`, isLines);
  const exports = usePolled(calls, '/v1/cost-exports', isExports);
  const outcome = useOutcome(language);
  const words = businessWords(language);
  const make = (body: ExportOrder): void =>
    outcome.run(calls.send({ path: '/v1/cost-exports', body }, isExport), (made) => {
      setOrder(undefined);
      outcome.say(words.costs.made(String(made.number), String(made.lines)));
      lines.refresh();
      exports.refresh();
    });
  return (
    <section class="card card-stack">
      <div class="screen-head">
        <h2 class="sub-heading">{words.costs.title}</h2>
        {mayExport && (
          <ActionButton onPress={() => setOrder(newOrder())}>
            {words.costs.make.button}
          </ActionButton>
        )}
      </div>
      <p class="card-text">{words.costs.text}</p>
      {order === undefined ? (
        outcome.notice
      ) : (
        <ExportDialog
          {...{ language, outcome }}
          onYes={() => make(order)}
          onNo={() => setOrder(undefined)}
        />
      )}
      <div class="form-line">
        <DayField
          label={words.statement.from}
          name="costs-from"
          day={period.from}
          onDay={(from) => setPeriod({ ...period, from })}
        />
        <DayField
          label={words.statement.to}
          name="costs-to"
          day={period.to}
          onDay={(to) => setPeriod({ ...period, to })}
        />
      </div>
      <LinkNotice polled={lines} language={language} />
      {lines.view !== undefined && <CostTable view={lines.view} language={language} />}
      {exports.view !== undefined && <ExportList view={exports.view} language={language} />}
    </section>
  );
}

/** Made when the dialog opens: the same order sent again makes the same export. */
interface ExportOrder {
  readonly id: string;
  readonly to: string;
}

function newOrder(): ExportOrder {
  return { id: crypto.randomUUID(), to: new Date().toISOString() };
}

interface ExportDialogProps {
  readonly language: Language;
  readonly outcome: Outcome;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

function ExportDialog({ language, ...props }: ExportDialogProps): JSX.Element {
  const { costs, no } = businessWords(language);
  const { title, text, yes } = costs.make;
  return <FormDialog {...props} {...{ text, yes, no }} title={title('')} />;
}

function CostTable(props: {
  readonly view: CostLinesView;
  readonly language: Language;
}): JSX.Element {
  const { view, language } = props;
  const words = businessWords(language).costs;
  if (view.lines.length === 0) return <p class="card-text">{words.none}</p>;
  return (
    <>
      {view.isCut && <Notice tone="warning" title={words.title} text={words.cut} />}
      <table class="table table-plain">
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.customer}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.payer}</th>
            <th scope="col" class="number">
              {words.total}
            </th>
            <th scope="col" class="number">
              {words.export}
            </th>
          </tr>
        </thead>
        <tbody>
          {view.lines.toReversed().map((line) => (
            <tr key={line.line}>
              <td class="nowrap">{instantText(Date.parse(line.at), language)}</td>
              <td class="text-cell">{line.customer}</td>
              <td class="text-cell">
                {costText(line, language)} <span class="quiet">{line.about}</span>
              </td>
              <td>{words.payers[line.payer]}</td>
              <td class="number">{totalText(line, language)}</td>
              <td class="number">{line.export ?? <span class="quiet">{words.waiting}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

type CostLine = CostLinesView['lines'][number];

const PACK = /^pack-(\d+)$/;

function costText({ code, quantity }: CostLine, language: Language): string {
  const credits = PACK.exec(code)?.[1];
  const name =
    credits === undefined
      ? code === 'wallet'
        ? accountText(code, language)
        : priceLabel(code, language)
      : businessWords(language).costs.pack(credits);
  return quantity === 1 ? name : `${name} × ${quantity}`;
}

function totalText({ totalMinor, currency }: CostLine, language: Language): string {
  return totalMinor === undefined || currency === undefined
    ? businessWords(language).costs.onRequest
    : moneyText(totalMinor, currency, language);
}

function ExportList(props: {
  readonly view: CostExportsView;
  readonly language: Language;
}): JSX.Element {
  const { view, language } = props;
  const words = businessWords(language).costs;
  return (
    <>
      <h3 class="sub-heading">{words.exports}</h3>
      {view.exports.length === 0 && <p class="card-text">{words.noExports}</p>}
      <ul class="plain-list">
        {view.exports.map(({ number, madeAt, madeBy, lines }) => (
          <li key={number}>
            <a
              class="till-link"
              href={`/v1/cost-exports/${number}`}
              download={`costs-${number}.csv`}
            >
              {words.file(String(number))}
            </a>{' '}
            <span class="quiet">
              {`${instantText(Date.parse(madeAt), language)} · ${words.madeBy} ${madeBy} · ${words.lines}: ${lines}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function isLines(body: unknown): body is CostLinesView {
  return hasField(body, 'lines');
}

function isExports(body: unknown): body is CostExportsView {
  return hasField(body, 'exports');
}

function isExport(body: unknown): body is CostExportsView['exports'][number] {
  return hasField(body, 'number');
}
