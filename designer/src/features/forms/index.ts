import { lazy } from 'react';

/** The form of a task or a start; the form library is loaded when the first form is shown. */
export const SurveyForm = lazy(() => import('./SurveyForm'));
export type { FormFault } from './formModel';
export type { SurveyFormHandle } from './SurveyForm';
export { FaultSummary } from './FaultSummary';
