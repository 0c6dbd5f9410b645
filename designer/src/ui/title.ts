import { createContext, useContext, useEffect } from 'react';

export const TitleContext = createContext<(title: string) => void>(() => undefined);

/** Names the page: in the browser's title and, on a phone, in the header. */
export function useTitle(title: string): void {
  const setTitle = useContext(TitleContext);
  useEffect(() => {
    document.title = `${title} · Kommune.Workflow`;
    setTitle(title);
  }, [title, setTitle]);
}
