import type { JSX } from 'preact';
import { Notice } from '../../../agent/ui/notice.tsx';
import type { BusinessLicenceAct } from '../../../agent/words/business-text.ts';
import { businessWords } from '../../../agent/words/business-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { StationSummary } from '../api/schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { DayField } from './entry-form.tsx';
import { Field } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import type { Order } from './hub-calls.ts';
import type { LicenceRow } from './licence-acts.ts';
import type { Outcome } from './outcome.tsx';
import { dayAgo } from './period.ts';

export interface LicenceTask {
  readonly act: BusinessLicenceAct;
  readonly row: LicenceRow;
  /** Made when it is begun, so that the act counts once. */
  readonly id: string;
}

export interface LicenceActDialogProps {
  readonly language: Language;
  readonly task: LicenceTask;
  readonly rows: readonly LicenceRow[];
  readonly tills: readonly StationSummary[];
  readonly outcome: Outcome;
  readonly onSend: (order: Order) => void;
  readonly onNo: () => void;
}

/** One act upon a licence: what it does, what it needs, and only then it is done. */
export function LicenceActDialog(props: LicenceActDialogProps): JSX.Element {
  const { language, task, outcome, onSend, onNo } = props;
  const words = businessWords(language);
  const { title, text, yes } = words.licences.acts[task.act];
  return (
    <FormDialog
      title={title(task.row.licence)}
      {...{ text, yes, outcome, onNo }}
      no={words.no}
      isDangerous={task.act === 'revoke'}
      isBlocked={isBlocked(props)}
      onYes={(field) => onSend(orderOf(task, field))}
    >
      <ActFields {...props} />
    </FormDialog>
  );
}

/** A place or a licence has to be chosen, and there is none. */
function isBlocked({ task, rows, tills }: LicenceActDialogProps): boolean {
  switch (task.act) {
    case 'install':
    case 'move':
      return tillsWithout(rows, tills).length === 0;
    case 'new-licence':
      return waiting(rows).length === 0;
    case 'renew':
    case 'decline':
    case 'reinstate':
    case 'revoke':
    case 'take-back':
      return false;
  }
}

function ActFields(props: LicenceActDialogProps): JSX.Element | null {
  const { language, task, rows, tills } = props;
  const words = businessWords(language).licences;
  switch (task.act) {
    case 'install':
    case 'move':
      return (
        <>
          <TillField {...{ language, rows, tills }} />
          <PlanField language={language} />
        </>
      );
    case 'new-licence':
      return (
        <>
          <LicenceField {...{ language, rows }} />
          <PlanField language={language} />
        </>
      );
    case 'reinstate':
      return (
        <>
          <DayField label={words.paidOn} name="paidOn" day={dayAgo(0)} />
          <PlanField language={language} />
        </>
      );
    case 'renew':
    case 'decline':
    case 'take-back':
      return <PlanField language={language} />;
    case 'revoke':
      return (
        <>
          <Field label={words.reason} name="reason" />
          <PlanField language={language} />
        </>
      );
  }
}

function PlanField({ language }: { readonly language: Language }): JSX.Element {
  const { plan, planHint } = businessWords(language).licences;
  return <Field label={plan} name="plan" hint={planHint} isRequired={false} />;
}

type TillFieldProps = Pick<LicenceActDialogProps, 'language' | 'rows' | 'tills'>;

function TillField({ language, rows, tills }: TillFieldProps): JSX.Element {
  const words = businessWords(language).licences;
  const free = tillsWithout(rows, tills);
  if (free.length === 0) return <Notice tone="plain" {...words.noneFree} />;
  return (
    <ChoiceField
      label={words.where}
      name="station"
      options={free.map(({ station, name, site }) => ({
        value: station,
        text: `${name} · ${site}`,
      }))}
    />
  );
}

function LicenceField({ language, rows }: Omit<TillFieldProps, 'tills'>): JSX.Element {
  const words = businessWords(language).licences;
  const bought = waiting(rows);
  if (bought.length === 0) return <Notice tone="plain" {...words.noneBought} />;
  return (
    <ChoiceField
      label={words.which}
      name="licence"
      options={bought.map(({ licence, customer }) => ({
        value: licence,
        text: `${licence} · ${customer}`,
      }))}
    />
  );
}

/** Enrolled, not revoked, and with no licence of this hub. */
function tillsWithout(
  rows: readonly LicenceRow[],
  tills: readonly StationSummary[],
): readonly StationSummary[] {
  const having = new Set(rows.map(({ station }) => station));
  return tills.filter(({ station, isRevoked }) => !isRevoked && !having.has(station));
}

function waiting(rows: readonly LicenceRow[]): readonly LicenceRow[] {
  return rows.filter(({ state }) => state === 'not-installed');
}

function orderOf({ act, row, id }: LicenceTask, field: (name: string) => string): Order {
  const plan = field('plan').trim();
  const common = { id, kind: act, ...(plan === '' ? {} : { plan }) };
  switch (act) {
    case 'install':
      return { path: actsAt(field('station')), body: { ...common, licence: row.licence } };
    case 'move':
      return { path: actsAt(field('station')), body: { ...common, from: row.station } };
    case 'new-licence':
      return { path: actsAt(row.station), body: { ...common, licence: field('licence') } };
    case 'reinstate':
      return { path: actsAt(row.station), body: { ...common, ...paidAt(field('paidOn')) } };
    case 'revoke':
      return { path: actsAt(row.station), body: { ...common, reason: field('reason').trim() } };
    case 'renew':
    case 'decline':
    case 'take-back':
      return { path: actsAt(row.station), body: common };
  }
}

function actsAt(station: string): string {
  return `/v1/stations/${station}/licence-acts`;
}

/** Today is now: noon may not have come yet. */
function paidAt(day: string): { readonly paidAt?: string } {
  return day === dayAgo(0) ? {} : { paidAt: `${day}T12:00:00.000Z` };
}
