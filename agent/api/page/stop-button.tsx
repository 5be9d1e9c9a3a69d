import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import { SessionContext } from './use-session-desk.ts';

/** In a dialog that covers the banner: whoever looks on can be cut off from here too. */
export function StopButton({ language }: { readonly language: Language }): JSX.Element | null {
  const { session, answer } = useContext(SessionContext);
  if (session?.phase !== 'live') return null;
  return (
    <div class="dialog-stop">
      <ActionButton tone="danger" onPress={() => answer('stop')}>
        {helpWords(language).session.stop}
      </ActionButton>
    </div>
  );
}
