import type { SupportRefusal } from '../core/support/supporting.ts';
import type { GuardRefusal } from '../core/till/support-guard.ts';
import type { ErrorText } from './error-text.ts';

/** What the till refuses of help and of sessions, and what it refuses because of one. */
export type SupportErrorWords = Readonly<Record<SupportRefusal | GuardRefusal, ErrorText>>;
