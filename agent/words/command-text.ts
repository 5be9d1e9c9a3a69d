/** Why a call of the program is not understood, with the option, file or word it is about. */
export interface WrongCallWords {
  readonly unknownOption: (option: string) => string;
  readonly valueMissing: (option: string) => string;
  readonly valueUnasked: (option: string) => string;
  readonly foreignOption: (option: string) => string;
  readonly foreignWords: (words: string) => string;
  readonly unknownAction: (action: string, known: string) => string;
  readonly language: (known: string) => string;
  readonly noPort: string;
  readonly noToken: string;
  readonly noPin: string;
  readonly unreadable: (file: string) => string;
}

/** What each form of a command does, and what its options are, in the order of its usage. */
export interface UsageWords {
  readonly title: string;
  readonly help: Readonly<Record<'ask' | 'list' | 'one' | 'bundle', string>>;
  readonly support: Readonly<
    Record<'session' | 'answer' | 'control' | 'resume' | 'hours' | 'grant' | 'withdraw', string>
  >;
  readonly operator: string;
  readonly token: string;
  readonly language: string;
  readonly json: string;
}

/** What a refusal of the agent comes to on a command line, by its code. */
export const HINTED = [
  'operator-needed',
  'code-not-typed',
  'ticket-not-found',
  'unauthorised',
] as const;
export type Hinted = (typeof HINTED)[number];

interface AgentWords {
  readonly missing: (url: string) => string;
  readonly silent: string;
  readonly foreign: (url: string) => string;
  /** What is safe then, and what to do. */
  readonly after: Readonly<Record<'missing' | 'silent' | 'foreign', string>>;
  readonly inDetail: string;
  readonly hints: Readonly<Record<Hinted, string>>;
}

/** What commands at the running agent say beyond the words of the cashier page. */
export interface CommandWords {
  readonly agent: AgentWords;
  readonly wrongCall: WrongCallWords;
  readonly usage: UsageWords;
  readonly pinOf: (operatorId: string) => string;
  readonly help: {
    readonly none: string;
    readonly whichOne: string;
    readonly nothingSaid: string;
    readonly quoteIt: string;
    readonly topics: (known: string) => string;
    readonly bundled: (path: string, kilobytes: number) => string;
  };
  readonly support: {
    readonly nobody: string;
    /** Why control cannot be given in this session, and what to do. */
    readonly noControl: Readonly<Record<'paused' | 'unattended' | 'external', string>>;
    readonly whoGrants: string;
    readonly noHours: string;
    readonly bothHours: string;
    readonly span: (said: string) => string;
    readonly tooMany: (max: number) => string;
    readonly number: (option: string, min: number, max: number) => string;
  };
}
