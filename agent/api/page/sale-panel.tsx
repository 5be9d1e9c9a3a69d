import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { Figure } from '../../ui/figure.tsx';
import { QuestionDialog } from '../../ui/question-dialog.tsx';
import type { Language } from '../../words/language.ts';
import { moneyText } from '../../words/money.ts';
import { pageWords } from '../../words/page-words.ts';
import type { StatusView } from '../schema.ts';
import { saleFigures, type FigureView, type SaleFigures } from './sale-figures.ts';

export interface SalePanelProps {
  readonly status: StatusView;
  readonly language: Language;
  /** False while what is shown may be old: then nothing can be pressed. */
  readonly isLive: boolean;
  readonly onCancel: (saleId: string) => void;
}

/** The sale: what the machine is doing, the one number that matters, and giving the money back. */
export function SalePanel({ status, language, isLive, onCancel }: SalePanelProps): JSX.Element {
  const words = pageWords(language);
  const figures = saleFigures(status);
  const { headline, tone } = figures;
  return (
    <main class={panelClass(figures, isLive)}>
      <div class="sale-words" aria-live="polite">
        <h1 class={`sale-headline tone-${tone}`}>{words.headlines[headline]}</h1>
        <Figures
          figures={figures}
          currency={figures.currency ?? status.currency}
          language={language}
        />
      </div>
      {status.activity === 'collecting' && status.deposit === null && (
        <GiveBack status={status} language={language} isLive={isLive} onCancel={onCancel} />
      )}
    </main>
  );
}

/** Without a number of its own the line takes the middle. */
function panelClass({ main, isPast }: SaleFigures, isLive: boolean): string {
  const calm = main === undefined || isPast ? ' sale-calm' : '';
  return isLive ? `sale${calm}` : `sale sale-old${calm}`;
}

interface FiguresProps {
  readonly figures: SaleFigures;
  readonly currency: string;
  readonly language: Language;
}

/** One clear number and the few that explain it; those of a past sale are all small. */
function Figures({ figures, currency, language }: FiguresProps): JSX.Element | null {
  const { main, others, tone, isPast } = figures;
  const words = pageWords(language);
  if (main === undefined) return null;
  const texts = ({ name, amountMinor }: FigureView) => ({
    label: words.figures[name],
    amount: moneyText(amountMinor, currency, language),
  });
  return (
    <>
      {isPast ? (
        <p class="sale-past">{words.lastSale}</p>
      ) : (
        <Figure isMain tone={tone} {...texts(main)} />
      )}
      <div class="sale-figures">
        {(isPast ? [main, ...others] : others).map((figure) => (
          <Figure key={figure.name} tone={isPast ? 'quiet' : 'plain'} {...texts(figure)} />
        ))}
      </div>
    </>
  );
}

/** Lives only while the sale collects, and its question with it: a paid sale is not given back. */
function GiveBack({ status, language, isLive, onCancel }: SalePanelProps): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const words = pageWords(language);
  const { sale } = status;
  const currency = sale?.currency ?? status.currency;
  const insertedMinor = sale?.insertedMinor ?? 0;
  const amount = insertedMinor === 0 ? undefined : moneyText(insertedMinor, currency, language);
  const confirm = (): void => {
    setIsAsking(false);
    if (sale !== null) onCancel(sale.saleId);
  };
  return (
    <div class="sale-actions">
      <ActionButton size="large" isDisabled={!isLive} onPress={() => setIsAsking(true)}>
        {words.giveBack}
      </ActionButton>
      {isAsking && isLive && (
        <QuestionDialog
          {...words.giveBackQuestion(amount)}
          isDangerous
          onYes={confirm}
          onNo={() => setIsAsking(false)}
        />
      )}
    </div>
  );
}
