import type { RolloutRefusal } from '../../sync/hub/rollouts/rollout-desk.ts';

const WORDS: Readonly<Record<RolloutRefusal, string>> = {
  'wrong-state': 'it is not in a state for that: see hub rollout list',
  'own-rollout': 'whoever made it cannot approve it: somebody else has to, on the hub’s page',
  nameless: 'say who you are: --as USER',
  yanked: 'its release was withdrawn',
  'no-such-rollout': 'there is no such rollout: see hub rollout list',
  'release-unknown': 'nothing of that channel and version is published: see hub release list',
  'nobody-picked': 'one of its groups picks no till at all: look at its tags, sites and partners',
  'below-security-floor': 'it is below the security floor of its channel',
};

/** Why the hub did not do it. */
export function rolloutRefusalText(code: RolloutRefusal): string {
  return `Not done (${code}): ${WORDS[code]}\n`;
}
