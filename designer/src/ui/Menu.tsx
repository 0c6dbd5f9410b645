import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';

export interface MenuItem {
  id: string;
  label: ReactNode;
  onSelect: () => void;
  /** Why it cannot be chosen now; shown under the label. */
  blocked?: string | null;
}

interface Props {
  /** Renders the button that opens the menu. */
  trigger: (wiring: { 'aria-haspopup': 'menu'; 'aria-expanded': boolean; onClick: () => void }) => ReactNode;
  label: string;
  items: MenuItem[];
  up?: boolean;
}

/** A menu under a button: arrows walk, Escape closes and returns. */
export function Menu({ trigger, label, items, up }: Props) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return;
    anchor.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && anchor.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    const triggers = [...(anchor.current?.querySelectorAll<HTMLElement>('[aria-haspopup]') ?? [])];
    triggers.find((button) => button.getClientRects().length > 0)?.focus();
  };
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!open) return;
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.stopPropagation();
      close();
      return;
    }
    const entries = [...(anchor.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    entries[(at + step + entries.length) % entries.length]?.focus();
  };
  return (
    <div className="menu-anchor" ref={anchor} onKeyDown={walk} role="presentation">
      {trigger({ 'aria-haspopup': 'menu', 'aria-expanded': open, onClick: () => setOpen(!open) })}
      {open && (
        <div className={up === true ? 'menu up' : 'menu'} role="menu" aria-label={label}>
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-disabled={item.blocked != null || undefined}
              onClick={() => {
                if (item.blocked != null) return;
                close();
                item.onSelect();
              }}
            >
              <span>
                {item.label}
                {item.blocked != null && <small>{item.blocked}</small>}
              </span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
