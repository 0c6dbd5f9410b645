import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon } from './Icon';
import type { IconName } from './icons';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'outline' | 'main' | 'plain' | 'danger';
  icon?: IconName;
  /** Single key that does the same, shown on the button. */
  shortcut?: string;
  small?: boolean;
  /** Why it cannot be used now. The button stays focusable and says so. */
  blocked?: string | null;
  children: ReactNode;
}

/** A button with words. One that is blocked stays visible and tells the reason. */
export function Button({
  kind = 'outline',
  icon,
  shortcut,
  small,
  blocked,
  children,
  onClick,
  className,
  ...rest
}: Props) {
  const classes = ['button', kind === 'outline' ? '' : kind, small === true ? 'small-button' : '', className ?? ''];
  const refused = blocked != null;
  return (
    <button
      type="button"
      {...rest}
      className={classes.filter(Boolean).join(' ')}
      aria-disabled={refused || undefined}
      title={refused ? blocked : rest.title}
      onClick={refused ? (event) => event.preventDefault() : onClick}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {refused && <span className="hidden-visually">. {blocked}</span>}
      {shortcut !== undefined && <kbd aria-hidden="true">{shortcut}</kbd>}
    </button>
  );
}

interface IconProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  /** Name for screen readers and tooltip. */
  label: string;
  size?: 16 | 20 | 24;
  compact?: boolean;
}

/** A known tool shown by its symbol alone. */
export function IconButton({ icon, label, size = 20, compact, className, ...rest }: IconProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={['icon-button', compact === true ? 'compact' : '', className ?? ''].filter(Boolean).join(' ')}
    >
      <Icon name={icon} size={size} />
    </button>
  );
}
