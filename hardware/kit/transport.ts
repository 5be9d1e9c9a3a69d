/** A byte pipe to a port; serial, TCP or memory look the same from above. */
export interface Transport<Opened extends Connection = Connection> {
  /** Opens the pipe. Rejects with a `TransportError`; may be called again after a close. */
  open(handlers: TransportHandlers): Promise<Opened>;
}

export interface TransportHandlers {
  readonly onBytes: (bytes: Uint8Array) => void;
  /** Called once, when the pipe has ended for whatever reason, also by `close`. */
  readonly onClose: (reason: string) => void;
}

export interface Connection {
  /** Resolves when the bytes have been handed to the device. Rejects with a `TransportError`. */
  write(bytes: Uint8Array): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}
