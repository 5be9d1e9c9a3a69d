import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import type { Language } from '../../../agent/words/language.ts';
import type { PickKind, PlanFault } from '../../../agent/words/rollout-text.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import { PlanChoice, PlanField } from './plan-field.tsx';
import type { GroupDraft, PlanFaults, ThresholdDraft } from './plan-draft.ts';

/** What tills can be picked by, as far as this page knows. */
export interface KnownNames {
  readonly tags: readonly string[];
  readonly sites: readonly string[];
}

export interface GroupFieldsProps {
  readonly language: Language;
  readonly group: GroupDraft;
  readonly at: number;
  readonly faults: PlanFaults;
  readonly known: KnownNames;
  readonly onGroup: (group: GroupDraft) => void;
  /** Absent for the only one. */
  readonly onRemove?: () => void;
}

const PICKS: readonly PickKind[] = ['percent', 'tag', 'site', 'partner'];

/** Whom a group takes in, and what of it opens the next one or stops everything. */
export function GroupFields(props: GroupFieldsProps): JSX.Element {
  const { language, group, at, faults, known, onGroup, onRemove } = props;
  const words = rolloutWords(language).form;
  const field = (name: string) => ({ language, name: `groups.${at}.${name}` });
  const faulty = (name: string) => ({ ...field(name), fault: faults[`groups.${at}.${name}`] });
  const { pick } = group;
  return (
    <fieldset class="plan-group">
      <legend class="plan-legend">{words.group(String(at + 1))}</legend>
      <div class="plan-columns">
        <PlanField
          {...faulty('name')}
          label={words.groupName}
          value={group.name}
          onText={(name) => onGroup({ ...group, name })}
        />
        <PlanChoice
          {...field('pick')}
          label={words.pick}
          value={pick}
          options={PICKS.map((kind) => [kind, words.picks[kind]] as const)}
          onChoice={(kind) =>
            onGroup({ ...group, pick: kind, who: kind === 'percent' ? '100' : '' })
          }
        />
        <PlanField
          {...faulty('who')}
          label={words.who[pick]}
          isNumber={pick === 'percent'}
          value={group.who}
          {...(pick === 'percent' ? {} : { hint: words.whoHint })}
          {...suggested(pick, known)}
          onText={(who) => onGroup({ ...group, who })}
        />
        <Threshold
          {...{ language, name: `groups.${at}.successes`, label: words.successes }}
          threshold={group.successes}
          fault={faults[`groups.${at}.successes`]}
          onThreshold={(successes) => onGroup({ ...group, successes })}
        />
        <Threshold
          {...{ language, name: `groups.${at}.errors`, label: words.errors }}
          threshold={group.errors}
          fault={faults[`groups.${at}.errors`]}
          onThreshold={(errors) => onGroup({ ...group, errors })}
        />
        {onRemove !== undefined && (
          <div class="plan-remove">
            <ActionButton onPress={onRemove}>{words.removeGroup}</ActionButton>
          </div>
        )}
      </div>
    </fieldset>
  );
}

function suggested(
  pick: PickKind,
  { tags, sites }: KnownNames,
): { readonly suggestions?: readonly string[] } {
  if (pick === 'tag') return { suggestions: tags };
  return pick === 'site' ? { suggestions: sites } : {};
}

interface ThresholdProps {
  readonly language: Language;
  readonly name: string;
  readonly label: string;
  readonly threshold: ThresholdDraft;
  readonly fault: PlanFault | undefined;
  readonly onThreshold: (threshold: ThresholdDraft) => void;
}

function Threshold({ threshold, onThreshold, ...shown }: ThresholdProps): JSX.Element {
  const { language, name } = shown;
  const words = rolloutWords(language).form;
  return (
    <div class="plan-threshold">
      <PlanField
        {...shown}
        isNumber
        value={threshold.amount}
        onText={(amount) => onThreshold({ ...threshold, amount })}
      />
      <PlanChoice
        language={language}
        name={`${name}.unit`}
        label={words.unit}
        value={threshold.unit}
        options={[
          ['percent', words.units.percent],
          ['count', words.units.count],
        ]}
        onChoice={(unit) => onThreshold({ ...threshold, unit })}
      />
    </div>
  );
}
