/** A q value from 0 to 1000 as in a header: `0.5`; empty for none (q2str). */
export function printedQ(q: number | undefined): string {
  if (q === undefined || q < 0) return '';
  if (q >= 1000) return '1';
  return q === 0 ? '0' : `0.${String(q).padStart(3, '0').replace(/0+$/, '')}`;
}
