/** What was recorded of HID devices is played once more to their drivers, and tells the same. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { replayHidPorts, replayReports } from '../support/replay-reports.ts';
import { readReportTrace, reportTracesOf, type ReportTrace } from '../support/report-traces.ts';

const traces = replayHidPorts.flatMap(({ family }) => reportTracesOf(family));

function without(trace: ReportTrace, left: (at: number) => boolean): ReportTrace {
  return { ...trace, reports: trace.reports.filter((_, at) => !left(at)) };
}

it('a scale, a drawer and a relay board have a recorded session', () => {
  const families = new Set(traces.map(({ family }) => family));
  expect(families).toEqual(new Set(['hid-pos', 'hid-drawer', 'dcttech']));
});

describe.each(traces)('the session $family/traces/$file', (trace) => {
  it('is played to its end by the driver, which tells what it told then', async () => {
    expect(trace.told.length).toBeGreaterThan(0);
    const told = [...trace.told];
    expect(await replayReports(trace)).toEqual({ told, unknown: [], isPlayed: true });
  });

  it('does not pass without what the device said', async () => {
    const last = trace.reports.findLastIndex(({ direction }) => direction === 'RX');
    const mute = without(trace, (at) => trace.reports[at]?.direction === 'RX' && at >= last - 2);
    const replayed = await replayReports(mute);
    expect(replayed.told).not.toEqual(trace.told);
  });
});

it('a scale is read by the descriptor of its recording', async () => {
  const [trace] = reportTracesOf('hid-pos');
  if (trace === undefined) throw new RangeError('no session');
  const other = await replayReports({ ...trace, descriptor: Uint8Array.of(0xa1) });
  expect(other.told).toEqual([]);
});

it('what the driver sends and the host never did is told', async () => {
  const [trace] = reportTracesOf('hid-drawer');
  if (trace === undefined) throw new RangeError('no session');
  const kick = trace.reports.findIndex(
    ({ direction, hex }) => direction === 'TX' && hex[1] === hex[2],
  );
  const { unknown } = await replayReports(without(trace, (at) => at === kick));
  expect(unknown).toEqual([expect.stringMatching(/^output 000303/)]);
});

it.each([
  ['no descriptor', 'ms\tdirection\treport\tid\thex\n0\tRX\tinput\t1\t01\n'],
  ['no id', '# descriptor C0\nms\tdirection\treport\thex\n0\tRX\tinput\t01\n'],
  ['no bytes', '# descriptor C0\nms\tdirection\treport\tid\thex\n0\tRX\tinput\t1\t\n'],
])('a file with %s is an error, not a session that passes', (_, text) => {
  const folder = mkdtempSync(join(tmpdir(), 'report-trace-'));
  const path = join(folder, 'x.tsv');
  writeFileSync(path, text);
  expect(() => readReportTrace(path)).toThrow(z.ZodError);
  rmSync(folder, { recursive: true });
});
