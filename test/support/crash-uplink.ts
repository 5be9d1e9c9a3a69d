/**
 * A till's journal and uplink in a process of their own, which kills itself with SIGKILL at the n-th
 * passing of a named point when the environment says so. `append NAME COUNT` on its input writes
 * lines. Only tests start this.
 */
import { createInterface } from 'node:readline';
import { UplinkTill } from './uplink-till.ts';

const crashPoint = process.env['CRASH_POINT'];
let passesLeft = Number(process.env['CRASH_PASSES'] ?? '1');

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const till = new UplinkTill(process.env['TILL_FOLDER'] ?? '', {
  onEvent: say,
  onPoint: (point) => {
    if (point !== crashPoint) return;
    passesLeft -= 1;
    if (passesLeft === 0) process.kill(process.pid, 'SIGKILL');
  },
}).start();

say({ kind: 'ready', head: till.store.head.seq });
void obey();

async function obey(): Promise<void> {
  for await (const text of createInterface({ input: process.stdin })) {
    const [, name = '', count = '0'] = text.split(' ');
    till.append(name, Number(count));
    say({ kind: 'appended', name, head: till.store.head.seq });
  }
  await till[Symbol.asyncDispose]();
}
