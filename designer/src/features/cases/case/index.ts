export { CasePage } from './CasePage';
export { DefinitionDiagram } from './DefinitionDiagram';
