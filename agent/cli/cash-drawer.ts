import { peripheralSchema, type PeripheralView } from '../api/peripheral-schema.ts';
import type { CashAction } from './cash-action.ts';
import { UsageError } from './command.ts';

export const drawerAction: CashAction = {
  usage: 'open-drawer DEVICE [--reason TEXT]',
  summary: 'open a cash drawer',
  flags: ['key', 'reason'],
  read: ({ words: [device, ...more], flags: { reason } }) => {
    if (device === undefined || more.length > 0) throw new UsageError('say which drawer');
    const path = `/v1/drawers/${encodeURIComponent(device)}/open`;
    const body = reason === undefined ? {} : { note: reason };
    return async ({ ask, key, tell }) => {
      const opened = await ask({ method: 'POST', path, body, key, schema: peripheralSchema });
      tell(opened, drawerText(opened));
      return 0;
    };
  },
};

function drawerText({ device, drawer }: PeripheralView): string {
  return drawer?.state === 'open' ? `${device} is open.\n` : `${device} was told to open.\n`;
}
