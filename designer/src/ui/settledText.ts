import { useEffect, useRef, useState } from 'react';

const settleMs = 300;

/** A text field that tells its value a moment after typing, and follows the value when it is changed elsewhere. */
export function useSettledText(value: string, onSettled: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const settled = useRef(onSettled);
  useEffect(() => {
    settled.current = onSettled;
  });
  if (value !== known) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => settled.current(text.trim()), settleMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  return [text, setText];
}
