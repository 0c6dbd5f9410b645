export { IdeaPage } from './IdeaPage';
export { IdeasPage } from './IdeasPage';
export { NewIdeaPage } from './NewIdeaPage';
