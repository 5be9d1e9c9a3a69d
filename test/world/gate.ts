import type { Connection, Transport } from '../../hardware/kit/transport.ts';

/** The process is dead: nothing it still had in hand happens. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** The kernel's side of a process's port: closed with the process, whatever it still wanted. */
export class Gate implements Transport {
  readonly #transport: Transport;
  #connection: Connection | undefined;
  isShut = false;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async open(handlers: Parameters<Transport['open']>[0]): Promise<Connection> {
    if (this.isShut) throw new Killed('open');
    const connection = await this.#transport.open({
      onBytes: (bytes) => {
        if (!this.isShut) handlers.onBytes(bytes);
      },
      onClose: (reason) => {
        if (!this.isShut) handlers.onClose(reason);
      },
    });
    if (this.isShut) {
      await connection.close();
      throw new Killed('open');
    }
    this.#connection = connection;
    return {
      write: (bytes) =>
        this.isShut ? Promise.reject(new Killed('write')) : connection.write(bytes),
      close: () => connection.close(),
    };
  }

  shut(): void {
    this.isShut = true;
    void this.#connection?.close();
  }
}
