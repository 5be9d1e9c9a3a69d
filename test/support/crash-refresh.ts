/** Reads metadata as the till's own process does; a power cut at a named point takes the till with it. */
import { createInterface } from 'node:readline';
import { refreshMetadata } from '../../agent/update/refresh-metadata.ts';
import { reckonFrom } from '../../agent/update/reckoned-date.ts';
import { refreshQuestionSchema } from '../../agent/update/refresh-words.ts';
import { crashAt } from './crash-at.ts';

const input = createInterface({ input: process.stdin });
input.once('line', (line) => void answer(line));

async function answer(line: string): Promise<void> {
  const question = refreshQuestionSchema.parse(JSON.parse(line));
  reckonFrom(question.nowMs);
  const lines = await refreshMetadata(
    question,
    crashAt(() => {
      process.kill(process.ppid, 'SIGKILL');
      process.kill(process.pid, 'SIGKILL');
    }),
  );
  for (const said of lines) process.stdout.write(`${JSON.stringify(said)}\n`);
  input.close();
  process.stdin.destroy();
}
