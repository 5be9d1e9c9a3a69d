import { describe, expect, it } from 'vitest';
import { changerMessages, type ChangerMoment } from './changer-events.ts';
import { changerMessageSchema } from './schema.ts';

const REST: ChangerMoment = {
  deviceStatus: 0,
  fullStatus: 0,
  depositAmount: 0,
  depositCounts: '',
};

function statuses(before: Partial<ChangerMoment>, after: Partial<ChangerMoment>): unknown[] {
  return changerMessages({ ...REST, ...before }, { ...REST, ...after }).map((message) =>
    changerMessageSchema.parse(message).event === 'status-update' && 'status' in message
      ? message.status
      : message,
  );
}

describe('a status update', () => {
  it.each([
    { before: {}, after: {}, told: [] },
    { before: {}, after: { deviceStatus: 12 }, told: [12] },
    { before: { deviceStatus: 12 }, after: { deviceStatus: 11 }, told: [11] },
    { before: { deviceStatus: 11 }, after: {}, told: [13] },
    { before: {}, after: { deviceStatus: 31 }, told: [31] },
    { before: { deviceStatus: 31 }, after: {}, told: [32] },
    { before: { deviceStatus: 31 }, after: { deviceStatus: 11 }, told: [32, 11] },
    { before: {}, after: { fullStatus: 22 }, told: [22] },
    { before: { fullStatus: 22 }, after: { fullStatus: 21 }, told: [21] },
    { before: { fullStatus: 21 }, after: {}, told: [23] },
    { before: { deviceStatus: 11 }, after: { fullStatus: 22 }, told: [13, 22] },
  ])('from $before to $after is $told', ({ before, after, told }) => {
    expect(statuses(before, after)).toEqual(told);
  });
});

describe('deposit data', () => {
  const one = { depositAmount: 50, depositCounts: '50:1' };

  it('comes with each piece, once', () => {
    const data = { kind: 'cash-changer', event: 'data', ...one };
    expect(statuses({}, one)).toEqual([data]);
    expect(statuses(one, one)).toEqual([]);
  });

  it('does not come when a deposit is over', () => {
    expect(statuses(one, {})).toEqual([]);
  });
});
