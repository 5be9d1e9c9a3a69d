/** What a simulated CashDro answers to the operations of its web service, in the shape of `index3.php`. */
import { CODE } from './frame.ts';
import { movedMinor, type SimMove, type SimOperation } from './sim-operation.ts';
import type { SimCashdro } from './sim.ts';

export interface SimAnswer {
  readonly code: number;
  readonly response: unknown;
}

type Query = Readonly<Record<string, string>>;

const FINISH_GIVES_BACK = '2';

/** Answers one request; `password` is the machine's own, which a person can change. */
export function serve(machine: SimCashdro, query: Query, password: string): SimAnswer {
  const isKnown = query['name'] === machine.config.name && query['password'] === password;
  // As the real one does, more or less: what was sent comes back in its words.
  if (!isKnown) return no(CODE.loginRefused, `Authentication failed for ${query['password']}`);
  const answer = ANSWERS[query['operation'] ?? ''];
  return answer === undefined
    ? no(CODE.parametersRefused, 'Invalid parameters')
    : answer(machine, query);
}

const ANSWERS: Readonly<Record<string, (machine: SimCashdro, query: Query) => SimAnswer>> = {
  doTest: () => yes({}),
  startOperation: start,
  acknowledgeOperationId: (machine, query) =>
    withOperation(machine, query, (operation) => machine.acknowledge(operation)),
  askOperation: (machine, query) => {
    const operation = machine.operation(query['operationId'] ?? '');
    return operation === undefined ? notFound() : yes(shown(machine, operation));
  },
  finishOperation: (machine, query) =>
    withOperation(machine, query, (operation) =>
      machine.finish(operation, query['type'] === FINISH_GIVES_BACK),
    ),
  setOperationImported: (machine, query) =>
    withOperation(machine, query, (operation) => {
      operation.isImported = true;
      return true;
    }),
  askPendingOperations: pending,
  askOperationExecuting: (machine) => {
    const operation = machine.executing();
    return yes({ operations: operation === undefined ? [] : [listed(machine, operation)] });
  },
  getPiecesCurrency: levels,
  // What an alert looks like is not documented; that its words repeat what was asked is.
  getAlerts: (machine, query) => {
    return yes({ alerts: Array.from({ length: machine.alerts }, () => ({ Text: query })) });
  },
  getDiagnosis: () => yes({ devices: [] }),
};

function start(machine: SimCashdro, query: Query): SimAnswer {
  const type = Number(query['type']);
  const amountMinor = amountOf(query['parameters'] ?? '');
  if (amountMinor === undefined) return no(CODE.amountRefused, 'Wrong amount');
  if (machine.executing() !== undefined) return no(CODE.notNow, 'Operation not queued');
  const [alias = '', terminal = ''] = [query['aliasid'], query['posid']];
  const { operationId } = machine.start({ type, amountMinor, alias, terminal });
  return yes({ operation: { operationId } });
}

function amountOf(parameters: string): number | undefined {
  try {
    const parsed: unknown = JSON.parse(parameters);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const amount: unknown = Reflect.get(parsed, 'amount');
    if (amount === undefined) return 0;
    return typeof amount === 'string' && /^\d{1,9}$/.test(amount) ? Number(amount) : undefined;
  } catch {
    return undefined;
  }
}

function pending(machine: SimCashdro, query: Query): SimAnswer {
  const operations = machine
    .operations()
    .filter(({ isImported, terminal }) => !isImported && terminal === query['terminal'])
    .filter(({ state }) => state !== 'I' || machine.config.isWaitingListed)
    .map((operation) => listed(machine, operation));
  return yes({ operations });
}

function listed({ config }: SimCashdro, { operationId, alias, state }: SimOperation): unknown {
  return {
    OperationId: operationId,
    State: state,
    ...(config.isAliasListed ? { AliasId: alias } : {}),
  };
}

function levels(machine: SimCashdro, query: Query): SimAnswer {
  const pieces = machine.stacks().map(({ valueMinor, type, recycler, cassette, recyclerMax }) => ({
    Value: String(valueMinor),
    CurrencyId: machine.config.currency,
    Type: type === 'coin' ? '2' : '3',
    LevelRecycler: String(recycler),
    LevelCasete: String(cassette),
    RecyclerLimit: String(recyclerMax),
    State: recycler === 0 ? '5' : '-1',
  }));
  const isOurs = query['currencyId'] === machine.config.currency;
  return yes({ pieces: isOurs ? pieces : [] });
}

/** Amounts are texts, and what went out is below nothing, as the manual has it. */
function shown(machine: SimCashdro, operation: SimOperation): object {
  const { operationId, state, type, alias, terminal, amountMinor, notPaidMinor } = operation;
  return {
    operation: {
      operationid: operationId,
      state,
      type: String(type),
      aliasid: alias,
      posid: terminal,
      total: String(amountMinor),
      totalin: String(movedMinor(operation.in)),
      totalout: String(-movedMinor(operation.out)),
      amountchangenotavailable: String(notPaidMinor),
      payInProgress: operation.isPaying ? '0' : '1',
      payOutProgress: operation.isPaying && state === 'E' ? '1' : '0',
      canceled: operation.isCancelled ? 1 : 0,
    },
    devices: (['coin', 'note'] as const).map((kind) => ({
      type: kind === 'coin' ? '2' : '3',
      pieces: machine
        .stacks()
        .filter(({ type: stackType }) => stackType === kind)
        .map(({ valueMinor, recycler, cassette }) => ({
          value: String(valueMinor),
          currencyid: machine.config.currency,
          ...unitsOf('in', operation.in.get(valueMinor)),
          ...unitsOf('out', operation.out.get(valueMinor)),
          finishlevelrecycler: recycler,
          finishlevelcassette: cassette,
        })),
    })),
    messages: [],
    withError: 'false',
  };
}

function unitsOf(way: 'in' | 'out', move: SimMove | undefined): Readonly<Record<string, string>> {
  const { recycler, cassette } = move ?? { recycler: 0, cassette: 0 };
  return { [`units${way}recycler`]: String(recycler), [`units${way}cassette`]: String(cassette) };
}

function withOperation(
  machine: SimCashdro,
  query: Query,
  act: (operation: SimOperation) => boolean,
): SimAnswer {
  const operation = machine.operation(query['operationId'] ?? '');
  if (operation === undefined) return notFound();
  return act(operation) ? yes({}) : no(CODE.notNow, 'Operation not in execution');
}

function notFound(): SimAnswer {
  return no(CODE.notNow, 'Operation not found');
}

function yes(response: object): SimAnswer {
  return { code: CODE.ok, response: { errorMessage: 'none', ...response } };
}

function no(code: number, errorMessage: string): SimAnswer {
  return { code, response: { errorMessage } };
}
