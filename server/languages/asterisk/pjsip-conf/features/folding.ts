export { foldingOf } from '../../editing/folding.ts';
