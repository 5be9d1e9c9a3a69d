/** The till's handshakes at both ends, whatever version a server speaks and however its bytes are cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rfbLogin, SCREEN_NAME_MAX_BYTES, type LoginOutcome } from './rfb-login.ts';
import { rfbReception } from './rfb-reception.ts';
import { RfbTalk } from './rfb-talk.ts';

const INIT = Buffer.concat([Buffer.alloc(20, 7), Buffer.from([0, 0, 0, 2]), Buffer.from('ab')]);
const OK = Buffer.alloc(4);
const NOT_OK = Buffer.from([0, 0, 0, 1]);
const CHALLENGE = Buffer.from('passwordpassword');

function version(minor: string): Buffer {
  return Buffer.from(`RFB 003.00${minor}\n`);
}

function spoken(
  server: readonly Buffer[],
  password?: string,
): { readonly outcome: LoginOutcome | undefined; readonly said: Buffer } {
  const talk = new RfbTalk(rfbLogin(password));
  const said = [Buffer.alloc(0), ...server].map((bytes) => talk.push(bytes));
  return { outcome: talk.outcome, said: Buffer.concat(said) };
}

const LOGGED_IN = { kind: 'logged-in', serverInit: INIT };

describe('a server that wants no password', () => {
  it.each([
    ['3.3', [version('3'), Buffer.from([0, 0, 0, 1]), INIT], 'RFB 003.003\n\x01'],
    ['3.7', [version('7'), Buffer.from([2, 2, 1]), INIT], 'RFB 003.007\n\x01\x01'],
    ['3.8', [version('8'), Buffer.from([1, 1]), OK, INIT], 'RFB 003.008\n\x01\x01'],
    ['a later one', [Buffer.from('RFB 004.001\n'), Buffer.from([1, 1]), OK, INIT], 'RFB 003.008\n\x01\x01'],
  ])('%s lets the till in', (_version, server, said) => {
    expect(spoken(server)).toEqual({ outcome: LOGGED_IN, said: Buffer.from(said, 'latin1') });
  });

  it('lets it in one byte at a time', () => {
    const bytes = Buffer.concat([version('8'), Buffer.from([1, 1]), OK, INIT, Buffer.from('rest')]);
    const talk = new RfbTalk(rfbLogin(undefined));
    for (const byte of bytes) talk.push(Buffer.from([byte]));
    expect(talk.outcome).toEqual(LOGGED_IN);
    expect(talk.rest().toString()).toBe('rest');
  });
});

describe('a server that wants one', () => {
  /** As VNC servers keep the password `password` in their files: the same cipher under their fixed key. */
  const FIXED_KEY = Buffer.from([23, 82, 107, 6, 35, 78, 88, 7]).toString('latin1');
  const KEPT = Buffer.from('dbd83cfd727a1458', 'hex');

  it.each([
    ['3.3', [version('3'), Buffer.from([0, 0, 0, 2])]],
    ['3.7', [version('7'), Buffer.from([1, 2])]],
    ['3.8', [version('8'), Buffer.from([2, 1, 2])]],
  ])('is answered in %s as it wants it', (_version, server) => {
    const { outcome, said } = spoken([...server, CHALLENGE, OK, INIT], FIXED_KEY);
    expect(outcome).toEqual(LOGGED_IN);
    expect(said.subarray(-17, -1)).toEqual(Buffer.concat([KEPT, KEPT]));
  });

  it.each([
    ['without one', undefined, [version('8'), Buffer.from([1, 2])], 'password-needed'],
    ['with a wrong one', 'wrong', [version('8'), Buffer.from([1, 2]), CHALLENGE, NOT_OK], 'password-wrong'],
    ['in a way not known here', 'x', [version('8'), Buffer.from([2, 16, 19])], 'security-unknown'],
    ['with no way at all', 'x', [version('8'), Buffer.from([0])], 'security-unknown'],
    ['where it is no VNC server', 'x', [Buffer.from('HTTP/1.1 400')], 'not-rfb'],
  ])('%s is not entered', (_how, password, server, fault) => {
    expect(spoken(server, password).outcome).toEqual({ kind: 'failed', fault });
  });

  it('may be called only so long', () => {
    const init = Buffer.alloc(24);
    init.writeUInt32BE(SCREEN_NAME_MAX_BYTES + 1, 20);
    const { outcome } = spoken([version('8'), Buffer.from([1, 1]), OK, init]);
    expect(outcome).toEqual({ kind: 'failed', fault: 'name-too-long' });
  });

  it('that says anything at all brings nothing down', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (noise) => {
        const talk = new RfbTalk(rfbLogin('x'));
        talk.push(version('8'));
        for (const piece of noise) talk.push(Buffer.from(piece));
        expect(['logged-in', 'failed', undefined]).toContain(talk.outcome?.kind);
      }),
    );
  });
});

describe('a technician’s page', () => {
  it('is shown the screen after the handshake, without being asked for anything', () => {
    const talk = new RfbTalk(rfbReception(INIT));
    expect(talk.push(Buffer.alloc(0)).toString()).toBe('RFB 003.008\n');
    expect(talk.push(version('8'))).toEqual(Buffer.from([1, 1]));
    expect(talk.push(Buffer.from([1]))).toEqual(OK);
    expect(talk.push(Buffer.from([0, 3, 1]))).toEqual(INIT);
    expect(talk.outcome).toBe('welcomed');
    expect(talk.rest()).toEqual(Buffer.from([3, 1]));
  });

  it.each([
    ['of another version', [version('3')]],
    ['that is none', [Buffer.from('GET / HTTP/1.1')]],
    ['that chooses what was not offered', [version('8'), Buffer.from([2])]],
  ])('%s is not', (_what, said) => {
    const talk = new RfbTalk(rfbReception(INIT));
    talk.push(Buffer.alloc(0));
    for (const bytes of said) talk.push(bytes);
    expect(talk.outcome).toBe('not-rfb');
  });
});
