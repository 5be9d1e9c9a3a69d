/** Decides what becomes of help and of a session; see `supporting.ts` for what both come to. */
import { controlAsked, guarded, pinProved, sessionResumed } from './step-control.ts';
import {
  chatTold,
  helpDecided,
  helpWithdrawn,
  logsAsked,
  logsFailed,
  logsSent,
  newsTold,
  said,
} from './step-help.ts';
import {
  codeTyped,
  consoleDone,
  externalEnded,
  looked,
  sessionAccepted,
  sessionAsked,
  sessionDeclined,
  sessionEndedHere,
  sessionStopped,
  started,
  streamClosed,
  streamOpened,
} from './step-session.ts';
import type { SupportEvent, SupportFacts, SupportStep, Supporting } from './supporting.ts';
import { unattendedSet } from './unattended.ts';

/** Same state, event and facts: same step. */
export function stepSupporting(
  supporting: Supporting,
  event: SupportEvent,
  facts: SupportFacts,
): SupportStep {
  switch (event.kind) {
    case 'help-decided':
      return helpDecided(supporting, event, facts);
    case 'help-withdrawn':
      return helpWithdrawn(supporting, event);
    case 'said':
      return said(supporting, event, facts);
    case 'news-told':
      return newsTold(supporting, event.news);
    case 'chat-told':
      return chatTold(supporting, event);
    case 'logs-asked':
      return logsAsked(supporting, event, facts);
    case 'logs-sent':
      return logsSent(supporting, event);
    case 'logs-failed':
      return logsFailed(supporting, event);
    case 'session-asked':
      return sessionAsked(supporting, event, facts);
    case 'code-typed':
      return codeTyped(supporting, event, facts);
    case 'session-accepted':
      return sessionAccepted(supporting, event, facts);
    case 'session-declined':
      return sessionDeclined(supporting, facts);
    case 'session-ended-here':
      return sessionEndedHere(supporting, facts);
    case 'session-stopped':
      return sessionStopped(supporting, event, facts);
    case 'session-resumed':
      return sessionResumed(supporting);
    case 'control-asked':
      return controlAsked(supporting, event, facts);
    case 'guarded':
      return guarded(supporting, event.cause, facts);
    case 'pin-proved':
      return pinProved(supporting, event.operator);
    case 'unattended-set':
      return unattendedSet(supporting, event, facts);
    case 'stream-opened':
      return streamOpened(supporting, event);
    case 'stream-closed':
      return streamClosed(supporting, event, facts);
    case 'external-ended':
      return externalEnded(supporting, event.session, facts);
    case 'console-done':
      return consoleDone(supporting, event);
    case 'looked':
      return looked(supporting, facts);
    case 'started':
      return started(supporting, facts);
  }
}
