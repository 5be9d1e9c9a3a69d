/** What either end uses of a WebSocket. That of `ws` is one; so is whatever carries texts in order. */
export interface MessageSocket {
  /** As RFC 6455's API has it: 1 while texts can be sent. */
  readonly readyState: number;
  /** Bytes handed over that have not left this machine. */
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  close(code: number, reason: string): void;
  /** Lets go at once, whatever is still under way. */
  terminate(): void;
  on(event: 'open' | 'ping' | 'pong', listener: () => void): unknown;
  on(event: 'message', listener: (data: MessageData, isBinary: boolean) => void): unknown;
  on(event: 'error', listener: (cause: Error) => void): unknown;
  on(event: 'close', listener: (code: number) => void): unknown;
  /** The other end answered in HTTP and let nobody in. */
  on(
    event: 'unexpected-response',
    listener: (request: unknown, response: UpgradeAnswer) => void,
  ): unknown;
}

/** A message as `ws` hands it over. */
export type MessageData = Buffer | ArrayBuffer | readonly Buffer[];

/** What is read of an HTTP answer to an upgrade. */
export interface UpgradeAnswer {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  resume(): unknown;
}

/** `readyState` of a socket that texts can be sent on. */
export const SOCKET_OPEN = 1;

export function messageText(data: MessageData): string {
  if (Buffer.isBuffer(data)) return data.toString();
  return data instanceof ArrayBuffer
    ? Buffer.from(data).toString()
    : Buffer.concat(data).toString();
}
