import { describeWords } from '../../test/support/words-suite.ts';
import { vaultWords } from './vault-words.ts';

describeWords('the words of the vault', vaultWords);
