/** A whole till on fake devices with a screen to show, for `tillwarden help` and `tillwarden support` to speak to. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SupportAsk } from '../../agent/core/support/supporting.ts';
import type { Language } from '../../agent/words/language.ts';
import { POS_TOKEN, startApiTill, type ApiTill } from './api-till.ts';
import type { Around } from './call-command.ts';
import { callProgram, type ProgramSaid } from './call-program.ts';
import { noStreams } from './no-streams.ts';

export const CODE = '123456';
export const ANNA = { name: 'Anna Rossi', company: 'Cassa Aiuto' } as const;

export interface SupportCliTill extends AsyncDisposable {
  readonly till: ApiTill;
  /** Whether each bundle of logs was asked for with what went over the ports. */
  readonly traces: readonly boolean[];
  readonly folder: string;
  /** What its configuration says that commands here speak. */
  configure(language: Language | undefined): void;
  /** Runs a command line there, with the token of a program. */
  say(argv: readonly string[], around?: Around): Promise<ProgramSaid>;
  /** As the hub's command. */
  desk(request: SupportAsk): Promise<unknown>;
  /** Help is asked for, and a technician asks to be seen because of it. */
  technicianAsks(): Promise<void>;
  /** The same, as far as the consent. */
  technicianSees(): Promise<void>;
}

export async function startSupportCliTill(
  options: { readonly hasExternalTool?: boolean } = {},
): Promise<SupportCliTill> {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-support-'));
  const traces: boolean[] = [];
  const tool = Promise.withResolvers<'ended'>();
  const till = await startApiTill({
    support: {
      streams: { ...noStreams(), open: async () => 'opened', startExternal: () => tool.promise },
      kinds: ['screen', 'console'],
      hasExternalTool: options.hasExternalTool ?? false,
      newCode: () => CODE,
      sendLogs: async () => undefined,
    },
    writeLogs: async (withTrace) => {
      traces.push(withTrace);
      return { path: '/var/till/logs/logs.tar.gz', sizeBytes: 123_456, sha256: 'ab' };
    },
  });
  const configure = (language: Language | undefined): void => {
    const port = Number(new URL(till.url).port);
    const ports = [{ id: 'coins', driver: 'cctalk', transport: {}, options: {} }];
    const config = { till: 'till-1', currency: 'EUR', language, api: { port }, ports };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  };
  configure(undefined);
  writeFileSync(join(folder, 'token'), `${POS_TOKEN}\n`);
  const where = ['--config', join(folder, 'config.json'), '--token-file', join(folder, 'token')];
  const say = (argv: readonly string[], around: Around = {}) =>
    callProgram([...argv, ...where], around);
  const desk = (request: SupportAsk) => till.shell.tell({ kind: 'support-requested', request });
  const technicianAsks = async (): Promise<void> => {
    await say(['help']);
    const ticket = till.shell.till.supporting.tickets.at(-1)?.ticket ?? '';
    const streams = ['screen', 'console'] as const;
    await desk({ kind: 'session-asked', session: 's-1', ticket, technician: ANNA, streams });
  };
  return {
    till,
    traces,
    folder,
    configure,
    say,
    desk,
    technicianAsks,
    async technicianSees() {
      await technicianAsks();
      await desk({ kind: 'code-typed', session: 's-1', code: CODE });
      await say(['support', 'accept']);
    },
    async [Symbol.asyncDispose]() {
      tool.resolve('ended');
      await till[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
