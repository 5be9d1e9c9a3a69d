import type { Connection, Transport, TransportHandlers } from './transport.ts';

/** A transport whose pipe others may end: whoever keeps it open opens it anew, as after any end. */
export class RenewableTransport<Opened extends Connection> implements Transport<Opened> {
  readonly #transport: Transport<Opened>;
  #connection: Opened | undefined;

  constructor(transport: Transport<Opened>) {
    this.#transport = transport;
  }

  async open(handlers: TransportHandlers): Promise<Opened> {
    const connection = await this.#transport.open(handlers);
    this.#connection = connection;
    return connection;
  }

  /** Where none is open, whoever keeps it open is trying already. */
  async renew(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }
}
