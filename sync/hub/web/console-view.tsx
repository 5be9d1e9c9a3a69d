import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { remoteWords } from '../../../agent/words/remote-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { timeText } from '../../../agent/words/time.ts';
import type { ConsoleSnapshot } from '../../protocol/console.ts';
import { wordOr } from './ticket-text.ts';
import { useConsole, type DeviceAct } from './use-console.ts';

export interface ConsoleViewProps {
  readonly session: string;
  readonly hasControl: boolean;
  readonly language: Language;
}

/** The till's devices and the end of its journal, as the till tells them, and the few acts there are. */
export function ConsoleView({ session, hasControl, language }: ConsoleViewProps): JSX.Element {
  const { snapshot, outcome, isUnreadable, act } = useConsole(session);
  const words = remoteWords(language).console;
  return (
    <div class="card-stack console">
      <h3 class="part-name">{remoteWords(language).streams.console}</h3>
      {isUnreadable && <p class="card-text tone-warning">{words.unreadable}</p>}
      {outcome !== undefined && <p class="card-text">{wordOr(words.outcomes, outcome)}</p>}
      {snapshot === undefined ? (
        <p class="card-text">{words.waiting}</p>
      ) : (
        <>
          <p class="facts">
            {Object.entries(snapshot.counters).map(([counter, count]) => (
              <span key={counter}>{`${wordOr(words.counters, counter)}: ${count}`}</span>
            ))}
          </p>
          <Devices {...{ snapshot, hasControl, language }} onAct={act} />
          <Journal {...{ snapshot, language }} />
        </>
      )}
    </div>
  );
}

interface DevicesProps extends Pick<ConsoleViewProps, 'hasControl' | 'language'> {
  readonly snapshot: ConsoleSnapshot;
  readonly onAct: (act: DeviceAct) => void;
}

function Devices({ snapshot, hasControl, language, onAct }: DevicesProps): JSX.Element {
  const words = remoteWords(language).console;
  if (snapshot.devices.length === 0) return <p class="card-text">{words.none}</p>;
  return (
    <table class="table table-plain">
      <thead>
        <tr>
          <th scope="col">{words.device}</th>
          <th scope="col">{words.state}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {snapshot.devices.map(({ device, kind, state, detail, isRenewable }) => {
          const action = state === 'up' ? 're-identify' : 'retry-device';
          return (
            <tr key={device}>
              <td class="text-cell">
                {device}
                <span class="sub-line">{kind}</span>
              </td>
              <td class="text-cell">
                <span class={state === 'up' ? 'tone-good' : 'tone-alert'}>
                  {wordOr(words.states, state)}
                </span>
                <span class="sub-line">{detail}</span>
              </td>
              <td>
                {isRenewable && (
                  <div class="row-actions">
                    <ActionButton
                      isDisabled={!hasControl}
                      onPress={() => onAct({ action, device })}
                    >
                      {words.acts[action]}
                    </ActionButton>
                  </div>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Journal({ snapshot, language }: Pick<DevicesProps, 'snapshot' | 'language'>) {
  const words = remoteWords(language).console;
  const lines = snapshot.journal.map(
    ({ seq, atMs, kind, facts }) =>
      `${seq}  ${timeText(atMs, language)}  ${kind}  ${JSON.stringify(facts)}`,
  );
  return (
    <>
      <h3 class="part-name">{words.journal}</h3>
      <pre class="journal-tail">{lines.join('\n')}</pre>
    </>
  );
}
