/**
 * What of the till may leave it in a bundle of logs: named fields with codes and numbers in them, and
 * nothing else. What nobody has named here stays at the till, a field of a later release too.
 */

const FIELDS: ReadonlySet<string> = new Set(
  `seq atMs kind saleId payoutId debtId operationId jobId owner ownerId device place state code version
   from to phase stage rollout mode purpose task end cause outcome change control stream session ticket
   number bundle sizeBytes decision amountMinor amountDueMinor insertedMinor changeMinor owedMinor
   paidMinor shortMinor excessMinor roundingMinor returnedMinor keptMinor valueMinor count countMax paid
   currency isForeign isFraud counted expected added taken leg durationMs controlMs bytesIn bytesOut
   isRight triesLeft isUnattended epoch n lease amount left account parts latest step retryAtMs
   untilMs fromMs windows streams platform arch node uptimeSeconds till driver id devices ports sale
   idleExpirySeconds limits nearEmptyCount nearFullCount fullCount floatCount places licence flags clock
   lastCoveredDay newSales graceLeftMs plan durableTo isOnline isReady level time msg body err type`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Codes, ids and versions have no blanks; what somebody has typed nearly always does. */
const CODE = /^[\w.:#/+-]{1,80}$/;

/** Of a value of any shape, what may be shown; undefined where nothing of it may. */
export function redacted(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return CODE.test(value) ? value : undefined;
  if (Array.isArray(value)) return value.map(redacted).filter((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value)
    .filter(([name]) => FIELDS.has(name))
    .map(([name, one]) => [name, redacted(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
}
