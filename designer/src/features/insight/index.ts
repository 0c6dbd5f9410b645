export { InsightPage } from './InsightPage';
