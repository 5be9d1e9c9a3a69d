import type { ComponentChildren, JSX } from 'preact';

export interface ActionButtonProps {
  readonly tone?: 'plain' | 'primary' | 'danger';
  readonly size?: 'normal' | 'large';
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

/** A button large enough for a thumb in a hurry. */
export function ActionButton(props: ActionButtonProps): JSX.Element {
  const { tone = 'plain', size = 'normal', isDisabled = false, onPress, children } = props;
  return (
    <button
      type="button"
      class={`button button-${tone} button-${size}`}
      disabled={isDisabled}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
