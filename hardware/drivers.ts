import type { Driver } from './kit/driver.ts';

/** Every family the till can drive, by name; each is loaded only where a port wants it. */
export const drivers: Readonly<Record<string, () => Promise<Driver>>> = {
  cashdro: async () => (await import('./drivers/cashdro/driver.ts')).cashdro,
  cctalk: async () => (await import('./drivers/cctalk/driver.ts')).cctalk,
  ssp: async () => (await import('./drivers/ssp/driver.ts')).ssp,
  ccnet: async () => (await import('./drivers/ccnet/driver.ts')).ccnet,
  id003: async () => (await import('./drivers/id003/driver.ts')).id003,
  ebds: async () => (await import('./drivers/ebds/driver.ts')).ebds,
  lcus: async () => (await import('./drivers/lcus/driver.ts')).lcus,
  dcttech: async () => (await import('./drivers/dcttech/driver.ts')).dcttech,
  'escpos-drawer': async () => (await import('./drivers/escpos-drawer/driver.ts')).escposDrawer,
  'hid-drawer': async () => (await import('./drivers/hid-drawer/driver.ts')).hidDrawer,
  'hid-pos': async () => (await import('./drivers/hid-pos/driver.ts')).hidPos,
};
