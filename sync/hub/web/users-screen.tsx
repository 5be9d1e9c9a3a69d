import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { QuestionDialog } from '../../../agent/ui/question-dialog.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { UsersView, UserView } from '../api/schema.ts';
import { Field, onForm, SubmitButton } from './fields.tsx';
import { hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome } from './outcome.tsx';
import { UserForm } from './user-form.tsx';
import { usePolled } from './use-polled.ts';

export interface UsersScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
}

/** What is being done to a user. */
interface Task {
  readonly kind: 'disable' | 'password' | 'party';
  readonly user: UserView;
}

/** Who may sign in. */
export function UsersScreen({ language, calls }: UsersScreenProps): JSX.Element {
  const users = usePolled(calls, '/v1/users', isUsers);
  const { notice, isBusy, run } = useOutcome(language);
  const [task, setTask] = useState<Task | 'add' | undefined>(undefined);
  const words = hubWords(language);
  const done = (): void => {
    setTask(undefined);
    users.refresh();
  };
  const change = (user: UserView, body: object): void => {
    const order = { method: 'PATCH', path: `/v1/users/${user.user}`, body } as const;
    run(calls.send(order, isNothing), done);
  };
  const add = (body: object): void => run(calls.send({ path: '/v1/users', body }, isNothing), done);
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{words.nav.users}</h1>
        {task !== 'add' && (
          <ActionButton onPress={() => setTask('add')}>{words.users.add}</ActionButton>
        )}
      </div>
      {notice}
      <LinkNotice polled={users} language={language} />
      {task === 'add' && (
        <UserForm {...{ language, isBusy }} onAdd={add} onClose={() => setTask(undefined)} />
      )}
      {task !== undefined && task !== 'add' && (
        <TaskForm
          key={`${task.kind} ${task.user.user}`}
          {...{ task, language, isBusy }}
          onChange={change}
          onClose={() => setTask(undefined)}
        />
      )}
      <UserTable
        users={users.view?.users ?? []}
        language={language}
        onTask={setTask}
        onEnable={(user) => change(user, { isDisabled: false })}
      />
    </>
  );
}

interface TaskFormProps {
  readonly task: Task;
  readonly language: Language;
  readonly isBusy: boolean;
  readonly onChange: (user: UserView, body: object) => void;
  readonly onClose: () => void;
}

function TaskForm({ task, language, isBusy, onChange, onClose }: TaskFormProps): JSX.Element {
  const { kind, user } = task;
  const words = hubWords(language);
  if (kind === 'disable') {
    return (
      <QuestionDialog
        {...words.users.disableQuestion(user.name)}
        isDangerous
        onYes={() => onChange(user, { isDisabled: true })}
        onNo={onClose}
      />
    );
  }
  if (kind === 'party') return <PartyForm {...{ user, language, isBusy, onChange, onClose }} />;
  const submit = onForm((field) => onChange(user, { password: field('password') }));
  return (
    <form class="card form-line" onSubmit={submit}>
      <Field
        label={`${words.users.newPassword}: ${user.name}`}
        name="password"
        type="password"
        autoComplete="new-password"
        hint={words.users.passwordHint}
      />
      <SubmitButton isDisabled={isBusy}>{words.users.changePassword}</SubmitButton>
      <ActionButton onPress={onClose}>{words.cancel}</ActionButton>
    </form>
  );
}

type PartyFormProps = Omit<TaskFormProps, 'task'> & { readonly user: UserView };

/** Whose people somebody is one of; empty, of nobody's. */
function PartyForm({ user, language, isBusy, onChange, onClose }: PartyFormProps): JSX.Element {
  const words = hubWords(language);
  const submit = onForm((field) => {
    const party = field('party').trim();
    onChange(user, { party: party === '' ? null : party });
  });
  return (
    <form class="card form-line" onSubmit={submit}>
      <Field
        label={`${words.users.party}: ${user.name}`}
        name="party"
        value={user.party ?? ''}
        hint={words.users.partyHint}
        isRequired={false}
      />
      <SubmitButton isDisabled={isBusy}>{words.users.changeParty}</SubmitButton>
      <ActionButton onPress={onClose}>{words.cancel}</ActionButton>
    </form>
  );
}

interface UserTableProps {
  readonly users: readonly UserView[];
  readonly language: Language;
  readonly onTask: (task: Task) => void;
  readonly onEnable: (user: UserView) => void;
}

function UserTable({ users, language, onTask, onEnable }: UserTableProps): JSX.Element {
  const words = hubWords(language).users;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.role}</th>
          <th scope="col">{words.sites}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.user}>
            <td class="text-cell">
              {user.name} {user.isDisabled && <span class="mark">{words.disabled}</span>}
            </td>
            <td>{words.roles[user.role]}</td>
            <td class="text-cell">{user.sites === 'all' ? words.allSites : sitesText(user)}</td>
            <td class="row-actions">
              {user.role !== 'vendor-admin' && (
                <ActionButton onPress={() => onTask({ kind: 'party', user })}>
                  {words.changeParty}
                </ActionButton>
              )}
              <ActionButton onPress={() => onTask({ kind: 'password', user })}>
                {words.changePassword}
              </ActionButton>
              {user.isDisabled ? (
                <ActionButton onPress={() => onEnable(user)}>{words.enable}</ActionButton>
              ) : (
                <ActionButton onPress={() => onTask({ kind: 'disable', user })}>
                  {words.disable}
                </ActionButton>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The listed sites, and whose sites beside those. */
function sitesText({ sites, party }: UserView): string {
  return [...(sites === 'all' ? [] : sites), ...(party === undefined ? [] : [`→ ${party}`])].join(
    ', ',
  );
}

function isUsers(body: unknown): body is UsersView {
  return hasField(body, 'users');
}
