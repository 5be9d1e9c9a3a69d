import { describe, expect, it } from 'vitest';
import type { CashItem } from '../../hardware/kit/device.ts';
import type { ByteDriver } from '../../hardware/kit/driver.ts';
import { BillTerminal } from './bill-tty.ts';

const FIVE: CashItem = { kind: 'inserted', valueMinor: 500, place: 'cashbox' };

/** What every family has to get right over a real terminal, with the real serial port. */
export function describeBillTerminal<Config>(driver: ByteDriver<Config>, config: object): void {
  const open = () => BillTerminal.open(driver, { ...config, linkWaitMs: 500 });

  describe('driver and simulator over a terminal', () => {
    it('counts once what was stacked while answers were lost and the plug was pulled', async () => {
      await using terminal = await open();
      terminal.acceptor.setAcceptance([500, 5_000]);
      await terminal.insertUntil('returned', 5_000);
      terminal.tell('lose-reply 2');
      await terminal.insertUntil('stacked', 500);
      terminal.tell('unplug');
      await terminal.until(() => terminal.state === 'down');
      terminal.tell('plug');
      await terminal.until(() => terminal.money.length > 0);
      await terminal.until(() => terminal.state === 'up');
      expect(await terminal.acceptor.fixDeposit()).toBe('fixed');
      expect(terminal.money).toEqual([FIVE]);
    });

    it('comes back after a power cut, with every note counted', async () => {
      await using terminal = await open();
      terminal.acceptor.setAcceptance([500]);
      terminal.tell('dance');
      await terminal.until(() => terminal.has('error'));
      await terminal.insertUntil('stacked', 500);
      await terminal.until(() => terminal.money.length > 0);
      terminal.tell('power-cut');
      await terminal.until(() => terminal.state === 'down');
      terminal.tell('power-up');
      await terminal.until(() => terminal.state === 'up');
      await terminal.insertUntil('stacked', 500);
      await terminal.until(() => terminal.money.length > 1);
      expect(await terminal.acceptor.fixDeposit()).toBe('fixed');
      terminal.tell('truth');
      await terminal.until(() => terminal.has('truth'));
      expect(terminal.events.at(-1)).toMatchObject({ stacker: { 500: 2 } });
      expect(terminal.money).toEqual([FIVE, FIVE]);
    });
  });
}
