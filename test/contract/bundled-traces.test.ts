/** What a bundle of logs has of the ports is a recording like any other: the drivers play it to its end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RecentFrames } from '../../agent/trace/recent-frames.ts';
import { traceFiles } from '../../agent/trace/trace-files.ts';
import { hexOf } from '../../hardware/kit/hex.ts';
import { probes } from '../../hardware/probes.ts';
import { replayHidPorts, replayReports } from '../support/replay-reports.ts';
import { replaySession } from '../support/replay-session.ts';
import { readReportTrace, reportTracesOf } from '../support/report-traces.ts';
import { readTrace, tracesOf } from '../support/traces.ts';

const sessions = tracesOf(probes.map(({ family }) => family)).filter(({ isSession }) => isSession);
const reportSessions = replayHidPorts.flatMap(({ family, options }) =>
  reportTracesOf(family).map((trace) => ({ ...trace, options })),
);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundled-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The path of what is told of this port. */
async function bundled(
  { family, options = {} }: { readonly family: string; readonly options?: object },
  recent: RecentFrames,
  descriptor?: Uint8Array,
): Promise<string> {
  const port = { id: family, driver: family, transport: {}, options };
  const source = { recent: (id: string) => recent.of(id), descriptor: () => descriptor };
  const [[name, text] = ['', '']] = await traceFiles([port], source);
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it.each(sessions)('the session $family/traces/$file is played once more', async (trace) => {
  const { family, frames } = trace;
  const recent = new RecentFrames();
  frames.forEach(({ from: [from], bytes }, nth) => {
    const kind = from === 'host' ? 'frame-sent' : 'frame-received';
    recent.hear({ kind, port: family, atMs: nth, hex: hexOf(bytes) });
  });
  const read = readTrace(await bundled({ family }, recent), family);
  expect(read).toMatchObject({ protocol: trace.protocol, isSession: true });
  const replayed = await replaySession(read);
  expect(replayed).toMatchObject({ unknown: [], isPlayed: true, wasUp: true });
  expect(replayed.creditsMinor).toEqual(trace.creditsMinor);
});

it.each(reportSessions)('the session $family/traces/$file is played once more', async (trace) => {
  const { family, reports, descriptor, told } = trace;
  const recent = new RecentFrames();
  for (const { ms: atMs, direction, report, id: reportId, hex } of reports) {
    const kind = direction === 'TX' ? 'report-sent' : 'report-received';
    recent.hear({ kind, port: family, atMs, report, reportId, hex: hexOf(hex) });
  }
  const read = readReportTrace(await bundled(trace, recent, descriptor));
  expect(await replayReports({ ...read, told })).toEqual({
    told: [...told],
    unknown: [],
    isPlayed: true,
  });
});
