/** Access data of customers' systems: sealed, listed by label, and read one by one for a reason. */
import type { FastifyRequest } from 'fastify';
import { vaultEntries, vaultEntryById, vaultNotes, type VaultEntry } from '../store/vault.ts';
import { may, type Action } from '../users/roles.ts';
import { readVault, removeFromVault, writeVault, type VaultDoer } from '../vault/vault.ts';
import { problemOfCustomer } from './customer-for.ts';
import { signedInOf } from './guard.ts';
import {
  oneVaultEntrySchema,
  readingBodySchema,
  readingSchema,
  removalQuerySchema,
  secretParamsSchema,
  vaultAuditSchema,
  vaultBodySchema,
  vaultSchema,
  type VaultEntryView,
} from './mail-schema.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import { errorSchema, nothingSchema } from './schema.ts';

const tags = ['vault'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };
const params = secretParamsSchema;

/** An entry with all the fields it may have. */
const ENTRY_MAX_BYTES = 512 * 1_024;

export function addVaultRoutes(server: PeopleServer, parts: PeopleParts): void {
  addLists(server, parts);
  addWriting(server, parts);
  addReading(server, parts);
}

function addLists(server: PeopleServer, parts: PeopleParts): void {
  const list = {
    tags,
    summary: 'What there is, by its label; nothing of it is opened.',
    response: { 200: vaultSchema, ...problems },
  };
  server.get('/v1/vault', { schema: list }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'read-vault')) return sendProblem(reply, { code: 'forbidden' });
    const seen: VaultEntryView[] = [];
    for (const entry of await vaultEntries(parts.database)) {
      const asked = { person, customer: entry.customer, action: 'read-vault' } as const;
      if ((await problemOfCustomer(parts, asked)) === undefined) seen.push(entryView(entry));
    }
    return reply.send({ hasKey: parts.keys !== undefined, entries: seen });
  });
  const audit = {
    tags,
    summary: 'Who wrote and read what, when, and why; the newest first.',
    response: { 200: vaultAuditSchema, ...problems },
  };
  server.get('/v1/vault-audit', { schema: audit }, async (request, reply) => {
    if (!may(signedInOf(request).person, 'read-audit')) {
      return sendProblem(reply, { code: 'forbidden' });
    }
    const notes = await vaultNotes(parts.database);
    return reply.send({
      notes: notes.map(({ atMs, act, about, name: by, address, ...why }) => {
        const { entry: secret, customer, label, version } = about;
        const what = { secret, customer, label, version };
        const { reason, ticket, ticketNumber } = why;
        const at = new Date(atMs).toISOString();
        return { at, act, ...what, by, address, reason, ticket, ticketNumber };
      }),
    });
  });
}

function addWriting(server: PeopleServer, parts: PeopleParts): void {
  const write = {
    tags,
    summary: 'Seal access data under a label; what was there before is replaced.',
    params,
    body: vaultBodySchema,
    response: { 200: oneVaultEntrySchema, ...problems },
  };
  const options = { schema: write, bodyLimit: ENTRY_MAX_BYTES };
  server.put('/v1/vault/:secret', options, async (request, reply) => {
    const { secret: entry } = request.params;
    const { person } = signedInOf(request);
    const { customer } = request.body;
    const asked = { person, action: 'write-vault' } as const;
    const problem = await problemOfCustomer(parts, { ...asked, customer });
    if (problem !== undefined) return sendProblem(reply, problem);
    const before = await vaultEntryById(parts.database, entry);
    if (before !== undefined && before.customer !== customer) {
      return sendProblem(reply, { code: 'id-taken' });
    }
    if (parts.keys === undefined) return sendProblem(reply, { code: 'vault-key-missing' });
    const writing = { entry, ...request.body, site: request.body.site };
    const written = await writeVault(partsOf(parts, parts.keys), writing, doerOf(request));
    if (written === undefined) return sendProblem(reply, { code: 'vault-changed' });
    return reply.send({ entry: entryView(written) });
  });
  const remove = {
    tags,
    summary: 'Take an entry out of the vault; that it was there stays in the audit.',
    params,
    querystring: removalQuerySchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.delete('/v1/vault/:secret', { schema: remove }, async (request, reply) => {
    const found = await entryFor(parts, request, 'write-vault');
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const nowMs = (): number => parts.clock.wallMs();
    const { database } = parts;
    const removal = { entry: found.entry.entry, seen: request.query.seen };
    const isRemoved = await removeFromVault({ database, nowMs }, removal, doerOf(request));
    return isRemoved ? reply.send({}) : sendProblem(reply, { code: 'vault-changed' });
  });
}

function addReading(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Open an entry; who, when and why is written down before it is shown.',
    params,
    body: readingBodySchema,
    response: { 200: readingSchema, ...problems },
  };
  server.post('/v1/vault/:secret/reading', { schema }, async (request, reply) => {
    const found = await entryFor(parts, request, 'read-vault');
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    if (parts.keys === undefined) return sendProblem(reply, { code: 'vault-key-missing' });
    const reading = { entry: found.entry.entry, ...request.body };
    const opened = await readVault(partsOf(parts, parts.keys), reading, doerOf(request));
    if (opened === undefined) return sendProblem(reply, { code: 'not-found' });
    return reply.send({ entry: entryView(opened.entry), fields: opened.fields });
  });
}

type FoundEntry =
  | { readonly kind: 'found'; readonly entry: VaultEntry }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** An entry of a customer whom somebody does not see is not there. */
async function entryFor(
  parts: PeopleParts,
  request: FastifyRequest & { readonly params: { readonly secret: string } },
  action: Action,
): Promise<FoundEntry> {
  const entry = await vaultEntryById(parts.database, request.params.secret);
  if (entry === undefined) return { kind: 'problem', problem: { code: 'not-found' } };
  const { person } = signedInOf(request);
  const { customer } = entry;
  const problem = await problemOfCustomer(parts, { person, customer, action });
  return problem === undefined ? { kind: 'found', entry } : { kind: 'problem', problem };
}

function partsOf({ database, clock }: PeopleParts, keys: NonNullable<PeopleParts['keys']>) {
  return { database, keys, nowMs: (): number => clock.wallMs() };
}

function doerOf(request: FastifyRequest): VaultDoer {
  const { user, name } = signedInOf(request).person;
  return { user, name, address: request.ip };
}

function entryView(entry: VaultEntry): VaultEntryView {
  const { customer, site, label, version, writtenAtMs, writtenBy } = entry;
  const writtenAt = new Date(writtenAtMs).toISOString();
  return { secret: entry.entry, customer, site, label, version, writtenAt, writtenBy };
}
