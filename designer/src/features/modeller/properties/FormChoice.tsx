import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/Button';
import { SelectField } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import type { Drawn } from '../canvas/types';
import { attribute } from '../model/extensions';
import { useBench } from '../workbench';
import { Question } from './Fields';
import { FormPreview } from './FormPreview';
import { NewForm } from '../forms/NewForm';

const definition = 'zeebe:FormDefinition';

/** Mit welchem Formular? */
export function FormQuestion({ element, title }: { element: Drawn; title: string }) {
  const { t } = useTranslation();
  const { writer, forms, openForm } = useBench();
  const [creating, setCreating] = useState(false);
  const [showing, setShowing] = useState(false);
  const chosen = attribute(element.businessObject, definition, 'formId');
  const isKnown = chosen === '' || forms.some(({ id }) => id === chosen);
  const choose = (formId: string) => writer.setExtension(element, element.businessObject, definition, { formId });
  return (
    <Question title={title}>
      <div className="row-line">
        <div className="grow">
          <SelectField
            label={t('modeller.form.which')}
            value={chosen}
            error={isKnown ? null : t('modeller.form.missing', { id: chosen })}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">{t('modeller.form.none')}</option>
            {forms.map((form) => (
              <option key={form.id} value={form.id}>
                {form.title}
              </option>
            ))}
            {!isKnown && <option value={chosen}>{chosen}</option>}
          </SelectField>
        </div>
        {chosen !== '' && isKnown && (
          <IconButton icon="eye" compact label={t('modeller.form.show')} onClick={() => setShowing(true)} />
        )}
      </div>
      {chosen !== '' && isKnown && (
        <button type="button" className="link-button with-icon" data-form={chosen} onClick={() => openForm(chosen)}>
          <Icon name="edit" size={16} />
          {t('formEditor.forms.edit')}
        </button>
      )}
      <button type="button" className="link-button with-icon" onClick={() => setCreating(true)}>
        <Icon name="add" size={16} />
        {t('formEditor.forms.new')}
      </button>
      {showing && <FormPreview id={chosen} onClose={() => setShowing(false)} />}
      {creating && (
        <NewForm name={element.businessObject.name ?? ''} onClose={() => setCreating(false)} onCreated={choose} />
      )}
    </Question>
  );
}
