import { expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { ChangerReport, DeviceState } from '../../kit/device.ts';
import { WebCredentials } from '../../kit/web-credentials.ts';
import { CashdroChanger } from './changer.ts';
import { cashdroConfigSchema } from './config.ts';
import { euroCashdro, simConfigSchema } from './sim-config.ts';
import { serve } from './sim-service.ts';
import { SimCashdro } from './sim.ts';

const WEB = { kind: 'https', host: '-', port: 443, credentials: '-', timeoutMs: 1_000 } as const;

/** What a machine for euros says when its port is configured with a currency. */
async function told(currency: string) {
  const clock = new FakeClock();
  const machine = new SimCashdro({
    clock,
    config: simConfigSchema.parse(euroCashdro),
    onEvent: () => undefined,
  });
  const { name, password } = machine.config;
  const states: DeviceState[] = [];
  const reports: ChangerReport[] = [];
  const changer = new CashdroChanger(
    cashdroConfigSchema.parse({ device: 'cashdro', currency, terminal: 'till' }),
    {
      clock,
      web: WEB,
      credentials: new WebCredentials(name, password),
      cursors: {},
      trace: () => undefined,
      judge: () => Promise.resolve('return'),
      report: async (report) => {
        if (report.kind === 'state') states.push(report.state);
      },
      tell: async (report) => void reports.push(report),
    },
    {
      get: async (_path, query) => {
        return {
          kind: 'answer',
          status: 200,
          text: JSON.stringify(serve(machine, query, password)),
        };
      },
      close: async () => undefined,
    },
  );
  await clock.advance(5_000);
  await changer[Symbol.asyncDispose]();
  return { states, reports };
}

it('is up, and says what it holds', async () => {
  const { states, reports } = await told('EUR');
  expect(states).toEqual([{ kind: 'up' }]);
  expect(reports.map(({ kind }) => kind)).toEqual(['levels', 'looked-over']);
});

it('is not used where it has no piece of the configured currency', async () => {
  const { states, reports } = await told('CHF');
  expect(states).toMatchObject([{ kind: 'fault', code: 'wrong-currency' }]);
  expect(reports).toEqual([]);
});
