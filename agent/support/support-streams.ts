import type { SessionStreams } from '../shell/support-executors.ts';

/**
 * What carries out a session at the till. Closed before the shell, which waits for all that is under
 * way: then every stream is cut, and a tool of another maker is ended.
 */
export interface SupportStreams extends SessionStreams, AsyncDisposable {}
