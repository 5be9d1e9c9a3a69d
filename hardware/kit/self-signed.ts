import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate that a machine has made for itself, and its key. */
export interface SelfSigned {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly der: Uint8Array;
}

/**
 * Makes a key and signs a certificate for it (X.509 v1, P-256), as the firmware of a machine does at
 * its first start. Node signs, but writes no certificates: this is the little DER there is to one.
 */
export function selfSigned(commonName: string, serial: number): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId(ECDSA_WITH_SHA256));
  const name = sequence(
    set(sequence(objectId(COMMON_NAME), tagged(TAG.utf8, Buffer.from(commonName)))),
  );
  const validity = sequence(utcTime('200101000000Z'), utcTime('491231235959Z'));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(integer(serial), algorithm, name, validity, name, key);
  const signature = sign('sha256', body, privateKey);
  const der = sequence(body, algorithm, tagged(TAG.bitString, Buffer.of(0), signature));
  return {
    der,
    certificatePem: pem('CERTIFICATE', der),
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const TAG = {
  integer: 0x02,
  bitString: 0x03,
  objectId: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;

/** 1.2.840.10045.4.3.2 and 2.5.4.3, as they are encoded. */
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const SHORT_LENGTH_MAX = 0x7f;
const LINE_CHARACTERS = 64;

function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const bytes = length > 0xff ? [0x82, length >> 8, length & 0xff] : [0x81, length];
  return Buffer.concat([
    Buffer.from([tag, ...(length > SHORT_LENGTH_MAX ? bytes : [length])]),
    content,
  ]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(TAG.sequence, ...parts);
}

function set(...parts: readonly Uint8Array[]): Buffer {
  return tagged(TAG.set, ...parts);
}

function objectId(hex: string): Buffer {
  return tagged(TAG.objectId, Buffer.from(hex, 'hex'));
}

/** As short as can be; a leading zero keeps it positive. */
function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const isNegative = (bytes[0] ?? 0) > SHORT_LENGTH_MAX;
  return tagged(TAG.integer, isNegative ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

function utcTime(text: string): Buffer {
  return tagged(TAG.utcTime, Buffer.from(text, 'ascii'));
}

function pem(label: string, der: Uint8Array): string {
  const text = Buffer.from(der).toString('base64');
  const lines = text.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
