/** The machine's operations, one function each: what it was asked, and what it positively said. */
import type { ChangerOrder } from '../../kit/device.ts';
import type { WebClient } from '../../kit/web-client.ts';
import type { WebCredentials } from '../../kit/web-credentials.ts';
import type { CashdroConfig } from './config.ts';
import {
  amountParameters,
  CODE,
  FINISH,
  readAlerts,
  readAnswer,
  readLevels,
  readOperation,
  readOperations,
  readStarted,
  TYPE_OF_TASK,
  type ListedOperation,
  type MachineOperation,
  type PieceLevel,
} from './frame.ts';

/** `silent`: no answer that can be read; `wasSent` false: it cannot have heard the question. */
export type Heard<Said> =
  | { readonly kind: 'said'; readonly said: Said }
  | { readonly kind: 'refused'; readonly code: number }
  | {
      readonly kind: 'silent';
      readonly reason: string;
      readonly wasSent: boolean;
      readonly detail: string;
    };

const HTTP_OK = 200;

export interface CashdroMachineParts {
  readonly client: Pick<WebClient, 'get'>;
  readonly credentials: WebCredentials;
  readonly config: CashdroConfig;
}

export class CashdroMachine {
  readonly #parts: CashdroMachineParts;

  constructor(parts: CashdroMachineParts) {
    this.#parts = parts;
  }

  /** Gives it an operation, which waits to be acknowledged. */
  start({ jobId, task, amountMinor }: ChangerOrder): Promise<Heard<string>> {
    const { terminal } = this.#parts.config;
    const query = {
      type: String(TYPE_OF_TASK[task]),
      posid: terminal,
      posuser: terminal,
      aliasid: jobId,
      parameters: amountParameters(amountMinor),
    };
    return this.#ask('startOperation', query, readStarted);
  }

  acknowledge(machineId: string): Promise<Heard<true>> {
    return this.#ask('acknowledgeOperationId', { operationId: machineId }, () => true);
  }

  operation(machineId: string): Promise<Heard<MachineOperation>> {
    return this.#ask('askOperation', { operationId: machineId }, readOperation);
  }

  /** `keep`: no more comes; `giveBack`: what is in goes back. */
  finish(machineId: string, how: keyof typeof FINISH): Promise<Heard<true>> {
    return this.#ask('finishOperation', { operationId: machineId, type: FINISH[how] }, () => true);
  }

  imported(machineId: string): Promise<Heard<true>> {
    return this.#ask('setOperationImported', { operationId: machineId }, () => true);
  }

  /** This till's operations that are not imported yet. */
  pending(): Promise<Heard<readonly ListedOperation[]>> {
    const { terminal } = this.#parts.config;
    const query = { terminal, importManualOperations: 'false' };
    return orNone(this.#ask('askPendingOperations', query, readOperations));
  }

  /** Whatever runs on it now, whoever began it. */
  executing(): Promise<Heard<readonly ListedOperation[]>> {
    return orNone(this.#ask('askOperationExecuting', {}, readOperations));
  }

  levels(): Promise<Heard<readonly PieceLevel[]>> {
    const { currency } = this.#parts.config;
    const query = { currencyId: currency, includeImages: '0', includeLevels: '1' };
    return this.#ask('getPiecesCurrency', query, readLevels);
  }

  /** Whether its service answers at all. */
  test(): Promise<Heard<true>> {
    return this.#ask('doTest', {}, () => true);
  }

  /** How many alerts it shows on its own screen. */
  alerts(): Promise<Heard<number>> {
    return this.#ask('getAlerts', {}, readAlerts);
  }

  async #ask<Said>(
    operation: string,
    query: Readonly<Record<string, string>>,
    read: (body: unknown) => Said | undefined,
  ): Promise<Heard<Said>> {
    const { client, credentials, config } = this.#parts;
    const outcome = await client.get(config.path, { operation, ...credentials.reveal(), ...query });
    if (outcome.kind === 'failed') return { ...outcome, kind: 'silent' };
    if (outcome.status !== HTTP_OK) return unread(`http-${outcome.status}`);
    const answer = readAnswer(outcome.text);
    if (answer.kind === 'bad') return unread('unreadable');
    if (answer.code !== CODE.ok) return { kind: 'refused', code: answer.code };
    const said = read(answer.body);
    return said === undefined ? unread('unreadable') : { kind: 'said', said };
  }
}

/** "Not found" is how a list says that it is empty. */
async function orNone(
  asked: Promise<Heard<readonly ListedOperation[]>>,
): Promise<Heard<readonly ListedOperation[]>> {
  const heard = await asked;
  const isNone = heard.kind === 'refused' && heard.code === CODE.notNow;
  return isNone ? { kind: 'said', said: [] } : heard;
}

/** What a code of refusal is called in states and reasons. */
export function refusalOf(code: number): string {
  return REFUSALS[code] ?? `code ${code}`;
}

const REFUSALS: Readonly<Record<number, string>> = {
  [CODE.loginRefused]: 'login-refused',
  [CODE.notNow]: 'occupied',
  [CODE.amountRefused]: 'amount-refused',
  [CODE.notPermitted]: 'not-permitted',
  [CODE.parametersRefused]: 'parameters-refused',
  [CODE.outOfService]: 'out-of-service',
  [CODE.serviceStopped]: 'service-stopped',
  [CODE.loading]: 'loading',
};

function unread(reason: string): {
  readonly kind: 'silent';
  readonly reason: string;
  readonly wasSent: true;
  readonly detail: string;
} {
  return { kind: 'silent', reason, wasSent: true, detail: '' };
}
