export { ChroniclePage } from './ChroniclePage';
