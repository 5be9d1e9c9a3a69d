/**
 * What each protocol demands of the line. A pseudo-terminal has neither parity nor stop bits, so that
 * no test on one could show a mistake here.
 */
import { expect, it } from 'vitest';
import { drivers } from '../../hardware/drivers.ts';
import { serialOptions } from '../../hardware/kit/serial-transport.ts';

const PORT = { path: '/dev/ttyUSB0', baudRate: 9_600 } as const;

it('is handed to the serial port as each protocol has it', async () => {
  const all = await Promise.all(Object.values(drivers).map((load) => load()));
  const found = all
    .filter((driver) => driver.connection === 'bytes')
    .map(({ family, serialLine }) => {
      const { dataBits, parity, stopBits, baudRate } = serialOptions(PORT, serialLine);
      return [family, { baudRate, dataBits, parity, stopBits }] as const;
    });
  expect(Object.fromEntries(found)).toEqual({
    cctalk: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    ssp: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 2 },
    ccnet: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    id003: { baudRate: 9_600, dataBits: 8, parity: 'even', stopBits: 1 },
    ebds: { baudRate: 9_600, dataBits: 7, parity: 'even', stopBits: 1 },
    lcus: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    'escpos-drawer': { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
  });
});
