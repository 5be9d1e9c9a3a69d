import type { FastifyRequest } from 'fastify';
import type { HubOffice } from '../hub-office.ts';
import { fleetRows, type FleetRow } from '../store/fleet-list.ts';
import { may, type Action } from '../users/roles.ts';
import { signedInOf } from './guard.ts';
import type { PeopleParts, SignedIn } from './people-parts.ts';
import type { Problem } from './problem.ts';

interface Asked {
  readonly person: SignedIn['person'];
  readonly station: string;
  readonly action: Action;
}

type FoundStation =
  | { readonly kind: 'found'; readonly row: FleetRow }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A station of another site is not there; one of ours may still not be for this role. */
export async function stationFor(
  { database }: PeopleParts,
  { person, station, action }: Asked,
): Promise<FoundStation> {
  const [row] = await fleetRows(database, { sites: person.sites, station });
  if (row === undefined) return { kind: 'problem', problem: { code: 'not-found' } };
  if (may(person, action, row.site)) return { kind: 'found', row };
  return { kind: 'problem', problem: { code: 'forbidden' } };
}

type StationRequest = Parameters<typeof signedInOf>[0] & {
  readonly params: { readonly station: string };
};

export function asked(request: StationRequest): Pick<Asked, 'person' | 'station'> {
  return { person: signedInOf(request).person, station: request.params.station };
}

/** The office in which whoever asks acts; it writes down who that is. */
export function officeFor(request: FastifyRequest, { fleet }: PeopleParts): HubOffice {
  const { user, name } = signedInOf(request).person;
  return fleet.office.actingAs({ by: { user, name }, address: request.ip });
}
