import type { LicenceSettings } from '../../agent/shell/shell-settings.ts';

/** An installation without a trust file, in its activation grace. */
export const UNLICENSED: LicenceSettings = {
  station: 'till-1',
  activationGraceDays: 30,
  vendor: undefined,
  isDemo: false,
};
