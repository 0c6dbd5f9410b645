import { Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../../../api/schema';
import { Dialog } from '../../../ui/Dialog';
import { Loading } from '../../../ui/states';
import { SurveyForm } from '../../forms';
import { useBench } from '../workbench';

const nothingFilledIn: JsonObject = {};

/** The form as the person who works with it will see it. */
export function FormPreview({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { session, forms } = useBench();
  const text = session.text(`forms/${id}.form.json`) ?? '{}';
  const form = useMemo(() => ({ id, schema: JSON.parse(text) as JsonObject }), [id, text]);
  return (
    <Dialog title={forms.find((one) => one.id === id)?.title ?? id} size="wide" onClose={onClose}>
      <Suspense fallback={<Loading text={t('form.loading')} />}>
        <SurveyForm form={form} data={nothingFilledIn} />
      </Suspense>
    </Dialog>
  );
}
