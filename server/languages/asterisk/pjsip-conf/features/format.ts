export { formatAfterTyping, formatFile } from '../../editing/format.ts';
