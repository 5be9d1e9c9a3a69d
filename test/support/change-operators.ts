/** A process of its own that changes one operators' file, over and over: `FILE OPERATOR TIMES`. */
import { Operators } from '../../agent/config/operators.ts';
import { lockFile } from '../../agent/shell/file-lock.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';

const [path = '', operatorId = '', times = '0'] = process.argv.slice(2);
const book = new Operators({ path, lock: () => lockFile(path, systemClock) });
process.stdout.write('{"event":"ready"}\n');
process.stdin.once('data', () => void change());

async function change(): Promise<void> {
  for (let time = 0; time < Number(times); time += 1) {
    // The PIN is hashed before the file is locked: time in which others come to it, as they do in life.
    await book.change(operatorId, { isUnlocked: true, pin: '48151623' });
  }
  process.stdout.write('{"event":"done"}\n');
  process.stdin.destroy();
}
