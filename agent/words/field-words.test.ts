import { describeWords } from '../../test/support/words-suite.ts';
import { fieldWords } from './field-words.ts';

describeWords('the words for field work', fieldWords);
