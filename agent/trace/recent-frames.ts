import { BoundedRing } from './bounded-ring.ts';
import type { PortLine } from './trace-line.ts';

/** A port that is asked five times a second tells so of its last minutes. */
export const FRAMES_MAX = 2_000;
/** Of hexadecimal digits: as much as they take in memory. */
export const FRAMES_MAX_BYTES = 262_144;

export type FrameLine = Extract<PortLine, { readonly kind: 'frame-sent' | 'frame-received' }>;
export type ReportLine = Extract<PortLine, { readonly kind: 'report-sent' | 'report-received' }>;

export interface RecentTrace {
  /** Oldest first. */
  readonly lines: readonly (FrameLine | ReportLine)[];
  /** There was something before them. */
  readonly isCut: boolean;
}

/** The last frames and reports of each port, as they were: nothing is copied, and nothing read. */
export class RecentFrames {
  readonly #rings = new Map<string, BoundedRing<FrameLine | ReportLine>>();

  hear(line: PortLine): void {
    switch (line.kind) {
      case 'frame-sent':
      case 'frame-received':
      case 'report-sent':
      case 'report-received':
        this.#ringOf(line.port).put(line, line.hex.length);
        return;
      case 'report-descriptor':
      case 'link-up':
      case 'link-down':
      case 'open-failed':
      case 'bytes-dropped':
      case 'request-retried':
    }
  }

  of(port: string): RecentTrace {
    const ring = this.#rings.get(port);
    return { lines: [...(ring?.items() ?? [])], isCut: ring?.isCut ?? false };
  }

  #ringOf(port: string): BoundedRing<FrameLine | ReportLine> {
    const known = this.#rings.get(port);
    if (known !== undefined) return known;
    const ring = new BoundedRing<FrameLine | ReportLine>({
      countMax: FRAMES_MAX,
      sizeMax: FRAMES_MAX_BYTES,
    });
    this.#rings.set(port, ring);
    return ring;
  }
}
