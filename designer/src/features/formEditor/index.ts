import { lazy } from 'react';

/** Making and changing a form; loaded when the first one is opened. */
export const FormEditor = lazy(() => import('./FormEditor'));
/** What differs between two versions of a form, in words. */
export const FormComparison = lazy(() => import('./FormComparison'));
export type { FormFinding, KnownField } from './editor';
export { newForm } from './model/newForm';
export { type FormSummary, formId, formPath, readForm } from './model/summary';
export { retitled } from './model/retitle';
