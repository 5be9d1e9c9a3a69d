import { describeWords } from '../../test/support/words-suite.ts';
import { mailPageWords } from './mail-page-words.ts';

describeWords('the words of mail and webhooks', mailPageWords);
