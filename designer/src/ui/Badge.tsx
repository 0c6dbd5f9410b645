import type { ReactNode } from 'react';
import { Icon } from './Icon';
import type { IconName } from './icons';

export type Tone = 'neutral' | 'action' | 'warning' | 'danger' | 'success';

interface Props {
  icon?: IconName;
  tone?: Tone;
  children: ReactNode;
}

/** A state as sign and word; the colour only repeats it. */
export function Badge({ icon, tone = 'neutral', children }: Props) {
  return (
    <span className={`badge ${tone}`}>
      {icon !== undefined && <Icon name={icon} size={16} />}
      {children}
    </span>
  );
}
