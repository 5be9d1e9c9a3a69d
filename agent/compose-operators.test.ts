/** The configuration and the core each name the roles and rights: they are the same ones. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from './config/config.ts';
import { OPERATOR_RIGHTS, OPERATOR_ROLES, rightsTable } from './core/operators/rights.ts';

it('every role can be given every right', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-rights-'));
  const file = join(folder, 'config.json');
  const rights = Object.fromEntries(OPERATOR_ROLES.map((role) => [role, OPERATOR_RIGHTS]));
  const ports = [{ id: 'coins', driver: 'cctalk', transport: {}, options: {} }];
  const content = { till: 'till-1', currency: 'EUR', ports, operators: { rights } };
  try {
    writeFileSync(file, JSON.stringify(content));
    const table = rightsTable(readConfig(file).operators.rights);
    for (const role of OPERATOR_ROLES) expect(table[role]).toEqual(OPERATOR_RIGHTS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
