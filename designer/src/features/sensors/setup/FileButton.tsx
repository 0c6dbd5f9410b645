import { useRef } from 'react';
import { Button } from '../../../ui/Button';

interface Props {
  label: string;
  /** Ending of the names, such as `.js`. */
  accept: string;
  onText: (text: string, name: string) => void;
}

/** Chooses a file and hands its text on. */
export function FileButton({ label, accept, onText }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="upload" onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        className="hidden-visually"
        tabIndex={-1}
        aria-label={label}
        accept={accept}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void file.text().then((text) => onText(text, file.name));
        }}
      />
    </>
  );
}
