import { describe, expect, it } from 'vitest';
import { componentHashes } from './component-hash.ts';

const COMPONENTS = { 'machine-id': 'same', 'board-serial': 'same', 'network-address': '00:1b' };

describe('the hashes of a computer’s parts', () => {
  it('are the same under the same salt, and all others under another', () => {
    const once = componentHashes(COMPONENTS, 'salt');
    const again = componentHashes(COMPONENTS, 'salt');
    const other = componentHashes(COMPONENTS, 'other');
    expect(once).toEqual(again);
    expect(once.hashes.filter((hash) => other.hashes.includes(hash))).toEqual([]);
  });

  it('are one for each part, also where two parts say the same', () => {
    expect(new Set(componentHashes(COMPONENTS, 'salt').hashes).size).toBe(3);
  });

  it('do not show what the parts say', () => {
    expect(JSON.stringify(componentHashes(COMPONENTS, 'salt'))).not.toMatch(/same|00:1b/);
  });

  it('are what they are: licences in the field name them', () => {
    expect(componentHashes({ 'machine-id': '4b7f0e1c' }, 'salt')).toEqual({
      salt: 'salt',
      hashes: ['qTtbMArSur6NT046qnCQ3JWsleVxGaRQ8nQceQ33WxQ'],
    });
  });
});
