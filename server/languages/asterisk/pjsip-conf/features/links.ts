export { includesOf, linksOf } from '../../editing/includes.ts';
