import { type ReactNode, useEffect, useRef } from 'react';

/** A table that scrolls sideways where it is wider than its place; only then it is a stop for the keyboard. */
export function TableScroll({ label, children }: { label: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const scroller = place.current;
    if (scroller === null) return;
    const watch = new ResizeObserver(() => {
      if (scroller.scrollWidth > scroller.clientWidth) scroller.tabIndex = 0;
      else scroller.removeAttribute('tabindex');
    });
    watch.observe(scroller);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={place} className="table-scroll" role="region" aria-label={label}>
      {children}
    </div>
  );
}
