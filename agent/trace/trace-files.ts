/**
 * The last frames of the ports as files that `devices watch` could have recorded, without what must
 * not leave the till: each protocol says itself what of a frame may be shown.
 */
import type { FrameCodec } from '../../hardware/kit/codec.ts';
import type { Config, PortConfig } from '../config/config.ts';
import type { FrameLine, RecentTrace, ReportLine } from './recent-frames.ts';
import { frameHead, frameRow, reportHead, reportRow } from './recording-text.ts';
import { shownPorts } from './shown-ports.ts';

/** How many of the host's frames an answer may come late: a request is tried three times. */
const LATE_MAX = 4;

export interface TraceSource {
  recent(port: string): RecentTrace;
  /** What the HID device that is open there says of its reports. */
  descriptor(port: string): Uint8Array | undefined;
}

/** By name, with all that is in each; none for a port that has said nothing, or may not be watched. */
export async function traceFiles(
  ports: Config['ports'],
  source: TraceSource,
): Promise<readonly (readonly [string, string])[]> {
  const { codecs } = await import('../../hardware/codecs.ts');
  const shown = await shownPorts(ports);
  return ports
    .filter(({ id }) => shown.has(id))
    .map((port) => [`trace-${port.id}.tsv`, fileText(port, source, codecs)] as const)
    .filter(([, text]) => text !== '');
}

function fileText(
  { id, driver }: PortConfig,
  source: TraceSource,
  codecs: readonly FrameCodec[],
): string {
  const { lines, isCut } = source.recent(id);
  const frames = lines.filter(isFrame);
  const reports = lines.filter(isReport);
  if (reports.length > 0) return reportsText(driver, source.descriptor(id), reports);
  const spoken = codecs.filter(({ protocol }) => protocol.replace(/-crc$/, '') === driver);
  const codec = fittest(spoken, frames);
  return codec === undefined || frames.length === 0 ? '' : framesText(codec, frames, isCut);
}

/** One protocol with two checksums: the one in which most of it can be read. */
function fittest(
  codecs: readonly FrameCodec[],
  frames: readonly FrameLine[],
): FrameCodec | undefined {
  const read = (codec: FrameCodec): number =>
    frames.filter((line) => decoded(codec, line) !== undefined).length;
  const counted = codecs.map((codec) => ({ codec, count: read(codec) }));
  return counted.toSorted((left, right) => right.count - left.count)[0]?.codec;
}

function framesText(codec: FrameCodec, lines: readonly FrameLine[], isCut: boolean): string {
  const [first] = lines;
  const rows: string[] = [];
  let asked: readonly unknown[] = [];
  let unread = 0;
  for (const line of lines) {
    const frame = decoded(codec, line);
    const from = sourceOf(line);
    // Bytes that are no frame could be anything.
    if (frame === undefined) {
      unread += 1;
      continue;
    }
    if (from === 'host') asked = [frame.value, ...asked].slice(0, LATE_MAX);
    // What was asked before all this is gone: an answer may be to that.
    const known = isCut && asked.length < LATE_MAX ? [] : asked;
    const bytes = codec.encode(codec.redact(frame.value, from, known), from);
    rows.push(frameRow({ afterMs: line.atMs - (first?.atMs ?? 0), from, bytes }));
  }
  const facts = [`unread ${unread}`, ...startOf(first)];
  return `${frameHead(codec.protocol, facts)}${rows.join('')}`;
}

/** Ports that are shown have nothing in their reports that is anybody's: a weight, a lid, a relay. */
function reportsText(
  family: string,
  descriptor: Uint8Array | undefined,
  lines: readonly ReportLine[],
): string {
  const [first] = lines;
  const rows = lines.map((line) =>
    reportRow({
      ...line,
      afterMs: line.atMs - (first?.atMs ?? 0),
      from: sourceOf(line),
      bytes: bytesIn(line),
    }),
  );
  return `${reportHead(family, descriptor, startOf(first))}${rows.join('')}`;
}

function startOf(first: FrameLine | ReportLine | undefined): readonly string[] {
  return first === undefined ? [] : [`started ${new Date(first.atMs).toISOString()}`];
}

function decoded(codec: FrameCodec, line: FrameLine): { readonly value: unknown } | undefined {
  const read = codec.decode(bytesIn(line), sourceOf(line));
  return read.kind === 'frame' ? { value: read.frame } : undefined;
}

function sourceOf({ kind }: FrameLine | ReportLine): 'host' | 'device' {
  return kind === 'frame-sent' || kind === 'report-sent' ? 'host' : 'device';
}

function bytesIn({ hex }: FrameLine | ReportLine): Uint8Array {
  return Buffer.from(hex, 'hex');
}

function isFrame(line: FrameLine | ReportLine): line is FrameLine {
  return line.kind === 'frame-sent' || line.kind === 'frame-received';
}

function isReport(line: FrameLine | ReportLine): line is ReportLine {
  return !isFrame(line);
}
