import { describeWords } from '../../test/support/words-suite.ts';
import { rolloutWords } from './rollout-words.ts';
import { updateWords } from './update-words.ts';

describeWords('the words for updates', updateWords);
describeWords('the words for rollouts', rolloutWords);
