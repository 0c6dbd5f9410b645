export { DefinitionDiagram, ModelDiagram } from './DefinitionDiagram';
export type { Paint } from './paint';
