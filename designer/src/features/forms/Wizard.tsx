import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/Icon';
import type { FormPage } from './pages';

const signs = { done: 'done', current: 'edit', open: 'circle' } as const;

interface Props {
  pages: FormPage[];
  index: number;
  onGo: (index: number) => void;
  heading: Ref<HTMLHeadingElement>;
}

/** How far the form is: its pages with a way back to those already filled in, and the heading of the present one. */
export function WizardHead({ pages, index, onGo, heading }: Props) {
  const { t } = useTranslation();
  const position = t('form.step', { number: index + 1, count: pages.length });
  return (
    <div className="wizard-head">
      <ol className="wizard-steps" aria-label={t('form.pages')}>
        {pages.map((page, at) => (
          <li key={page.name} className={page.state} aria-current={page.state === 'current' ? 'step' : undefined}>
            <Icon name={signs[page.state]} />
            {page.state === 'done' ? (
              <button type="button" className="link-button" onClick={() => onGo(at)}>
                {page.title}
              </button>
            ) : (
              <span>{page.title}</span>
            )}
            <span className="hidden-visually"> ({t(`form.pageState.${page.state}`)})</span>
          </li>
        ))}
      </ol>
      <h3 ref={heading} tabIndex={-1}>
        <small>{position}</small> {pages[index]?.title}
      </h3>
      <div className="wizard-bar" aria-hidden="true">
        <i style={{ width: `${((index + 1) / pages.length) * 100}%` }} />
      </div>
    </div>
  );
}
