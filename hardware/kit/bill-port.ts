import { BillAcceptor, type BillAcceptorParts } from './bill-acceptor.ts';
import type { Port } from './device.ts';

/** What a family of validators brings: its protocol, alive until disposed. */
export interface BillPortParts extends BillAcceptorParts {
  readonly protocol: BillAcceptorParts['protocol'] & AsyncDisposable;
}

/** A port with one bill validator on it, running until it is disposed. */
export function openBillPort(parts: BillPortParts): Port {
  const acceptor = new BillAcceptor(parts);
  const running = acceptor.run();
  return {
    devices: [acceptor],
    async [Symbol.asyncDispose](): Promise<void> {
      acceptor.stop();
      await parts.protocol[Symbol.asyncDispose]();
      await running;
    },
  };
}
