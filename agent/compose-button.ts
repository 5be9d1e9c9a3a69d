/** The help button of a till that has one: on a port of its own, and nothing depends on it. */
import type { Clock } from '../hardware/kit/clock.ts';
import type { HidBus } from '../hardware/kit/hid-bus.ts';
import { eightNoneOne } from '../hardware/kit/serial-transport.ts';
import type { Plan } from './core/contract/plan.ts';
import { plansInForce } from './core/contract/held-plans.ts';
import { byteTransport } from './compose-ports.ts';
import type { Config } from './config/config.ts';
import { ShellError } from './shell/shell-error.ts';
import type { Shell } from './shell/shell.ts';
import { HelpButton } from './support/help-button.ts';

/** Pressed again within this time while the call is open, it is the same call. */
const SAME_CALL_MS = 60_000;

interface ButtonAround {
  readonly clock: Clock;
  readonly press: () => void;
}

interface ButtonSite {
  readonly config: Pick<Config, 'support'>;
  readonly hidBus?: HidBus | undefined;
}

/** Undefined where none is configured. Throws `ConfigError` for one that can be no button. */
export function planButton({
  config,
  hidBus: bus,
}: ButtonSite): ((around: ButtonAround) => HelpButton) | undefined {
  const { helpButton } = config.support;
  if (helpButton === undefined) return undefined;
  const { transport } = helpButton;
  const transportOf = byteTransport(eightNoneOne, {
    config: { id: 'help-button', transport },
    bus,
  });
  return ({ clock, press }) => new HelpButton({ transport: transportOf(clock), clock, press });
}

/** Asks for help in the name of whoever stands at the till. */
export function askForHelp(shell: Shell, plans: readonly Plan[]): void {
  const request = {
    kind: 'help-asked',
    question: { client: 'help-button', caller: 'cashier' },
    plans: plansInForce(plans, shell.till.plans),
    sameForMs: SAME_CALL_MS,
  } as const;
  shell.ask({ kind: 'support-requested', request }).catch((cause: unknown) => {
    // A till that ends takes no calls any more.
    if (!(cause instanceof ShellError)) throw cause;
  });
}
