/**
 * The till tells which parts this computer has, once each time that is not what was told last. It only
 * tells: whether the licence is bound anew is for the hub to judge, by the hashes that it holds itself.
 */
import { compareGenerations } from '../entitlement/licensing.ts';
import { bindingOf, isSameHardware } from '../entitlement/hardware.ts';
import { withLines, type Turn } from './turn.ts';

/** To be called whenever an entitlement has come into force. */
export function withHardwareNoted(turn: Turn): Turn {
  const { licensing } = turn.till;
  const { entitlement, components: hashes = [], hardwareNoted } = licensing;
  const fingerprint = entitlement?.fingerprint;
  const binding = bindingOf(fingerprint, hashes);
  if (entitlement === undefined || fingerprint === undefined || binding.kind === 'unbound') {
    return turn;
  }
  const { licence, generation } = entitlement;
  const isNoted =
    hardwareNoted !== undefined && compareGenerations(hardwareNoted.generation, generation) === 0;
  if (isSameHardware(hashes, isNoted ? hardwareNoted.hashes : fingerprint.hashes)) return turn;
  const { matched, needed } = binding;
  const { salt } = fingerprint;
  const body = { licence: licence.id, generation, matched, needed, salt, hashes };
  const written = withLines(turn, [{ kind: 'hardware-changed', body }]);
  const noted = { ...licensing, hardwareNoted: { generation, hashes } };
  return { ...written, till: { ...written.till, licensing: noted } };
}
