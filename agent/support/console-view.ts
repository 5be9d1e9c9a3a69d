/** How the till stands, as a technician is shown it: states, levels, numbers and codes; no people, no words. */
import {
  CONSOLE_DEVICES_MAX,
  CONSOLE_LINES_MAX,
  CONSOLE_PLACES_MAX,
  type ConsoleSnapshot,
} from '../../sync/protocol/console.ts';
import { countOf } from '../core/cash/counts.ts';
import { heldAt } from '../core/cash/holdings.ts';
import type { JournalLine } from '../core/journal-line.ts';
import { detailOf } from '../shell/machine.ts';
import { placeLevels } from '../shell/place-levels.ts';
import type { TillView } from '../shell/till-view.ts';
import { redacted } from './redaction.ts';

const DETAIL_MAX_CHARS = 300;

export interface ConsoleSources {
  readonly view: TillView;
  /** The newest, oldest first. */
  readonly lines: readonly JournalLine[];
  readonly isRenewable: (device: string) => boolean;
  readonly host: Omit<ConsoleSnapshot['versions'], 'agent'>;
  readonly atMs: number;
}

export function consoleView(sources: ConsoleSources): ConsoleSnapshot {
  const { view, lines, host, atMs } = sources;
  const { settings, licence, isReady } = view;
  return {
    kind: 'snapshot',
    till: settings.till,
    atMs,
    versions: { agent: settings.version, ...host },
    isReady,
    devices: devicesOf(sources),
    levels: levelsOf(view),
    counters: countersOf(view),
    licence: licence.state,
    journal: lines.slice(-CONSOLE_LINES_MAX).map((line) => shownLine(line, view)),
  };
}

function devicesOf({ view, isRenewable }: ConsoleSources): ConsoleSnapshot['devices'] {
  return [...view.devices, ...view.peripherals]
    .slice(0, CONSOLE_DEVICES_MAX)
    .map(({ device, kind, state }) => ({
      device,
      kind,
      state: state.kind,
      detail: detailOf(state).slice(0, DETAIL_MAX_CHARS),
      isRenewable: isRenewable(device),
    }));
}

/** Who counts blind at this till does so before a technician too. */
function levelsOf(view: TillView): ConsoleSnapshot['levels'] {
  const { settings, till } = view;
  const isHidden = settings.operators.hideExpectedCounts;
  return placeLevels(view)
    .slice(0, CONSOLE_PLACES_MAX)
    .map(({ place, currency = settings.currency, valueMinor, level }) => {
      const count = isHidden ? null : countOf(heldAt(till.holdings, place), valueMinor);
      return { place, currency, valueMinor, level, count };
    });
}

function countersOf({ head, hub, till }: TillView): ConsoleSnapshot['counters'] {
  return {
    journalLines: head.seq,
    unsentLines: hub === undefined ? 0 : Math.max(0, head.seq - hub.durableTo),
    openPayouts: Object.keys(till.payouts).length,
    debts: Object.keys(till.debts).length,
    operations: Object.keys(till.cashOperations).length,
  };
}

function shownLine(
  { seq, atMs, kind, body }: JournalLine,
  { settings }: TillView,
): ConsoleSnapshot['journal'][number] {
  const shown = Object.entries(asRecord(redacted(body)));
  const facts = settings.operators.hideExpectedCounts
    ? shown.filter(([, value]) => typeof value === 'string')
    : shown;
  return { seq, atMs, kind, facts: Object.fromEntries(facts) };
}

function asRecord(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
