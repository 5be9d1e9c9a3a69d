/** What both demos do at a till: what its POS program asks, and what a customer puts in. */
import type { DemoProcess, Json } from './demo-process.ts';

const INSERTIONS_MAX = 20;

/** Where a till listens, and who asks. */
export interface Pos {
  readonly url: string;
  readonly token: string;
}

/** `request` is a method and a path, as HTTP writes them. */
export async function callTill(pos: Pos, request: string, body?: Json): Promise<Json> {
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(`${pos.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${pos.token}`,
      'idempotency-key': `demo-${process.pid}-${request}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Json;
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** As a customer does: an acceptor that is only just told to take coins still gives one back. */
export async function insertCoin(machine: DemoProcess, valueMinor: number): Promise<void> {
  for (let attempt = 0; attempt < INSERTIONS_MAX; attempt += 1) {
    const said = machine.next(`what became of a coin of ${valueMinor}`, (line) => {
      return line['event'] === 'accepted' || line['event'] === 'rejected';
    });
    machine.say(`insert ${valueMinor}`);
    if ((await said)['event'] === 'accepted') return;
  }
  throw new Error(`the machine gives the coin of ${valueMinor} back every time`);
}
