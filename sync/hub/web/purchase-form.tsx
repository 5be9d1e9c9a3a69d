import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { businessWords } from '../../../agent/words/business-words.ts';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { Field, onForm, SubmitButton } from './fields.tsx';

export interface BoughtLicence {
  readonly id: string;
  readonly customer: string;
  readonly distributor?: string;
}

export interface PurchaseFormProps {
  readonly language: Language;
  readonly isBusy: boolean;
  readonly onBuy: (licence: BoughtLicence) => void;
  readonly onClose: () => void;
}

/** One more licence that was bought. */
export function PurchaseForm(props: PurchaseFormProps): JSX.Element {
  const { language, isBusy, onBuy, onClose } = props;
  const words = businessWords(language).licences;
  const submit = onForm((field) => {
    const distributor = field('distributor').trim();
    const bought = { id: field('id').trim(), customer: field('customer').trim() };
    onBuy(distributor === '' ? bought : { ...bought, distributor });
  });
  return (
    <form class="card form form-wide" onSubmit={submit}>
      <p class="card-text">{words.buyText}</p>
      <div class="form-line">
        <Field label={words.licence} name="id" />
        <Field label={words.customer} name="customer" />
        <Field label={words.distributor} name="distributor" isRequired={false} />
      </div>
      <div class="form-line">
        <SubmitButton isDisabled={isBusy}>{words.save}</SubmitButton>
        <ActionButton onPress={onClose}>{hubWords(language).cancel}</ActionButton>
      </div>
    </form>
  );
}
