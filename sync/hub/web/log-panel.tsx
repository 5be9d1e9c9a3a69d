import type { JSX } from 'preact';
import { remoteWords } from '../../../agent/words/remote-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { BundleView } from '../api/remote-schema.ts';
import { onForm } from './fields.tsx';
import { hasField } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';
import type { TicketPanelProps } from './ticket-screen.tsx';

/** The logs of the till, which need no session. */
export function LogPanel(props: TicketPanelProps): JSX.Element | null {
  const { language, calls, at, remote, session, file, onChanged } = props;
  const outcome = useOutcome(language);
  const words = remoteWords(language).logs;
  if (!file.may.connect && remote.bundles.length === 0) return null;
  const ask = onForm((field) => {
    const order = { path: `${at}/logs`, body: { withTrace: field('trace') === 'yes' } };
    outcome.run(calls.send(order, isBundle), onChanged);
  });
  return (
    <section class="card card-stack">
      <h2 class="sub-heading">{words.title}</h2>
      <p class="card-text">{words.text}</p>
      {outcome.notice}
      {file.may.connect && (
        <form class="form-line" onSubmit={ask}>
          <label class="check">
            <input type="checkbox" name="trace" value="yes" />
            <span>{words.withTrace}</span>
          </label>
          <button type="submit" class="button button-plain button-normal" disabled={outcome.isBusy}>
            {words.ask}
          </button>
        </form>
      )}
      {remote.bundles.length > 0 && (
        <ul class="plain-list lines">
          {remote.bundles.map((bundle) => (
            <BundleLine
              key={bundle.bundle}
              {...{ bundle, language }}
              mayRead={session.actions.includes('remote-session')}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

const BYTES_PER_KB = 1_024;

interface BundleLineProps extends Pick<TicketPanelProps, 'language'> {
  readonly bundle: BundleView;
  readonly mayRead: boolean;
}

function BundleLine({ bundle, language, mayRead }: BundleLineProps): JSX.Element {
  const words = remoteWords(language).logs;
  const { state, sizeBytes, reason, askedAt, askedBy } = bundle;
  const size = sizeBytes === undefined ? [] : [`${Math.ceil(sizeBytes / BYTES_PER_KB)} kB`];
  const facts = [words.states[state], ...size, ...(reason === undefined ? [] : [reason])];
  return (
    <li class="set-aside">
      <span>
        {facts.join(' · ')}
        <span class="sub-line">
          {instantText(Date.parse(askedAt), language)} · {askedBy}
        </span>
      </span>
      {state === 'kept' && mayRead && (
        <a
          class="button button-plain button-normal"
          href={`/v1/logs/${encodeURIComponent(bundle.bundle)}`}
          download={`${bundle.bundle}.tar.gz`}
        >
          {words.download}
        </a>
      )}
    </li>
  );
}

function isBundle(body: unknown): body is BundleView {
  return hasField(body, 'bundle');
}
