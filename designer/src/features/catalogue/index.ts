export { CataloguePage } from './CataloguePage';
export { ProcessPage } from './ProcessPage';
export { StartPage } from './StartPage';
