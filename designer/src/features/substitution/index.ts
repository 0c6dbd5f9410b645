export { SubstitutionPage } from './SubstitutionPage';
