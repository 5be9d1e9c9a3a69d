import { Alarm } from '../../kit/alarm.ts';
import type { Probe, Probed, ProbeSurroundings } from '../../kit/probe.ts';
import { escposDrawer } from './driver.ts';
import { decodeStatus, STATUS_REQUEST, type PrinterStatus } from './frame.ts';

const REPLY_WAIT_MS = 300;
/** Noise may look like a status once. */
const ASKED = 3;
const HEARD_MAX_BYTES = 64;

/** Asks for the real-time status alone, which neither prints nor moves anything. */
export const escposDrawerProbe: Probe = {
  family: 'escpos-drawer',
  serialLine: escposDrawer.serialLine,
  baudRates: [9_600, 19_200, 38_400, 115_200],
  find,
};

async function find({ transport, clock, signal }: ProbeSurroundings): Promise<Probed | undefined> {
  let heard: readonly number[] = [];
  const connection = await transport.open({
    onBytes: (bytes) => (heard = [...heard, ...bytes].slice(0, HEARD_MAX_BYTES)),
    onClose: () => {},
  });
  const ask = async (): Promise<PrinterStatus | undefined> => {
    heard = [];
    await connection.write(STATUS_REQUEST);
    await new Alarm(clock).sleep(REPLY_WAIT_MS);
    return onlyStatus(heard);
  };
  try {
    return await askOften(ask, signal);
  } finally {
    await connection.close();
  }
}

async function askOften(
  ask: () => Promise<PrinterStatus | undefined>,
  signal: AbortSignal,
): Promise<Probed | undefined> {
  let status: PrinterStatus | undefined;
  for (let turn = 0; turn < ASKED; turn += 1) {
    if (signal.aborted) return undefined;
    status = await ask();
    if (status === undefined) return undefined;
  }
  return status === undefined ? undefined : probed(status);
}

/** One byte, which nothing but a status is; an echo has three. */
function onlyStatus(heard: readonly number[]): PrinterStatus | undefined {
  const decoded = decodeStatus(Uint8Array.from(heard));
  return decoded.kind === 'frame' && heard.length === 1 ? decoded.frame : undefined;
}

function probed({ isPin3High }: PrinterStatus): Probed {
  const level = isPin3High ? 'high' : 'low';
  const other = isPin3High ? 'low' : 'high';
  return {
    devices: [{ kind: 'receipt printer', values: [] }],
    remarks: [
      `Whether a drawer hangs on it, and on which pin, cannot be asked. Pin 3 reads ${level}.`,
    ],
    shared: [],
    configure: ({ nameFor }) => ({
      options: { device: nameFor('drawer'), openLevel: 'none' },
      remarks: [
        `If the drawer is closed now and tells, set "openLevel" to "${other}"; "none" for one that does not.`,
      ],
    }),
  };
}
