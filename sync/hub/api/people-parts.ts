import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { HubOffice } from '../hub-office.ts';
import type { HubEvent } from '../hub-parts.ts';
import type { HubVendor } from '../licences/vendor.ts';
import type { MailSettings } from '../mail/mail-settings.ts';
import type { Person } from '../users/person.ts';
import type { SignInParts } from '../users/sign-in.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { AllowedAddresses } from '../webhooks/outside-address.ts';
import type { PageFile } from './page-files.ts';

/** What people do to the fleet; a live socket hears of it at once. */
export interface FleetControls {
  readonly office: HubOffice;
  readonly isConnected: (station: string) => boolean;
  /** Cuts the streams of a remote session at once. */
  readonly cut: (session: string) => void;
}

/** What the people's side of the hub works with. */
export interface PeopleParts extends SignInParts {
  readonly fleet: FleetControls;
  readonly page: readonly PageFile[] | undefined;
  readonly isTls: boolean;
  /** What the hub can sign and send licences with. */
  readonly vendor: HubVendor | undefined;
  /** The keys that vouch for this hub's licences are no secret. */
  readonly isDemo: boolean;
  readonly version: string;
  /** The keys of the vault; absent where the hub was given none. */
  readonly keys?: (() => Keyring) | undefined;
  readonly webhookAllowed?: AllowedAddresses | undefined;
  /** How mail goes; absent where the hub was not told. */
  readonly mail?: Pick<MailSettings, 'from' | 'imap'> | undefined;
  readonly stopping: AbortSignal;
  readonly onEvent: (event: HubEvent) => void;
  readonly onError: (cause: unknown) => void;
}

export type PeopleServer = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Whoever is signed in, and how. */
export interface SignedIn {
  readonly person: Person;
  readonly token: string;
  readonly endsAtMs: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard for every route that is not open. */
    signedIn: SignedIn | undefined;
  }
  interface FastifyContextConfig {
    /**
     * Who is let in without a session: `machines` bring their own proof and no cookie; `open` is for
     * people who are about to sign in. A route that says nothing is for those who are signed in.
     */
    door?: 'machines' | 'open';
  }
}
