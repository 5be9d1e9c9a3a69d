/** Stands before everything that a demo root vouches for. */
export function demoBanner(isDemo: boolean): string {
  return isDemo ? 'DEMO: these keys are no secret and prove nothing.\n' : '';
}
