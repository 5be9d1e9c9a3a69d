import { SerialPort } from 'serialport';
import { listSysfsPorts } from './sysfs-ports.ts';

/** A serial port that is there now, and the USB device it belongs to, if it does to one. */
export interface SerialPortFacts {
  readonly path: string;
  /** Four hexadecimal digits, small letters. */
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
  /** Two hexadecimal digits: which of several ports of one device this is. */
  readonly interface?: string | undefined;
  readonly manufacturer?: string | undefined;
}

export type ListSerialPorts = () => Promise<readonly SerialPortFacts[]>;

type ListedPort = Awaited<ReturnType<typeof SerialPort.list>>[number];

/**
 * The serial ports of this computer. The library asks `udevadm`, which small systems do not have: it
 * then fails, or says there is none, and the kernel is asked instead.
 */
export async function listSerialPorts(): Promise<readonly SerialPortFacts[]> {
  const listed = await listByLibrary();
  return listed.length > 0 ? listed : listSysfsPorts();
}

async function listByLibrary(): Promise<readonly SerialPortFacts[]> {
  try {
    return (await SerialPort.list()).map(factsOf);
  } catch {
    return [];
  }
}

function factsOf(listed: ListedPort): SerialPortFacts {
  const { path, vendorId, productId, serialNumber, manufacturer, pnpId } = listed;
  return {
    path,
    manufacturer,
    serialNumber,
    vendorId: vendorId?.toLowerCase(),
    productId: productId?.toLowerCase(),
    interface: interfaceOf(pnpId),
  };
}

/** The link below `/dev/serial/by-id` ends in `-if00` or `-if00-port0`. */
function interfaceOf(pnpId: string | undefined): string | undefined {
  return /-if(?<number>[0-9a-f]{2})(?:-port\d+)?$/i
    .exec(pnpId ?? '')
    ?.groups?.['number']?.toLowerCase();
}
