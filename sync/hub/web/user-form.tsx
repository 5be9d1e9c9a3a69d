import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { UserView } from '../api/schema.ts';
import { Field, onForm, SubmitButton } from './fields.tsx';

const ROLES: readonly UserView['role'][] = [
  'vendor-support',
  'vendor-admin',
  'distributor',
  'implementer',
  'customer-admin',
];

export interface UserFormProps {
  readonly language: Language;
  readonly isBusy: boolean;
  readonly onAdd: (user: object) => void;
  readonly onClose: () => void;
}

/** One more user. */
export function UserForm({ language, isBusy, onAdd, onClose }: UserFormProps): JSX.Element {
  const words = hubWords(language).users;
  const submit = onForm((field) => {
    const sites = field('sites')
      .split('\n')
      .map((site) => site.trim())
      .filter((site) => site !== '');
    const party = field('party').trim();
    onAdd({
      name: field('name').trim(),
      role: field('role'),
      sites: sites.length === 0 && party === '' ? 'all' : sites,
      ...(party === '' ? {} : { party }),
      password: field('password'),
    });
  });
  return (
    <form class="card form form-wide" onSubmit={submit}>
      <div class="form-columns">
        <Field label={words.name} name="name" />
        <label class="field">
          <span class="field-label">{words.role}</span>
          <select class="field-input" name="role">
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {words.roles[role]}
              </option>
            ))}
          </select>
        </label>
        <Field
          label={words.password}
          name="password"
          type="password"
          autoComplete="new-password"
          hint={words.passwordHint}
        />
        <label class="field">
          <span class="field-label">{words.sites}</span>
          <textarea class="field-input" name="sites" rows={2} spellcheck={false} />
          <span class="field-hint">{words.sitesHint}</span>
        </label>
        <Field label={words.party} name="party" hint={words.partyHint} isRequired={false} />
      </div>
      <div class="form-line">
        <SubmitButton isDisabled={isBusy}>{words.add}</SubmitButton>
        <ActionButton onPress={onClose}>{hubWords(language).cancel}</ActionButton>
      </div>
    </form>
  );
}
