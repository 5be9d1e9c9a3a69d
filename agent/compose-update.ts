/** The director's orders at the till's border: what comes in is verified here, and decided on by the shell. */
import type { TrustFile } from '../sync/trust/trust-file.ts';
import { verifyBy } from './compose-licence.ts';
import type { Answer } from './core/till/events.ts';
import type { UpdateRequest } from './core/till/update-turn.ts';
import type { EntitlementSource } from './core/vendor-line.ts';

interface OrderParts {
  readonly trust: TrustFile | undefined;
  readonly tell: (request: UpdateRequest) => Promise<Answer>;
}

interface OfferedOrder {
  readonly source: EntitlementSource;
  /** Where its files lie, for one that came on a medium. */
  readonly folder?: string | undefined;
}

/** Verifies an order and hands it to the till; the answer is durable. Rejects with `ShellError`. */
export async function offerOrder(
  text: string,
  { source, folder }: OfferedOrder,
  { trust, tell }: OrderParts,
): Promise<Answer> {
  const verified = await verifyBy(trust, text.trim(), 'director');
  const request =
    verified.kind === 'refused'
      ? ({ kind: 'order-rejected', code: verified.code, source } as const)
      : ({ kind: 'ordered', order: verified.payload, source, folder } as const);
  return tell({ kind: 'update-requested', request });
}
