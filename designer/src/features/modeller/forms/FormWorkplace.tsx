import { Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../api/schema';
import { Loading } from '../../../ui/states';
import { FormEditor, type FormFinding, formPath, type KnownField } from '../../formEditor';
import type { Finding } from '../api';
import { DraftNotices } from '../draft/DraftNotices';
import { SaveLine } from '../draft/SaveLine';
import { attribute } from '../model/extensions';
import { variablesAt } from '../model/variables';
import { useBench } from '../workbench';
import { usesOf } from './usage';

interface Props {
  id: string;
  /** A field to be shown first, as a JSON pointer. */
  place: string | null;
  findings: Finding[];
  others: Person[];
  onBack: () => void;
}

/** The editor of one form of the draft: what is changed there is saved as the drawing is. */
export function FormWorkplace({ id, place, findings, others, onBack }: Props) {
  const { t } = useTranslation();
  const { session, procedure, modeler, forms, readOnly, version } = useBench();
  const path = formPath(id);
  const text = session.text(path) ?? '';
  const { files } = session.current();
  const steps = useMemo(() => [...new Set(usesOf(files, id).map(({ name }) => name))], [files, id]);
  const own = useMemo(
    (): FormFinding[] =>
      findings
        .filter(({ file }) => file === path)
        .map(({ elementId, severity, message }) => ({ place: elementId, severity, message })),
    [findings, path],
  );
  const known = useMemo(() => {
    const before = modeler
      .get('elementRegistry')
      .filter((element) => attribute(element.businessObject, 'zeebe:FormDefinition', 'formId') === id)
      .flatMap((element) => variablesAt(element, forms));
    const byName = new Map<string, KnownField>(
      before.map((variable) => [
        variable.name,
        { ...variable, title: variable.from === '' ? variable.title : `${variable.title} (${variable.from})` },
      ]),
    );
    return [...byName.values()];
    // The drawing says which steps come before; `version` grows with it.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [modeler, forms, id, version]);
  return (
    <Suspense fallback={<Loading text={t('form.loading')} />}>
      <FormEditor
        key={id}
        text={text}
        onChange={(next) => session.change(path, next)}
        readOnly={readOnly}
        findings={own}
        known={known}
        usedBy={steps}
        at={place}
        onBack={onBack}
        status={<SaveLine session={session} />}
        notices={<DraftNotices procedure={procedure} session={session} others={others} />}
      />
    </Suspense>
  );
}
