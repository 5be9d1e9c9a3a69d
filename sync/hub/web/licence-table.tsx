import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { businessWords } from '../../../agent/words/business-words.ts';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { dayText } from '../../../agent/words/time.ts';
import type { StationSummary } from '../api/schema.ts';
import type { LicenceTask } from './licence-act-dialog.tsx';
import { actsFor, type LicenceRow } from './licence-acts.ts';
import { hashOf } from './place.ts';

export interface LicenceTableProps {
  readonly language: Language;
  readonly rows: readonly LicenceRow[];
  readonly tills: readonly StationSummary[];
  readonly mayManage: boolean;
  readonly isOld: boolean;
  readonly onTask: (task: LicenceTask) => void;
}

/** One line a licence, in the order in which they come. */
export function LicenceTable({ rows, isOld, ...props }: LicenceTableProps): JSX.Element {
  const { language, mayManage } = props;
  const words = businessWords(language).licences;
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.expiry}</th>
          <th scope="col">{words.licence}</th>
          <th scope="col">{words.till}</th>
          <th scope="col">{words.state}</th>
          {mayManage && <th />}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <LicenceLine key={`${row.licence} ${row.station}`} row={row} {...props} />
        ))}
      </tbody>
    </table>
  );
}

type LicenceLineProps = Omit<LicenceTableProps, 'rows' | 'isOld'> & { readonly row: LicenceRow };

function LicenceLine({ row, tills, mayManage, onTask, language }: LicenceLineProps): JSX.Element {
  const words = businessWords(language).licences;
  const till = tills.find(({ station }) => station === row.station);
  const isRevoked = till?.isRevoked === true;
  return (
    <tr>
      <td class="nowrap">{row.expiry === '' ? '' : dayText(row.expiry, language)}</td>
      <td class="text-cell who">
        {row.licence}
        <span class="sub-line">{row.customer}</span>
        {row.distributor !== '' && <span class="sub-line">{words.soldBy(row.distributor)}</span>}
      </td>
      <td class="text-cell who">
        {row.station !== '' && (
          <a class="till-link" href={hashOf({ screen: 'till', station: row.station })}>
            {till?.name ?? row.station}
          </a>
        )}
        <span class="sub-line">{row.site}</span>
      </td>
      <td>
        <StateText {...{ row, language, isRevoked }} />
      </td>
      {mayManage && (
        <td>
          <div class="row-actions row-actions-wrap">
            {actsFor(row, isRevoked).map((act) => (
              <ActionButton
                key={act}
                tone={act === 'revoke' ? 'danger' : 'plain'}
                onPress={() => onTask({ act, row, id: crypto.randomUUID() })}
              >
                {words.acts[act].button}
              </ActionButton>
            ))}
          </div>
        </td>
      )}
    </tr>
  );
}

interface StateTextProps {
  readonly row: LicenceRow;
  readonly language: Language;
  readonly isRevoked: boolean;
}

function StateText({ row, language, isRevoked }: StateTextProps): JSX.Element {
  const words = businessWords(language).licences;
  const { state, expiry, newLicenceFrom, isDeclined } = row;
  if (state === 'not-installed') return <span class="quiet">{words.notInstalled}</span>;
  const day = expiry === '' ? '' : dayText(expiry, language);
  const tone = state === 'active' ? 'plain' : state === 'revoked' ? 'alert' : 'warning';
  return (
    <>
      <span class={`tone-${tone}`}>{hubWords(language).fleet.licences[state](day)}</span>
      {state === 'lapsed-reinstatable' && newLicenceFrom !== '' && (
        <span class="sub-line">{words.newLicenceFrom(dayText(newLicenceFrom, language))}</span>
      )}
      {isDeclined && <span class="mark">{words.declined}</span>}
      {isRevoked && <span class="mark mark-alert">{hubWords(language).fleet.revoked}</span>}
    </>
  );
}
