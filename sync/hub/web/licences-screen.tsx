import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { businessWords } from '../../../agent/words/business-words.ts';
import { priceLabel } from '../../../agent/words/decision-text.ts';
import type { Language } from '../../../agent/words/language.ts';
import { moneyText } from '../../../agent/words/money.ts';
import { dayText } from '../../../agent/words/time.ts';
import type { LicenceActView, LicencesView } from '../api/licence-schema.ts';
import type { SessionView, StationsView } from '../api/schema.ts';
import { hasField, isNothing, type HubCalls, type Order } from './hub-calls.ts';
import { LicenceActDialog, type LicenceTask } from './licence-act-dialog.tsx';
import { withReason } from './licence-acts.ts';
import { LicenceTable } from './licence-table.tsx';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome } from './outcome.tsx';
import { PurchaseForm, type BoughtLicence } from './purchase-form.tsx';
import { usePolled } from './use-polled.ts';

export interface LicencesScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
}

/** Every licence with its maintenance, what expires next first, and what can be done about it. */
export function LicencesScreen({ language, calls, session }: LicencesScreenProps): JSX.Element {
  const licences = usePolled(calls, '/v1/licences?sort=expiry', isLicences);
  const stations = usePolled(calls, '/v1/stations', isStations);
  const outcome = useOutcome(language);
  const [task, setTask] = useState<LicenceTask | 'buy' | undefined>(undefined);
  const words = businessWords(language);
  const rows = licences.view?.licences ?? [];
  const tills = stations.view?.stations ?? [];
  const mayManage = session.actions.includes('manage-licences');
  const close = (): void => {
    setTask(undefined);
    licences.refresh();
  };
  const act = async (order: Order) => withReason(await calls.send(order, isActDone), language);
  const sendAct = (order: Order): void =>
    outcome.run(act(order), (done) => {
      close();
      outcome.say(saidOf(done, language));
    });
  const buy = (body: BoughtLicence): void =>
    outcome.run(calls.send({ path: '/v1/licences', body }, isNothing), () => {
      close();
      outcome.say(words.licences.bought(body.id));
    });
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{words.nav.licences}</h1>
        <a
          class="button button-plain button-normal"
          href="/v1/licences?sort=expiry&format=csv"
          download
        >
          {words.licences.file}
        </a>
        {mayManage && task !== 'buy' && (
          <ActionButton onPress={() => setTask('buy')}>{words.licences.buy}</ActionButton>
        )}
      </div>
      {(task === undefined || task === 'buy') && outcome.notice}
      <LinkNotice polled={licences} language={language} />
      {task === 'buy' && (
        <PurchaseForm
          {...{ language }}
          isBusy={outcome.isBusy}
          onBuy={buy}
          onClose={() => setTask(undefined)}
        />
      )}
      {task !== undefined && task !== 'buy' && (
        <LicenceActDialog
          {...{ language, task, rows, tills, outcome }}
          onSend={sendAct}
          onNo={() => setTask(undefined)}
        />
      )}
      {licences.view?.licences.length === 0 && <Notice tone="plain" {...words.licences.none} />}
      {rows.length > 0 && (
        <LicenceTable
          {...{ language, rows, tills, mayManage }}
          isOld={licences.link !== 'live'}
          onTask={setTask}
        />
      )}
    </>
  );
}

/** What came of it, with what is to be invoiced for it. */
function saidOf(
  { licence, lastCoveredDay, costLines }: LicenceActView,
  language: Language,
): { readonly title: string; readonly text: string } {
  const words = businessWords(language).licences;
  const { title, text } = words.done(licence, dayText(lastCoveredDay, language));
  if (costLines.length === 0) return { title, text };
  const lines = costLines.map(
    ({ code, totalMinor, currency }) =>
      `${priceLabel(code, language)} ${moneyText(totalMinor, currency, language)}`,
  );
  return { title, text: `${text} ${words.charged(lines.join(', '))}` };
}

function isLicences(body: unknown): body is LicencesView {
  return hasField(body, 'licences');
}

function isStations(body: unknown): body is StationsView {
  return hasField(body, 'stations');
}

function isActDone(body: unknown): body is LicenceActView {
  return hasField(body, 'lastCoveredDay');
}
