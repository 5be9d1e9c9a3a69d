/** Many tills behind one address: their streams are no strangers, and keep nobody else out. */
import { expect, it } from 'vitest';
import { STREAM_KINDS } from '../../agent/core/support/remote-session.ts';
import { RelayDesk } from '../support/relay-desk.ts';

/** Two streams each: more than one network may have that have not said who they are. */
const SESSIONS = 17;

const DEAF = { onFrame: () => undefined, onRoom: () => undefined, onLost: () => undefined };

it('lets in as many streams of one address as there are sessions', async () => {
  await using desk = await RelayDesk.open();
  const outcomes: string[] = [];
  for (let count = 0; count < SESSIONS; count += 1) {
    const session = await desk.session();
    for (const stream of STREAM_KINDS) {
      outcomes.push(await desk.openRelay(session, stream, DEAF).opened);
    }
  }
  expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(
    SESSIONS * STREAM_KINDS.length,
  );
}, 60_000);
