export type BranchStanding = 'first' | 'enrolled' | 'fork-unexplained' | 'fork-explained';

export interface StandingBranch {
  readonly epoch: number;
  readonly parentEpoch: number | undefined;
  readonly isExplained: boolean;
}

/**
 * How a branch came to be. One beside another that no enrolment has opened is a fork: two machines
 * with one key, or a disk that was put back. That of the last enrolment has the epoch given there.
 */
export function branchStanding(
  { epoch, parentEpoch, isExplained }: StandingBranch,
  enrolmentEpoch: number,
): BranchStanding {
  if (parentEpoch === undefined) return 'first';
  if (epoch === enrolmentEpoch) return 'enrolled';
  return isExplained ? 'fork-explained' : 'fork-unexplained';
}
