/** A simulated SMART Payout behind a tty of its own, beside the coin machine of a whole till. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { driverConfigFor, nv200 } from '../../hardware/drivers/ssp/sim-config.ts';
import type { UnitTruth } from '../../hardware/drivers/ssp/sim-truth.ts';
import { JsonProcess, type JsonLine } from './json-process.ts';
import type { RealTill } from './real-till.ts';

const MAIN = join(import.meta.dirname, '../../agent/main.ts');

export class NoteMachine implements AsyncDisposable {
  readonly process: JsonProcess;
  readonly #till: RealTill;

  private constructor(till: RealTill, process: JsonProcess) {
    this.#till = till;
    this.process = process;
  }

  /** Starts it, and writes its port into the configuration of a till whose agent is down. */
  static async attach(till: RealTill): Promise<NoteMachine> {
    const tty = join(till.folder, 'note-machine');
    const simulate = ['simulate', 'nv200', '--tty', tty, '--fast', '--until-eof'];
    const recycler = new JsonProcess('the recycler', [process.execPath, MAIN, ...simulate]);
    await recycler.line('it is there', ({ event }) => event === 'ready');
    addPort(till, tty);
    return new NoteMachine(till, recycler);
  }

  /** Enters what lies in it. */
  async fill(notesEach: number): Promise<void> {
    for (const valueMinor of [500, 1_000, 2_000]) {
      const added = [{ valueMinor, count: notesEach }];
      await this.#till.call('POST', `/v1/counts/notes%2F${valueMinor}`, { reason: 'fill', added });
    }
  }

  /** As a customer does: again, when it comes back because the recycler was not let take it yet. */
  async insert(valueMinor: number): Promise<void> {
    await this.#till.until('the note is taken', async () => {
      const said = this.process.next('what became of the note', ({ event }) => {
        return event === 'accepted' || event === 'returned';
      });
      this.process.say(`insert ${valueMinor}`);
      return (await said)['event'] === 'accepted';
    });
  }

  /** Where every note really is. */
  async truth(): Promise<UnitTruth> {
    const said = this.process.next('where every note is', ({ event }) => event === 'truth');
    this.process.say('truth');
    const { units, ...rest } = await said;
    const unit = ((units ?? rest) as Readonly<Record<string, UnitTruth>>)['notes'];
    if (unit === undefined) throw new TypeError('the recycler has no unit');
    return unit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.kill('SIGKILL');
  }
}

/** Whether every device of the till is up. */
export async function isAllUp(till: RealTill): Promise<boolean> {
  const { devices } = await till.call('GET', '/v1/status');
  return (devices as readonly JsonLine[]).every(({ state }) => state === 'up');
}

function addPort(till: RealTill, tty: string): void {
  const config = JSON.parse(readFileSync(till.config, 'utf8')) as { ports: object[] };
  const port = {
    id: 'notes',
    driver: 'ssp',
    transport: { kind: 'serial', path: tty, baudRate: 9_600 },
    options: driverConfigFor(nv200),
  };
  writeFileSync(till.config, JSON.stringify({ ...config, ports: [...config.ports, port] }));
}
