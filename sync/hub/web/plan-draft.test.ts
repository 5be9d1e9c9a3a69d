/** What the form makes of its texts is what the hub takes, and comes back into it as it was. */
import { describe, expect, it } from 'vitest';
import { planSchema } from '../rollouts/rollout-schema.ts';
import {
  draftOf,
  newDraft,
  planOf,
  withGroup,
  type GroupDraft,
  type PlanDraft,
} from './plan-draft.ts';

const GROUP: GroupDraft = {
  name: '',
  pick: 'percent',
  who: '100',
  successes: { amount: '95', unit: 'percent' },
  errors: { amount: '1', unit: 'count' },
};

const DRAFT: PlanDraft = {
  ...newDraft('Europe/Madrid'),
  rollout: 'spring-1.4',
  channel: 'stable',
  version: '1.4.0',
  silenceMinutes: '90',
  groups: [
    { ...GROUP, name: 'first', pick: 'tag', who: 'canary, brave,canary' },
    { ...GROUP, name: 'shops', pick: 'site', who: 'Centro, Norte' },
    { ...GROUP, name: 'theirs', pick: 'partner', who: 'bar' },
    { ...GROUP, name: 'rest' },
  ],
};
const NIGHT = { isAnyHour: false, days: [5, 7], from: '22:30', to: '04:00', zone: 'Europe/Madrid' };

function faultsOf(change: Partial<PlanDraft>): object {
  const planned = planOf({ ...DRAFT, ...change });
  return planned.kind === 'faulty' ? planned.faults : {};
}

function groupFaults(change: Partial<GroupDraft>): object {
  return faultsOf({ groups: [{ ...GROUP, name: 'one', ...change }] });
}

describe('a form says by field', () => {
  it('all that is missing, at once', () => {
    expect(planOf(newDraft('UTC'))).toEqual({
      kind: 'faulty',
      faults: { rollout: 'needed', release: 'needed', 'groups.0.name': 'needed' },
    });
  });

  it.each([
    ['rollout', { rollout: 'spring 1' }, 'id-unfit'],
    ['silence', { silenceMinutes: '0' }, 'minutes-unfit'],
    ['silence', { silenceMinutes: '20161' }, 'minutes-unfit'],
    ['silence', { silenceMinutes: '1.5' }, 'minutes-unfit'],
    ['days', { hours: { ...NIGHT, days: [] } }, 'needed'],
    ['from', { hours: { ...NIGHT, from: '24:00' } }, 'hour-unfit'],
    ['to', { hours: { ...NIGHT, to: '22:30' } }, 'hour-unfit'],
    ['zone', { hours: { ...NIGHT, zone: 'Europe/Nowhere' } }, 'zone-unknown'],
    ['zone', { hours: { ...NIGHT, zone: ' ' } }, 'zone-unknown'],
  ] as const)('%s: %j', (field, change, fault) => {
    expect(faultsOf(change)).toEqual({ [field]: fault });
  });

  it.each([
    ['who', { who: '101' }, 'percent-unfit'],
    ['who', { pick: 'tag', who: ' , ' }, 'needed'],
    ['who', { pick: 'tag', who: 'a b' }, 'id-unfit'],
    ['who', { pick: 'site', who: 'x'.repeat(65) }, 'too-long'],
    ['name', { name: 'x'.repeat(65) }, 'too-long'],
    ['successes', { successes: { amount: '-1', unit: 'count' } }, 'count-unfit'],
    ['errors', { errors: { amount: '200', unit: 'percent' } }, 'percent-unfit'],
  ] as const)('of a group, %s: %j', (field, change, fault) => {
    expect(groupFaults(change)).toEqual({ [`groups.0.${field}`]: fault });
  });

  it('that two groups have one name', () => {
    const groups = [
      { ...GROUP, name: 'one' },
      { ...GROUP, name: ' one' },
    ];
    expect(faultsOf({ groups })).toEqual({ 'groups.1.name': 'name-twice' });
  });
});

describe('a plan', () => {
  it.each([
    ['at any hour', DRAFT],
    ['by night', { ...DRAFT, hours: NIGHT }],
    ['until midnight', { ...DRAFT, hours: { ...NIGHT, to: '00:00' } }],
    ['in the morning', { ...DRAFT, hours: { ...NIGHT, from: '01:00' } }],
    ['with one more group', withGroup({ ...DRAFT, groups: [] })],
  ])('%s is what the hub takes, and comes back', (_, draft) => {
    const named = {
      ...draft,
      groups: draft.groups.map((one) => ({ ...one, name: one.name || 'x' })),
    };
    const planned = planOf(named);
    if (planned.kind === 'faulty') throw new TypeError(JSON.stringify(planned.faults));
    expect(planSchema.parse(planned.plan)).toEqual(planned.plan);
    const back = draftOf(named.rollout, planned.plan);
    expect(back === undefined ? 'none' : planOf(back)).toEqual(planned);
  });

  it('by night goes over midnight, Sunday to Monday', () => {
    const planned = planOf({ ...DRAFT, hours: NIGHT });
    expect(planned.kind === 'plan' && planned.plan.window?.weekly).toEqual([
      { days: [5, 7], fromMinute: 1_350, toMinute: 1_440 },
      { days: [6, 1], fromMinute: 0, toMinute: 240 },
    ]);
  });

  it('that says more than the form can show is not shown as less', () => {
    const planned = planOf(DRAFT);
    if (planned.kind === 'faulty') throw new TypeError('it is fine');
    const { plan } = planned;
    const [first] = plan.groups;
    if (first === undefined) throw new TypeError('there is a group');
    const mixed = [...first.picks, { kind: 'site', site: 'Centro' }] as const;
    expect(draftOf('x', { ...plan, groups: [{ ...first, picks: mixed }] })).toBeUndefined();
    const weekly = [{ days: [1], fromMinute: 0, toMinute: 60 }];
    const closed = { zone: 'UTC', weekly, closures: ['2027-01-01'] };
    expect(draftOf('x', { ...plan, window: closed })).toBeUndefined();
    const twice = { zone: 'UTC', weekly: [...weekly, ...weekly], closures: [] };
    expect(draftOf('x', { ...plan, window: twice })).toBeUndefined();
  });
});
