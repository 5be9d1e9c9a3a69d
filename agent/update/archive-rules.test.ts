import fc from 'fast-check';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryRefusal } from './archive-rules.ts';

const RESERVED = ['.complete', 'node_modules'];

describe('what an archive may hold', () => {
  it.each([
    { path: 'package.json', type: 'File' },
    { path: './agent/', type: 'Directory' },
    { path: 'agent/node_modules/one', type: 'File' },
    { path: 'node_modules.txt', type: 'File' },
    { path: 'lib/.bin/one', type: 'SymbolicLink', linkpath: '../one/bin.js' },
    { path: 'a', type: 'SymbolicLink', linkpath: 'b' },
  ])('$path $type', (entry) => {
    expect(entryRefusal(entry, RESERVED)).toBeUndefined();
  });

  it.each([
    [{ path: '/etc/passwd', type: 'File' }, 'leads out of the archive'],
    [{ path: 'a/../../b', type: 'File' }, 'leads out of the archive'],
    [{ path: 'a\\..\\b', type: 'File' }, 'has a name that means two things'],
    [{ path: 'a'.repeat(401), type: 'File' }, 'has too long a name'],
    [{ path: './.complete', type: 'File' }, 'is the till’s own to make'],
    [{ path: 'node_modules/x', type: 'File' }, 'is the till’s own to make'],
    [{ path: 'a', type: 'Link', linkpath: 'b' }, 'is a Link'],
    [{ path: 'a', type: 'CharacterDevice' }, 'is a CharacterDevice'],
    [{ path: 'a', type: 'FIFO' }, 'is a FIFO'],
    [{ path: 'a', type: 'SymbolicLink', linkpath: '/etc' }, 'links out of the archive'],
    [{ path: 'a', type: 'SymbolicLink', linkpath: '' }, 'links out of the archive'],
    [{ path: 'a', type: 'SymbolicLink', linkpath: '..' }, 'links out of the archive'],
    [{ path: 'a/b', type: 'SymbolicLink', linkpath: '../../c' }, 'links out of the archive'],
    // Lexically inside, but where `b` is itself a link to somewhere above, it is not.
    [{ path: 'a', type: 'SymbolicLink', linkpath: 'b/../c' }, 'links out of the archive'],
  ])('not %j', (entry, says) => {
    expect(entryRefusal(entry, RESERVED)).toBe(says);
  });

  it('no link that is let in leads out, whatever it is made of', () => {
    const parts = fc.array(fc.constantFrom('..', '.', 'a', 'b', ''), { maxLength: 6 });
    fc.assert(
      fc.property(parts, parts, (path, link) => {
        const entry = {
          path: `x/${path.join('/')}`,
          type: 'SymbolicLink',
          linkpath: link.join('/'),
        };
        if (entryRefusal(entry, []) !== undefined) return;
        const leads = posix.normalize(
          posix.join('/top', posix.dirname(entry.path), entry.linkpath),
        );
        expect(leads.startsWith('/top')).toBe(true);
      }),
    );
  });
});
