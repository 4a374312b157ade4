/** Text for SVG and other XML; characters that XML does not allow become question marks. */
export function escapedForXml(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '?',
    )
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** Mermaid has a meaning for `#` and `;`, and the page that shows it reads HTML: everything doubtful becomes an entity. */
export function escapedForMermaid(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .replace(/[#;<>&"'`{}\\%[\]()|]/g, character => `#${character.charCodeAt(0)};`);
}
