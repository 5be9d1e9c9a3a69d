import type { ParameterName } from '../core/contract/parameters.ts';

/** What is asked of whoever writes a plan, one question a parameter; every one is among them. */
export type ParameterWords = Readonly<Record<ParameterName, string>>;
