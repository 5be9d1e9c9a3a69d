/** Card tracks. They are handed on as a `CardSwipe` and are in no trace, log or error. */
import { CardSwipe, type CardTrack } from '../../kit/card-swipe.ts';
import type { HidField } from './descriptor.ts';
import { bytesOfUsage, isWhole, usageOf, valueOf, type InputReport } from './report.ts';

export const MSR_PAGE = 0x8e;

const TRACKS = [
  { track: '1', length: 0x11, data: 0x21 },
  { track: '2', length: 0x12, data: 0x22 },
  { track: '3', length: 0x13, data: 0x23 },
  { track: 'jis', length: 0x14, data: 0x24 },
] as const;

/** What one report says; undefined for a report about something else, or of no readable track. */
export function readSwipe(report: InputReport, fields: readonly HidField[]): CardSwipe | undefined {
  const tracks = TRACKS.flatMap(({ track, length, data }): CardTrack[] => {
    const room = bytesOfUsage(report, fields, usageOf(MSR_PAGE, data));
    if (room === undefined) return [];
    const told = valueOf(report, fields, usageOf(MSR_PAGE, length));
    const count = told ?? (isWhole(report, fields) ? withoutPadding(room) : 0);
    // What was read only in part, or says that it is longer than it can be, is no track.
    const isRead = count > 0 && count <= room.length;
    return isRead ? [{ track, text: String.fromCharCode(...room.subarray(0, count)) }] : [];
  });
  return tracks.length === 0 ? undefined : new CardSwipe(tracks);
}

/** Of a reader that tells no lengths: zeros are no characters of a track. */
function withoutPadding(room: Uint8Array): number {
  return room.findLastIndex((byte) => byte !== 0) + 1;
}
