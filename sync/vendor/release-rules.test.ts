/** What a vendor is refused, each with its reason; and what may be published after all. */
import { describe, expect, it } from 'vitest';
import { testRelease } from '../../test/support/test-release.ts';
import type { Release } from '../../agent/core/update/release.ts';
import { releaseEntryOf, runtimeEntryOf } from './release-add.ts';
import { releaseRefusal, runtimeFileRefusal, type RepositoryContent } from './release-rules.ts';

const NOW_MS = 1_795_000_000_000;
const BYTES = { lengthBytes: 10, sha256: 'a'.repeat(64) };
const OTHER_BYTES = { lengthBytes: 10, sha256: 'b'.repeat(64) };

const runtime = runtimeEntryOf({ runtime: 'node-24', platform: 'linux-x64' }, BYTES);

function entry(version: string, differs: Partial<Release> = {}) {
  return releaseEntryOf(
    testRelease(version, { floor: '0.0.0', securityFloor: '0.0.0', ...differs }),
    BYTES,
  );
}

function content(differs: Partial<RepositoryContent> = {}): RepositoryContent {
  return { releases: [], runtimes: [runtime], yanked: [], ...differs };
}

function refusal(
  version: string,
  differs: Partial<Release> = {},
  there: Partial<RepositoryContent> = {},
): string | undefined {
  return releaseRefusal(entry(version, differs), content(there), NOW_MS);
}

describe('a release is refused', () => {
  it.each<[string, RegExp, Partial<Release>]>([
    ['whose channel is no word', /one word/, { channel: 'stable-2' }],
    ['whose platform is none', /linux-x64/, { platform: 'linux' }],
    ['from the future', /in the future/, { releasedAt: '2027-01-01T00:00:00.000Z' }],
    [
      'backdated to later',
      /after its release/,
      { securityBackdatedTo: '2026-03-02T00:00:00.000Z' },
    ],
    ['by law from no day on', /--in-force-on/, { class: 'fiscal' }],
    ['with a day of law that is no law', /Only a fiscal/, { inForceOn: '2027-01-01' }],
    ['that installs over nothing', /over nothing/, { floor: '1.2.1' }],
    ['that bars itself', /bar itself/, { securityFloor: '1.2.1' }],
    ['whose runtime is not there', /add-runtime/, { runtime: 'node-26' }],
  ])('%s', (_what, why, differs) => {
    expect(refusal('1.2.0', differs)).toMatch(why);
  });

  it('that is below a security floor which stands, be it of a withdrawn release', () => {
    const floor = entry('1.3.0', { securityFloor: '1.3.0' });
    expect(refusal('1.2.0', {}, { releases: [floor] })).toMatch(/set the security floor to 1.3.0/);
    expect(refusal('1.2.0', {}, { yanked: [floor] })).toMatch(/set the security floor to 1.3.0/);
    expect(refusal('1.2.0', { channel: 'beta' }, { releases: [floor] })).toBeUndefined();
  });

  it('of a version that was published with other bytes, in any channel, or withdrawn', () => {
    const other = { ...entry('1.2.0', { channel: 'beta' }), ...OTHER_BYTES };
    expect(refusal('1.2.0', {}, { releases: [other] })).toMatch(/other bytes/);
    expect(refusal('1.2.0', {}, { yanked: [other] })).toMatch(/other bytes/);
    expect(refusal('1.2.0', {}, { yanked: [entry('1.2.0')] })).toMatch(/was withdrawn/);
    expect(refusal('1.2.0', {}, { releases: [entry('1.2.0')] })).toMatch(/already/);
  });

  it('that raises the security floor over tills for which nothing is backdated', () => {
    const old = entry('1.0.0', { releasedAt: '2026-01-01T00:00:00.000Z' });
    const raised = { securityFloor: '1.2.0' };
    expect(refusal('1.2.0', raised, { releases: [old] })).toMatch(
      /may run 1.0.0[^]*--backdated-to 2026-01-01/,
    );
    const backdated = { ...raised, securityBackdatedTo: '2026-01-01T00:00:00.000Z' };
    expect(refusal('1.2.0', backdated, { releases: [old] })).toBeUndefined();
  });
});

describe('a release may be added', () => {
  it('of an older line than the newest, for tills that stay on it', () => {
    expect(refusal('1.2.1', {}, { releases: [entry('1.2.0'), entry('2.0.0')] })).toBeUndefined();
  });

  it('with the same bytes in another channel', () => {
    const beta = entry('1.2.0', { channel: 'beta' });
    expect(refusal('1.2.0', {}, { releases: [beta] })).toBeUndefined();
  });

  it('as usual while a withdrawal has left tills with nothing', () => {
    const old = entry('1.0.0', { releasedAt: '2026-01-01T00:00:00.000Z' });
    const yanked = [entry('1.1.0', { securityFloor: '1.1.0' })];
    expect(refusal('1.2.0', {}, { releases: [old], yanked })).toBeUndefined();
    expect(refusal('1.2.0', { securityFloor: '1.2.0' }, { releases: [old], yanked })).toMatch(
      /1.0.0/,
    );
  });

  it('by law, from its day on', () => {
    expect(refusal('1.2.0', { class: 'fiscal', inForceOn: '2027-01-01' })).toBeUndefined();
  });
});

describe('a runtime', () => {
  it('keeps its bytes under its name', () => {
    const again = runtimeEntryOf({ runtime: 'node-24', platform: 'linux-x64' }, OTHER_BYTES);
    expect(runtimeFileRefusal(again, content())).toMatch(/node-24-2/);
    expect(runtimeFileRefusal(runtime, content())).toBeUndefined();
  });
});
