/** The device's end of a pipe, as a simulated device holds it; the plug can be pulled. */
export interface DeviceLine extends AsyncDisposable {
  /** Who gets the bytes the host sends; the last caller alone. */
  listen(onBytes: (bytes: Uint8Array) => void): void;
  /** Bytes for the host; lost when it is not connected, as on a real line. */
  send(bytes: Uint8Array): void;
  /** Idempotent. */
  plug(): Promise<void>;
  /** Ends the host's connection. Idempotent. */
  unplug(): Promise<void>;
}
