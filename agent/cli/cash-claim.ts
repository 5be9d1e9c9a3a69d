/** `tillwarden cash claim`: which program holds the machine, and taking it from one that hangs. */
import { claimSchema, type ClaimView } from '../api/claim-schema.ts';
import type { CashAction, CashDesk } from './cash-action.ts';
import { UsageError } from './command.ts';
import { required } from './values.ts';

export const claimAction: CashAction = {
  usage: 'claim [break PROGRAM --reason TEXT]',
  summary: 'which program holds the machine; break takes it from one that does not let go',
  flags: ['reason'],
  read: ({ words: [move, claimedBy, ...more], flags }) => {
    if (move === undefined) return show;
    if (move !== 'break' || claimedBy === undefined || more.length > 0) {
      throw new UsageError('say claim, or claim break and the program that holds the machine');
    }
    const reason = required(flags.reason, 'why it is taken: --reason TEXT');
    return (desk) => breakClaim(desk, { claimedBy, reason });
  },
};

async function show({ ask, tell }: CashDesk): Promise<number> {
  const claim = await ask({ method: 'GET', path: '/v1/claim', schema: claimSchema });
  tell(claim, claimText(claim));
  return 0;
}

async function breakClaim(
  { ask, tell }: CashDesk,
  body: { readonly claimedBy: string; readonly reason: string },
): Promise<number> {
  const path = '/v1/claim/break';
  const claim = await ask({ method: 'POST', path, body, schema: claimSchema });
  const lost = `${body.claimedBy} holds the machine no longer; what it has begun goes on to its end.`;
  tell(claim, `${lost}\n${claimText(claim)}`);
  return 0;
}

function claimText({ claimedBy, waitingCount }: ClaimView): string {
  const held =
    claimedBy === null ? 'No program holds the machine' : `${claimedBy} holds the machine`;
  return waitingCount === 0 ? `${held}.\n` : `${held}; ${waitingCount} wait for it.\n`;
}
