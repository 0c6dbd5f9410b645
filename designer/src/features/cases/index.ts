export { CaseStateBadge } from './CaseStateBadge';
export { CasesPage } from './CasesPage';
