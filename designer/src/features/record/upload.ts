import { api, bodyOf } from '../../api/client';
import type { Attachment } from '../../api/schema';

/** Adds a file to a case, by a task of it. */
export function addAttachment(caseKey: string, taskKey: string | undefined, file: File): Promise<Attachment> {
  const form = new FormData();
  form.append('file', file);
  if (taskKey !== undefined) form.append('taskKey', taskKey);
  return bodyOf(
    api.POST('/api/cases/{key}/attachments', {
      params: { path: { key: caseKey } },
      body: { file: file.name, ...(taskKey === undefined ? {} : { taskKey }) },
      bodySerializer: () => form,
    }),
  );
}
