import { Alarm } from '../../hardware/kit/alarm.ts';
import type { HidIdentity } from '../../hardware/kit/hid-identity.ts';
import type { Probe, Probed } from '../../hardware/kit/probe.ts';
import { createSerialTransport, type SerialConfig } from '../../hardware/kit/serial-transport.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { createTcpTransport, type TcpConfig } from '../../hardware/kit/tcp-transport.ts';
import { TransportError, type TransportErrorCode } from '../../hardware/kit/transport-error.ts';
import type { Transport } from '../../hardware/kit/transport.ts';

/** What a configuration has to say to find it again. */
type FoundPlace =
  | { readonly kind: 'serial'; readonly baudRate: SerialConfig['baudRate'] }
  | Pick<TcpConfig, 'kind' | 'host' | 'port'>
  /** Undefined for one that nothing tells from its twin. */
  | { readonly kind: 'hid'; readonly identity: HidIdentity | undefined };

/** What answers on a port, and how it is spoken to. */
export type PortScan =
  | {
      readonly kind: 'found';
      /** Where it is now: a path, or an address on the network. */
      readonly path: string;
      readonly family: string;
      readonly place: FoundPlace;
      readonly probed: Probed;
    }
  | { readonly kind: 'nobody'; readonly path: string }
  /** In words for whoever stands before the machine. */
  | { readonly kind: 'closed'; readonly path: string; readonly why: string };

/** A device that has heard the bytes of another protocol forgets them in this time. */
const PAUSE_MS = 150;

/**
 * Tries one protocol after the other, each with the line settings it demands, until one is answered:
 * one port speaks one protocol.
 */
export async function scanPort(
  path: string,
  probes: readonly Probe[],
  signal: AbortSignal,
): Promise<PortScan> {
  try {
    return await tryAll(path, probes, signal);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { kind: 'closed', path, why: `${ADVICE[error.code]} (${error.message})` };
  }
}

/** The same for a device on the network, such as a printer or a serial port with an address. */
export async function scanAddress(
  tcp: TcpConfig,
  probes: readonly Probe[],
  signal: AbortSignal,
): Promise<PortScan> {
  const path = `${tcp.host}:${tcp.port}`;
  const transport = createTcpTransport(tcp, systemClock);
  try {
    for (const probe of probes) {
      if (signal.aborted) break;
      await tryOpening(transport);
      const probed = await probe.find({ transport, clock: systemClock, signal });
      if (probed !== undefined) {
        return { kind: 'found', path, family: probe.family, place: tcp, probed };
      }
      await new Alarm(systemClock).sleep(PAUSE_MS);
    }
    return { kind: 'nobody', path };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { kind: 'closed', path, why: `${ADVICE[error.code]} (${error.message})` };
  }
}

async function tryAll(
  path: string,
  probes: readonly Probe[],
  signal: AbortSignal,
): Promise<PortScan> {
  for (const probe of probes) {
    for (const baudRate of probe.baudRates) {
      if (signal.aborted) return { kind: 'nobody', path };
      const serial = { kind: 'serial', path, baudRate } as const;
      const transport = createSerialTransport(serial, probe.serialLine);
      await tryOpening(transport);
      const probed = await probe.find({ transport, clock: systemClock, signal });
      const place = { kind: 'serial', baudRate } as const;
      if (probed !== undefined) return { kind: 'found', path, family: probe.family, place, probed };
      await new Alarm(systemClock).sleep(PAUSE_MS);
    }
  }
  return { kind: 'nobody', path };
}

/** A search waits for a port that cannot be opened; here that is an answer. */
async function tryOpening(transport: Transport): Promise<void> {
  const connection = await transport.open({ onBytes: () => {}, onClose: () => {} });
  await connection.close();
}

const ADVICE: Readonly<Record<TransportErrorCode, string>> = {
  locked: 'another program has it, such as the agent: stop that first',
  'not-found': 'there is no such port',
  ambiguous: 'more than one port is meant',
  'access-denied': 'this user may not open it: use one of the group dialout',
  'open-failed': 'it cannot be opened; perhaps nothing is behind it',
  closed: 'it has closed again',
  'write-failed': 'nothing can be written to it',
};
