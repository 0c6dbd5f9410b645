export { CollectionsPage } from './CollectionsPage';
export { DrivePage } from './DrivePage';
