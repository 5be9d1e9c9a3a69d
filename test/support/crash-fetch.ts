/**
 * Fetches a release as the till does and kills itself at the n-th passing of a named point, as a power
 * cut would. Only tests start this.
 */
import { createReleaseSource } from '../../agent/update/release-source.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { directorSchema } from '../../sync/trust/director-schema.ts';
import { crashAt } from './crash-at.ts';

const { order, nowMs, ...parts } = JSON.parse(process.env['FETCH'] ?? '{}');

const source = createReleaseSource({
  ...parts,
  nowMs: () => nowMs,
  clock: systemClock,
  nodePath: process.execPath,
  onPoint: crashAt(() => process.kill(process.pid, 'SIGKILL')),
  refreshProgram: new URL('crash-refresh.ts', import.meta.url).pathname,
});
const said = await source.fetch({ order: directorSchema.parse(order) });
process.stdout.write(`${JSON.stringify(said)}\n`);
