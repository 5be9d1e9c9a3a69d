/** The licence at the till's border: what comes in is verified here, and decided on by the shell. */
import type { Clock, Timer } from '../hardware/kit/clock.ts';
import type { DocumentKind } from '../sync/trust/documents.ts';
import { refuse } from '../sync/trust/token.ts';
import type { TrustFile } from '../sync/trust/trust-file.ts';
import { verifySignedTime, type TimeQuestion } from '../sync/trust/signed-time.ts';
import { verifyDocument } from '../sync/trust/verify-document.ts';
import { readOfferedLicence, removeOfferedLicence } from './config/offered-licence.ts';
import type { Answer, HeldEntitlement, VendorRequest } from './core/till/events.ts';
import type { EntitlementSource } from './core/vendor-line.ts';
import { ShellError } from './shell/shell-error.ts';

/** How often the agent looks whether somebody has laid a licence down. */
const LOOK_MS = 5_000;

export interface LicenceParts {
  /** Undefined: this installation has no trust file, and nothing signed can be believed. */
  readonly trust: TrustFile | undefined;
  readonly tell: (request: VendorRequest) => Promise<Answer>;
  readonly clock: Clock;
}

/** Looks again at the document the store holds. */
export async function heldEntitlement(
  document: string | undefined,
  trust: TrustFile | undefined,
): Promise<HeldEntitlement | undefined> {
  if (document === undefined) return undefined;
  const verified = await verifyEntitlement(document, trust);
  return verified.kind === 'verified'
    ? { kind: 'verified', entitlement: verified.payload }
    : { kind: 'refused', reason: verified.code };
}

/** Verifies a licence and hands it to the till; the answer is durable. Rejects with `ShellError`. */
export async function offerEntitlement(
  text: string,
  source: EntitlementSource,
  { trust, tell }: Omit<LicenceParts, 'clock'>,
): Promise<Answer> {
  const document = text.trim();
  const verified = await verifyEntitlement(document, trust);
  return verified.kind === 'verified'
    ? tell({ kind: 'entitlement-offered', entitlement: verified.payload, document, source })
    : tell({ kind: 'entitlement-rejected', reason: verified.code, source });
}

/** Verifies what the till may promise offline and hands it to the till. Rejects with `ShellError`. */
export async function offerLease(
  document: string,
  { trust, tell }: Omit<LicenceParts, 'clock'>,
): Promise<Answer> {
  const verified = await verifyBy(trust, document, 'lease');
  if (verified.kind === 'refused') return { kind: 'lease-refused', reason: verified.code };
  const { id, station, account, amount } = verified.payload;
  return tell({ kind: 'lease-offered', lease: { id, account, amount }, station });
}

/** Takes a signed time in, if it answers the question; one that does not is nobody's time. */
export async function offerTime(
  document: string,
  question: TimeQuestion,
  { trust, tell, clock }: LicenceParts,
): Promise<'taken' | 'refused'> {
  const clockMs = clock.wallMs();
  if (trust === undefined) return 'refused';
  const verified = await verifySignedTime(document, question, trust);
  if (verified.kind === 'refused') return 'refused';
  await tell({
    kind: 'time-signed',
    signed: { timeMs: Date.parse(verified.payload.issuedAt), clockMs },
  });
  return 'taken';
}

/** Takes in licences that are laid down in the station's folder, as long as it is not disposed. */
export class LicenceInbox implements AsyncDisposable {
  readonly #parts: LicenceParts;
  readonly #folder: string;
  readonly #onFault: (cause: unknown) => void;
  #timer: Timer | undefined;
  #looking: Promise<void> = Promise.resolve();
  #isClosed = false;
  /** Where it cannot be taken away it is dealt with once all the same. */
  #handled: string | undefined;

  constructor(parts: LicenceParts, folder: string, onFault: (cause: unknown) => void) {
    this.#parts = parts;
    this.#folder = folder;
    this.#onFault = onFault;
  }

  /** Looks at once, and then every so often; resolves when the first look is over. */
  async start(): Promise<void> {
    this.#looking = this.#look();
    await this.#looking;
    this.#lookLater();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#looking;
  }

  #lookLater(): void {
    if (this.#isClosed) return;
    this.#timer = this.#parts.clock.startTimer(LOOK_MS, () => {
      this.#looking = this.#look().then(() => this.#lookLater());
    });
  }

  async #look(): Promise<void> {
    try {
      const document = readOfferedLicence(this.#folder);
      if (document === undefined || document === this.#handled) return;
      await offerEntitlement(document, 'file', this.#parts);
      this.#handled = document;
      removeOfferedLicence(this.#folder, document);
    } catch (cause) {
      // Closing: it is still there at the next start.
      if (!(cause instanceof ShellError)) this.#onFault(cause);
    }
  }
}

function verifyEntitlement(document: string, trust: TrustFile | undefined) {
  return verifyBy(trust, document, 'entitlement');
}

async function verifyBy<Kind extends DocumentKind>(
  trust: TrustFile | undefined,
  document: string,
  kind: Kind,
) {
  return trust === undefined
    ? refuse('uncertified-key', 'this installation has no trust file')
    : verifyDocument(document, kind, trust);
}
