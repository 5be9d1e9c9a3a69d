import type { ApiServer, ServerParts } from './api-parts.ts';
import { addCashChangerRoutes } from './cash-changer/changer-routes.ts';
import { addCassetteRoutes } from './cassette-routes.ts';
import { addClaimRoutes } from './claim-routes.ts';
import { addCountRoutes } from './count-routes.ts';
import { addDebtRoutes } from './debt-routes.ts';
import { addDecisionRoutes } from './decision-routes.ts';
import { addDepositRoutes } from './deposit-routes.ts';
import { addHelpRoutes } from './help-routes.ts';
import { describeRoutes } from './openapi.ts';
import { addOperationRoutes } from './operation-routes.ts';
import { addOperatorRoutes } from './operator-routes.ts';
import { addPeripheralRoutes } from './peripheral-routes.ts';
import { addReferenceRoutes } from './reference-routes.ts';
import { addSaleRoutes } from './sale-routes.ts';
import { addShiftRoutes } from './shift-routes.ts';
import { addSignInRoutes } from './sign-in-routes.ts';
import { addStatusRoutes } from './status-routes.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addUpdateRoutes } from './update-routes.ts';

/** Every route of `/v1`. */
export function addRoutes(server: ApiServer, parts: ServerParts): void {
  addDescribedRoutes(server, parts);
  addDescription(server, parts);
}

function addDescribedRoutes(server: ApiServer, parts: ServerParts): void {
  addStatusRoutes(server, parts);
  addClaimRoutes(server, parts);
  addCashChangerRoutes(server, parts);
  addSaleRoutes(server, parts);
  addCountRoutes(server, parts);
  addDebtRoutes(server, parts);
  addDepositRoutes(server, parts);
  addOperationRoutes(server, parts);
  addCassetteRoutes(server, parts);
  addShiftRoutes(server, parts);
  addSignInRoutes(server, parts);
  addOperatorRoutes(server, parts);
  addPeripheralRoutes(server, parts);
  addDecisionRoutes(server, parts);
  addUpdateRoutes(server, parts);
  addHelpRoutes(server, parts);
  addSessionRoutes(server, parts);
  addReferenceRoutes(server);
}

function addDescription(server: ApiServer, parts: ServerParts): void {
  let description: Promise<unknown> | undefined;
  server.get('/v1/openapi.json', { config: { isOpen: true } }, async (_request, reply) => {
    description ??= describeRoutes((other) => addDescribedRoutes(other, parts), parts.version);
    return reply.send(await description);
  });
}
