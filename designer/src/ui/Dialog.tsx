import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';

interface Props {
  title: string;
  size?: 'normal' | 'wide' | 'huge';
  onClose: () => void;
  /** With it the dialog is a form, sent by Enter. */
  onSubmit?: () => void;
  children: ReactNode;
}

/** A modal question: focus stays inside, Escape cancels, focus returns to where it was. */
export function Dialog({ title, size = 'normal', onClose, onSubmit, children }: Props) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const before = document.activeElement;
    const dialog = ref.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const content = (
    <>
      <header>
        <h2 id={titleId}>{title}</h2>
        <IconButton icon="close" label={t('common.close')} compact onClick={onClose} />
      </header>
      {children}
    </>
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <dialog
      ref={ref}
      className={`dialog ${size}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {onSubmit === undefined ? (
        <div className="dialog-body">{content}</div>
      ) : (
        <form noValidate onSubmit={submit}>
          {content}
        </form>
      )}
    </dialog>
  );
}
