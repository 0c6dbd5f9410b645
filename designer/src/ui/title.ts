import { createContext, useContext, useEffect } from 'react';

let anyPageShown = false;

/** After a link inside a page was followed, reading goes on at the new page and not at the top of the frame. */
function keepFocusInPage(): void {
  const lost = document.activeElement === null || document.activeElement === document.body;
  if (anyPageShown && lost) document.getElementById('inhalt')?.focus({ preventScroll: true });
  anyPageShown = true;
}

export const TitleContext = createContext<(title: string) => void>(() => undefined);

/** Names the page: in the browser's title and, on a phone, in the header (there `short`, if given). Null leaves it as it is. */
export function useTitle(title: string | null, short?: string): void {
  const setTitle = useContext(TitleContext);
  useEffect(() => {
    if (title === null) return;
    document.title = `${title} · Kommune.Workflow`;
    setTitle(short ?? title);
    keepFocusInPage();
  }, [title, short, setTitle]);
}
