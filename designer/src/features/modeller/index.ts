import { lazy } from 'react';

/** Beginning a procedure and going on with drafts, for the list of processes. */
export { EditProcedure } from './catalogue/EditProcedure';
export { OpenProcedure } from './catalogue/OpenProcedure';
/** The page; the drawing library is loaded when it is first shown. */
export const ModellerPage = lazy(async () => ({ default: (await import('./ModellerPage')).ModellerPage }));
