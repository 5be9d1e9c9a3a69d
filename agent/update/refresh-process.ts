/**
 * Reads metadata in a process of its own: the library is quadratic in the targets of a role, and the
 * till's own process must never stand still. It is told one question and says its answer, a JSON line
 * each; where its standard input ends, the till is gone, and so is it.
 */
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { parseJson } from '../../sync/trust/parse-json.ts';
import { reckonFrom } from './reckoned-date.ts';
import { refreshMetadata } from './refresh-metadata.ts';
import { refreshQuestionSchema } from './refresh-words.ts';

setPriority(constants.priority.PRIORITY_LOW);
const input = createInterface({ input: process.stdin });
input.once('line', (line) => void answer(line));
input.once('close', () => process.kill(process.pid, 'SIGKILL'));

async function answer(line: string): Promise<void> {
  const question = refreshQuestionSchema.parse(parseJson(line));
  reckonFrom(question.nowMs);
  const lines = await refreshMetadata(question);
  for (const said of lines) process.stdout.write(`${JSON.stringify(said)}\n`);
  input.removeAllListeners('close');
  input.close();
  process.stdin.destroy();
}
