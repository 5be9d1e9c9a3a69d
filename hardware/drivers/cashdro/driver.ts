import type { WebDriver } from '../../kit/driver.ts';
import { CashdroChanger } from './changer.ts';
import { cashdroConfigSchema, type CashdroConfig } from './config.ts';

/** CashDro: whole machines for coins and notes, over HTTPS. */
export const cashdro: WebDriver<CashdroConfig> = {
  family: 'cashdro',
  connection: 'https',
  configSchema: cashdroConfigSchema,
  openPort: (config, context) => new CashdroChanger(config, context),
};
