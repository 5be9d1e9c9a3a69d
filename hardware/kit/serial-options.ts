/** What a protocol demands of the line; a pseudo-terminal ignores it, so tests assert it instead. */
export interface SerialLine {
  readonly dataBits: 7 | 8;
  readonly stopBits: 1 | 2;
  readonly parity: 'none' | 'even' | 'odd';
}

/** All that a port is opened with. */
export interface SerialOptions extends SerialLine {
  readonly path: string;
  readonly baudRate: number;
}
