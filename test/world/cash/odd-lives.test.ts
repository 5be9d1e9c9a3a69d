/** Invariants 1 to 3 with coins and notes: half of the seeds, see `even-lives.test.ts`. */
import { describeLives } from './lives.ts';

describeLives('odd');
