import type { ReactNode } from 'react';
import { Icon } from './Icon';
import type { IconName } from './icons';

type Kind = 'plain' | 'info' | 'warning' | 'danger' | 'success';

const icons: Record<Kind, IconName> = {
  plain: 'info',
  info: 'info',
  warning: 'warning',
  danger: 'alert',
  success: 'done',
};

interface Props {
  kind?: Kind;
  icon?: IconName;
  children: ReactNode;
}

/** A notice at the place it belongs to. Errors are read out at once. */
export function Message({ kind = 'plain', icon, children }: Props) {
  return (
    <div className={`message ${kind}`} role={kind === 'danger' ? 'alert' : 'status'}>
      <Icon name={icon ?? icons[kind]} />
      <div>{children}</div>
    </div>
  );
}
