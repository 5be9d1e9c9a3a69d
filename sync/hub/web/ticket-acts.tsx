import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import type { DeskTask } from '../../../agent/words/desk-text.ts';
import { deskWords } from '../../../agent/words/desk-words.ts';
import { isNothing, type Order } from './hub-calls.ts';
import { ResolveDialog } from './resolve-dialog.tsx';
import { TicketDialog } from './ticket-dialog.tsx';
import type { TicketPanelProps } from './ticket-screen.tsx';

type Task =
  /** Its id is made when it is begun, so that it counts once. */
  { readonly kind: DeskTask; readonly id: string } | { readonly kind: 'resolve' };

/** What may be done with it; each is said in full before it is done. */
export function TicketActs(props: TicketPanelProps): JSX.Element {
  const { calls, outcome, onChanged } = props;
  const [task, setTask] = useState<Task | undefined>(undefined);
  const send = (order: Order): void =>
    outcome.run(calls.send(order, isNothing), () => {
      // A dialog that was opened while the answer was on its way is somebody's work: it stays.
      setTask((now) => (now === task ? undefined : now));
      onChanged();
    });
  const close = (): void => setTask(undefined);
  return (
    <>
      <ActButtons {...props} onTask={setTask} onSend={send} />
      {task === undefined && outcome.notice}
      {task?.kind === 'resolve' && <ResolveDialog {...props} onClose={close} />}
      {task !== undefined && task.kind !== 'resolve' && (
        <TicketDialog {...props} {...{ task }} onSend={send} onNo={close} />
      )}
    </>
  );
}

interface ActButtonsProps extends TicketPanelProps {
  readonly onTask: (task: Task) => void;
  readonly onSend: (order: Order) => void;
}

function ActButtons(props: ActButtonsProps): JSX.Element | null {
  const { language, file, at, session, outcome, onTask, onSend } = props;
  const words = deskWords(language);
  const { may } = file;
  const isMine = file.ticket.handler.user === session.user.user;
  const mustAccept = file.decision?.needs?.accept !== undefined;
  const tasks = [
    { kind: 'accept', isOffered: may.accept && mustAccept },
    { kind: 'confirm', isOffered: may.confirm && isToBeConfirmed(file) },
    { kind: 'note', isOffered: may.note },
    { kind: 'schedule', isOffered: may.work },
    { kind: 'passOn', isOffered: may.work },
    { kind: 'time', isOffered: may.work },
  ] as const;
  const offered = tasks.filter(({ isOffered }) => isOffered);
  if (offered.length === 0 && !may.work) return null;
  return (
    <div class="acts">
      {may.work && (
        <ActionButton
          tone={isMine ? 'plain' : 'primary'}
          isDisabled={outcome.isBusy}
          onPress={() =>
            onSend({ path: `${at}/assignment`, body: { to: isMine ? 'nobody' : 'me' } })
          }
        >
          {isMine ? words.letGo : words.take}
        </ActionButton>
      )}
      {offered.map(({ kind }) => (
        <ActionButton key={kind} onPress={() => onTask({ kind, id: crypto.randomUUID() })}>
          {words.tasks[kind].button}
        </ActionButton>
      ))}
      {may.work && (
        <ActionButton
          tone={isMine ? 'primary' : 'plain'}
          onPress={() => onTask({ kind: 'resolve' })}
        >
          {words.resolve.button}
        </ActionButton>
      )}
    </div>
  );
}

/** A notice has been decided, and nobody has entered it yet. */
function isToBeConfirmed({ ticket, decision, events }: TicketPanelProps['file']): boolean {
  if (ticket.kind !== 'notice' || decision?.day === undefined) return false;
  const isDecided = decision.outcome === 'END' || decision.outcome === 'RENEWED';
  return isDecided && !events.some(({ kind }) => kind === 'notice-confirmed');
}
