export { DefinitionDiagram } from './DefinitionDiagram';
export type { Paint } from './paint';
