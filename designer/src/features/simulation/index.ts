export { SimulationPage } from './SimulationPage';
