import { describeWords } from '../../test/support/words-suite.ts';
import { deskWords } from './desk-words.ts';
import { remoteWords } from './remote-words.ts';

describeWords('the words of the desk', (language) => [deskWords(language), remoteWords(language)]);
