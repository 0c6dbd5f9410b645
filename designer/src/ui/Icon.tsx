import { iconPath, type IconName } from './icons';

interface Props {
  name: IconName;
  /** 16 in rows, 20 elsewhere, 24 in the header. */
  size?: 16 | 20 | 24 | 40;
}

/** An outline icon. It is decoration: a word stands beside it, or the control around it has a name. */
export function Icon({ name, size = 20 }: Props) {
  return (
    <svg className="icon" viewBox="0 -960 960 960" width={size} height={size} aria-hidden="true" focusable="false">
      <path d={iconPath(name)} />
    </svg>
  );
}
