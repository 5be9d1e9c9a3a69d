/** The till's side of the wire over a real journal, in a folder that outlives it as a disk does. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../agent/config/replace-file.ts';
import type { HardwareHashes } from '../../agent/core/entitlement/hardware.ts';
import type { LineDraft } from '../../agent/core/journal-line.ts';
import { EMPTY_TILL } from '../../agent/core/till/till.ts';
import { openDatabase } from '../../agent/store/database.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import type { Clock } from '../../hardware/kit/clock.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import type { TrustFile } from '../../sync/trust/trust-file.ts';
import {
  CommandRunner,
  type CommandJournal,
  type CommandOutcome,
  type ReceivedCommand,
} from '../../sync/uplink/command-runner.ts';
import { enrolAtHub } from '../../sync/uplink/enrol-client.ts';
import { enrolStation } from '../../sync/uplink/enrol-station.ts';
import { cursorFile, ensureStationKey, readEnrolment } from '../../sync/uplink/station-files.ts';
import {
  Uplink,
  type TimeAnswer,
  type UplinkEvent,
  type UplinkPoint,
} from '../../sync/uplink/uplink.ts';

interface Entry {
  readonly received: ReceivedCommand;
  readonly outcome?: CommandOutcome;
}

/** Receipts and outcomes in a file of their own. */
export class CommandFile implements CommandJournal {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, 'commands.json');
  }

  get entries(): readonly Entry[] {
    if (!existsSync(this.#path)) return [];
    return JSON.parse(readFileSync(this.#path, 'utf8')) as readonly Entry[];
  }

  takenTo(hubEpoch: string): number {
    const seqs = this.entries
      .filter(({ received }) => received.hubEpoch === hubEpoch)
      .map(({ received }) => received.command.seq);
    return Math.max(0, ...seqs);
  }

  pending(): readonly ReceivedCommand[] {
    return this.entries.filter(({ outcome }) => !outcome).map(({ received }) => received);
  }

  receive(received: ReceivedCommand): void {
    this.#write([...this.entries, { received }]);
  }

  settle({ hubEpoch, command }: ReceivedCommand, outcome: CommandOutcome): void {
    const isIt = ({ received }: Entry): boolean =>
      received.hubEpoch === hubEpoch && received.command.seq === command.seq;
    this.#write(this.entries.map((entry) => (isIt(entry) ? { ...entry, outcome } : entry)));
  }

  #write(entries: readonly Entry[]): void {
    replaceFile(this.#path, JSON.stringify(entries), 0o600);
  }
}

export interface UplinkTillOptions {
  readonly clock?: Clock;
  readonly onPoint?: (point: UplinkPoint) => void;
  readonly onEvent?: (event: UplinkEvent) => void;
  readonly onTime?: (answer: TimeAnswer) => void;
  readonly onFault?: (cause: unknown) => void;
  readonly hubUrl?: string;
}

interface EnrolFolderOptions {
  readonly folder: string;
  readonly hubUrl: string;
  readonly code: string;
  readonly hardware?: HardwareHashes;
  /** Without one the licence of the answer is left there. */
  readonly trust?: TrustFile;
  readonly isAgain?: boolean;
}

/** Presents a code for the till of this folder, as `tillwarden enrol` does. */
export function enrolFolder(folder: string, hubUrl: string, code: string): Promise<string> {
  return enrolComputer({ folder, hubUrl, code });
}

/** The same for a till that tells of its computer. */
export async function enrolComputer({
  folder,
  hubUrl,
  code,
  hardware,
  trust,
  isAgain = false,
}: EnrolFolderOptions): Promise<string> {
  const address = { url: hubUrl, pins: [] };
  const common = { address, code, version: 'test', clock: systemClock, trust };
  const attempt = { ...common, hardware };
  const { station } = await enrolStation({
    place: { folder, replaceFile },
    address,
    code,
    isAgain,
    present: (key) => enrolAtHub({ ...attempt, key }),
  });
  return station;
}

export class UplinkTill implements AsyncDisposable {
  readonly store: TillStore;
  readonly commands: CommandFile;
  readonly uplink: Uplink;
  readonly entitlements: string[] = [];

  constructor(folder: string, options: UplinkTillOptions = {}) {
    const enrolment = readEnrolment({ folder });
    if (enrolment === undefined) throw new TypeError('the till is not enrolled');
    this.store = new TillStore(openDatabase(join(folder, 'till.db')));
    this.commands = new CommandFile(folder);
    const { station, epoch, pins, ca } = enrolment;
    const { clock = systemClock, onPoint } = options;
    const fault = options.onFault ?? rethrow;
    this.uplink = new Uplink({
      address: { url: options.hubUrl ?? enrolment.hubUrl, pins, ca },
      station,
      privateKey: ensureStationKey({ folder, replaceFile }).privateKey,
      version: 'test',
      journal: this.store,
      cursor: cursorFile({ folder, replaceFile }, { epoch, durableTo: 0 }),
      commands: new CommandRunner({
        journal: this.commands,
        handlers: {
          entitlement: async ({ document }) => {
            this.entitlements.push(document);
            return { kind: 'done' };
          },
          lease: unsupported,
          plan: unsupported,
          director: unsupported,
          'lease-close': unsupported,
          'help-news': unsupported,
          'help-settle': unsupported,
          chat: unsupported,
          'logs-collect': unsupported,
          'remote-ask': unsupported,
          'remote-code': unsupported,
          'remote-stop': unsupported,
        },
        wallMs: () => clock.wallMs(),
        onFault: fault,
      }),
      generation: () => undefined,
      clock,
      random: () => 0.05,
      onTime: options.onTime ?? ignore,
      onEvent: options.onEvent ?? ignore,
      onFault: fault,
      ...(onPoint === undefined ? {} : { onPoint }),
    });
  }

  start(): this {
    this.uplink.start();
    return this;
  }

  /** Writes lines, each told apart by its name, and tells the uplink as the shell does. */
  append(name: string, count: number): void {
    const lines = Array.from({ length: count }, (_, index): LineDraft => ({
      kind: 'cash-inserted',
      body: { device: `${name}-${index}`, place: 'tube', valueMinor: 100 },
    }));
    this.store.commit({
      before: EMPTY_TILL,
      after: EMPTY_TILL,
      lines,
      sales: [],
      operations: [],
      cashOperations: [],
      atMs: 1,
    });
    this.uplink.linesAppended();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.uplink[Symbol.asyncDispose]();
    this.store[Symbol.dispose]();
  }
}

function rethrow(cause: unknown): never {
  throw cause;
}

/** Nothing is done of these here. */
async function unsupported(): Promise<CommandOutcome> {
  return { kind: 'unsupported' };
}

function ignore(): void {
  // Nobody asks.
}
