import { describe, expect, it } from 'vitest';
import { ailments } from './health.ts';

const before = { devicesUp: ['coins', 'notes'], isHubReached: true };
const configured = ['coins', 'notes', 'drawer'];

describe('a new program is not healthy yet', () => {
  it('while a device is down that answered the one before', () => {
    const now = { devicesUp: ['coins', 'drawer'], isHubReached: true };
    expect(ailments(before, now, configured)).toEqual([{ kind: 'device-down', device: 'notes' }]);
  });

  it('while it has not reached the hub that the one before had', () => {
    const now = { devicesUp: ['coins', 'notes'], isHubReached: false, isLineDown: false };
    expect(ailments(before, now, configured)).toEqual([{ kind: 'hub-not-reached' }]);
  });
});

it('a line that is down excuses no device', () => {
  const now = { devicesUp: ['coins'], isHubReached: false, isLineDown: true };
  expect(ailments(before, now, configured)).toEqual([{ kind: 'device-down', device: 'notes' }]);
});

describe('a new program is healthy', () => {
  it('without a hub, where the one before had none either', () => {
    const offline = { ...before, isHubReached: false };
    expect(ailments(offline, offline, configured)).toEqual([]);
  });

  it('without the hub that the one before had, where the line is down', () => {
    const now = { devicesUp: ['coins', 'notes'], isHubReached: false, isLineDown: true };
    expect(ailments(before, now, configured)).toEqual([]);
  });

  it('without a device that was down before, or that is not configured any more', () => {
    const now = { devicesUp: ['coins'], isHubReached: true };
    expect(ailments({ ...before, devicesUp: ['coins'] }, now, configured)).toEqual([]);
    expect(ailments(before, now, ['coins'])).toEqual([]);
  });

  it('where nobody noted how things stood', () => {
    expect(ailments(undefined, { devicesUp: [], isHubReached: false }, configured)).toEqual([]);
  });
});
