/** Whether a new program does its work as the one before it did (updates.md, "health window"). */

/** How things stood when the program before made way, or stand now. */
export interface Working {
  /** The devices that answered. */
  readonly devicesUp: readonly string[];
  readonly isHubReached: boolean;
  /** Nobody answers where the hub is: the till is known to be offline. */
  readonly isLineDown?: boolean | undefined;
}

export type Ailment =
  | { readonly kind: 'device-down'; readonly device: string }
  /** It was reached before; one that was out of reach then, or is with the line, proves nothing now. */
  | { readonly kind: 'hub-not-reached' };

/**
 * What is still missing. That the store has opened and the local API is up, the caller knows: it
 * could not ask otherwise. A device that left the configuration is missed by nobody.
 */
export function ailments(
  before: Working | undefined,
  now: Working,
  configured: readonly string[],
): readonly Ailment[] {
  if (before === undefined) return [];
  const down = before.devicesUp.filter(
    (device) => configured.includes(device) && !now.devicesUp.includes(device),
  );
  const isHubMissing = before.isHubReached && !now.isHubReached && now.isLineDown !== true;
  return [
    ...down.map((device) => ({ kind: 'device-down', device }) as const),
    ...(isHubMissing ? [{ kind: 'hub-not-reached' } as const] : []),
  ];
}
