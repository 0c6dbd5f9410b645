export { AdministrationPage } from './AdministrationPage';
