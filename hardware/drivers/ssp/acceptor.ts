import type { CashAcceptor } from '../../kit/device.ts';
import { isNoteUnit } from './config.ts';
import type { SspUnit } from './unit.ts';

/** The longest that cash on its way in or back may take, or a decision about it. */
const FIX_LIMIT_MS = 60_000;

/** The side of a unit where cash goes in. */
export function createAcceptor(unit: SspUnit): CashAcceptor {
  const isNotes = isNoteUnit(unit.config.unit);
  return {
    kind: isNotes ? 'bill-acceptor' : 'coin-acceptor',
    device: unit.config.device,
    hasEscrow: isNotes,
    get valuesMinor(): readonly number[] {
      return unit.acceptance.valuesMinor;
    },
    setAcceptance(valuesMinor): void {
      unit.acceptance.desire(valuesMinor);
      unit.wake();
    },
    async fixDeposit(): Promise<'fixed' | 'offline'> {
      unit.acceptance.desire([]);
      // A unit that nobody talks to takes nothing in: what it held it gives back by itself.
      const limitMs = unit.isReady ? FIX_LIMIT_MS : unit.port.readyWaitMs;
      const fixing = unit.acceptance.fix(limitMs);
      unit.wake();
      return (await fixing) ? 'fixed' : 'offline';
    },
  };
}
