import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { pinOfCertificate } from '../trust/pin.ts';
import { UplinkError } from './uplink-error.ts';

/** Where the hub is, and how it is known there. */
export interface HubAddress {
  /** `https://hub.example` or, on this computer, `http://127.0.0.1:7400`. */
  readonly url: string;
  /** The vendor's own certificate authority, as PEM; without it the system's are believed. */
  readonly ca?: string | undefined;
  /** SHA-256 (base64url) of public keys; when there are any, the hub's certificate has one of them. */
  readonly pins: readonly string[];
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** The URL, checked. Throws `UplinkError`. */
export function hubUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new UplinkError('hub-url-invalid', `${text} is no https address`);
  }
  if (url.protocol === 'http:' && !LOOPBACK.includes(url.hostname)) {
    throw new UplinkError('plaintext-not-loopback', `use https to reach ${url.hostname}`);
  }
  return url;
}

export interface TlsChecks {
  readonly checkServerIdentity: (host: string, certificate: PeerCertificate) => Error | undefined;
  readonly ca?: string;
}

/** TLS is verified always; pins only add to that. */
export function tlsChecks({ ca, pins }: HubAddress): TlsChecks {
  const verify = (host: string, certificate: PeerCertificate): Error | undefined => {
    const fault = checkServerIdentity(host, certificate);
    if (
      fault !== undefined ||
      pins.length === 0 ||
      pins.includes(pinOfCertificate(certificate.raw))
    )
      return fault;
    return new UplinkError('hub-unreachable', `the certificate of ${host} is not the hub’s own`);
  };
  return { checkServerIdentity: verify, ...(ca === undefined ? {} : { ca }) };
}
