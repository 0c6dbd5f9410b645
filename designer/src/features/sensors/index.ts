export { CollectionsPage } from './CollectionsPage';
export { DrivePage } from './DrivePage';
export { SensingPage } from './SensingPage';
