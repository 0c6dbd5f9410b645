import { useEffect } from 'react';

/** Elements marked `data-region`, in the order of the page, as far as they can be seen. */
function regions(): HTMLElement[] {
  const marked = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  return marked.filter((region) => region.getClientRects().length > 0);
}

function enter(region: HTMLElement): void {
  const inside = region.querySelector<HTMLElement>(
    [
      '[data-region-start]',
      '[aria-current][href]',
      '[tabindex="0"]',
      'a[href]:not([tabindex="-1"])',
      'button:not([tabindex="-1"])',
      'input:not([tabindex="-1"])',
      'select',
      'textarea',
    ].join(', '),
  );
  if (inside !== null) {
    inside.focus();
    return;
  }
  region.tabIndex = -1;
  region.focus();
}

/** F6 goes on to the next region of the page, Shift+F6 back. */
export function useRegions(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || document.querySelector('dialog[open]') !== null) return;
      const all = regions();
      if (all.length === 0) return;
      event.preventDefault();
      const at = all.findIndex((region) => region.contains(document.activeElement));
      const next = at === -1 ? 0 : (at + (event.shiftKey ? -1 : 1) + all.length) % all.length;
      const target = all[next];
      if (target !== undefined) enter(target);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
