/** Everything people do at the hub. The guard stands before all of it, and before what is added later. */
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { addBalanceOverviewRoutes } from './balance-overview-routes.ts';
import { addBalanceRoutes } from './balance-routes.ts';
import { addBookRoutes } from './book-routes.ts';
import { addBookWritingRoutes } from './book-writing-routes.ts';
import { addCodeRoutes } from './code-routes.ts';
import { addContractRoutes } from './contract-routes.ts';
import { addCostRoutes } from './cost-routes.ts';
import { addCoverageRoutes } from './coverage-routes.ts';
import { addDecisionRoutes } from './decision-routes.ts';
import { addDistributorRoutes } from './distributor-routes.ts';
import { addFaultAnswers } from './fault.ts';
import { addGuard, sendNotFound } from './guard.ts';
import { addLeaseRoutes } from './lease-routes.ts';
import { addLicenceRoutes } from './licence-routes.ts';
import { describeRoutes } from './openapi.ts';
import { addMailRoutes } from './mail-routes.ts';
import { addPageRoutes } from './page-files.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { addRemoteRoutes } from './remote-routes.ts';
import { addRolloutRoutes } from './rollout-routes.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addPlanningRoutes } from './planning-routes.ts';
import { addPlanRoutes } from './plan-routes.ts';
import { addStationRoutes } from './station-routes.ts';
import { addTicketRoutes } from './ticket-routes.ts';
import { addUpdateRoutes } from './update-routes.ts';
import { addUserRoutes } from './user-routes.ts';
import { addWorkRoutes } from './work-routes.ts';
import { addVaultRoutes } from './vault-routes.ts';
import { addWebhookRoutes } from './webhook-routes.ts';

export function addPeopleRoutes(server: PeopleServer, parts: PeopleParts): void {
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  addGuard(server, parts);
  addFaultAnswers(server, parts);
  server.setNotFoundHandler(sendNotFound);
  addDescribedRoutes(server, parts);
  addDescription(server, parts);
  addPageRoutes(server, parts.page);
}

function addDescribedRoutes(server: PeopleServer, parts: PeopleParts): void {
  addSessionRoutes(server, parts);
  addStationRoutes(server, parts);
  addCodeRoutes(server, parts);
  addUserRoutes(server, parts);
  addBalanceOverviewRoutes(server, parts);
  addBalanceRoutes(server, parts);
  addLeaseRoutes(server, parts);
  addCostRoutes(server, parts);
  addBookRoutes(server, parts);
  addBookWritingRoutes(server, parts);
  addDecisionRoutes(server, parts);
  addCoverageRoutes(server, parts);
  addContractRoutes(server, parts);
  addDistributorRoutes(server, parts);
  addLicenceRoutes(server, parts);
  addPlanRoutes(server, parts);
  addUpdateRoutes(server, parts);
  addRolloutRoutes(server, parts);
  addTicketRoutes(server, parts);
  addRemoteRoutes(server, parts);
  addWorkRoutes(server, parts);
  addPlanningRoutes(server, parts);
  addMailRoutes(server, parts);
  addWebhookRoutes(server, parts);
  addVaultRoutes(server, parts);
}

function addDescription(server: PeopleServer, parts: PeopleParts): void {
  let description: Promise<unknown> | undefined;
  server.get('/v1/openapi.json', async (_request, reply) => {
    description ??= describeRoutes((other) => addDescribedRoutes(other, parts), parts.version);
    return reply.send(await description);
  });
}
