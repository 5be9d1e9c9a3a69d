export type BranchStanding = 'first' | 'enrolled' | 'fork-unexplained' | 'fork-explained';

export interface StandingBranch {
  readonly parentEpoch: number | undefined;
  /** It has the epoch that an enrolment gave. */
  readonly isEnrolment: boolean;
  readonly isExplained: boolean;
}

/**
 * How a branch came to be. One beside another that no enrolment has opened is a fork: two machines
 * with one key, or a disk that was put back.
 */
export function branchStanding({
  parentEpoch,
  isEnrolment,
  isExplained,
}: StandingBranch): BranchStanding {
  if (parentEpoch === undefined) return 'first';
  if (isEnrolment) return 'enrolled';
  return isExplained ? 'fork-explained' : 'fork-unexplained';
}

export function isFork(branch: StandingBranch): boolean {
  const standing = branchStanding(branch);
  return standing === 'fork-unexplained' || standing === 'fork-explained';
}
