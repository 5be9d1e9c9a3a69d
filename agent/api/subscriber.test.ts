import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SUBSCRIBER_BUFFERED_MAX_BYTES } from './limits.ts';
import { Subscriber } from './subscriber.ts';

/** A connection whose far end reads only when the test lets it. */
class SlowSocket extends EventEmitter {
  readonly readyState = WebSocket.OPEN;
  readonly sent: string[] = [];
  bufferedAmount = 0;
  closedWith: number | undefined;
  isTerminated = false;
  #done: ((fault?: Error) => void) | undefined;

  send(text: string, done: (fault?: Error) => void): void {
    this.sent.push(text);
    this.#done = done;
  }

  ping(): void {}

  close(code: number): void {
    this.closedWith = code;
  }

  terminate(): void {
    this.isTerminated = true;
  }

  read(fault?: Error): void {
    this.#done?.(fault);
  }
}

function subscribe(): { readonly socket: SlowSocket; readonly subscriber: Subscriber } {
  const socket = new SlowSocket();
  let version = 0;
  const subscriber = new Subscriber({
    client: 'pos',
    socket: socket as unknown as WebSocket,
    newest: () => {
      version += 1;
      return String(version);
    },
    onSign: () => undefined,
  });
  return { socket, subscriber };
}

test('while one message is under way no other is made, and then only the newest', () => {
  const { socket, subscriber } = subscribe();
  for (let change = 0; change < 100; change += 1) subscriber.tell();
  expect(socket.sent).toEqual(['1']);
  socket.read();
  expect(socket.sent).toEqual(['1', '2']);
  socket.read();
  expect(socket.sent).toEqual(['1', '2']);
});

test('one that cannot be written to is dropped', () => {
  const { socket, subscriber } = subscribe();
  subscriber.tell();
  socket.read(new TypeError('gone'));
  expect(socket.isTerminated).toBe(true);
});

test('one that leaves too much unread is closed, to come back for a fresh start', () => {
  const { socket, subscriber } = subscribe();
  socket.bufferedAmount = SUBSCRIBER_BUFFERED_MAX_BYTES + 1;
  subscriber.beat();
  expect(socket.closedWith).toBe(1_013);
});

test('one that does not answer a heartbeat by the next is dropped', () => {
  const { socket, subscriber } = subscribe();
  subscriber.beat();
  socket.emit('pong');
  subscriber.beat();
  expect(socket.isTerminated).toBe(false);
  subscriber.beat();
  expect(socket.isTerminated).toBe(true);
});
