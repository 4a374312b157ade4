const SVG = 'http://www.w3.org/2000/svg';

/** Makes an SVG element. Text of files becomes content or the value of an attribute, never markup. */
export type MakeSvg = <Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
) => SVGElementTagNameMap[Name];

export function svgMaker(document: Document): MakeSvg {
  return (name, attributes, text) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    if (text !== undefined) made.textContent = text;
    return made;
  };
}

/** A text of at most this many characters, with an ellipsis if it is cut. */
export function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/**
 * Names a part of a picture: first by the texts that it shows, since people who control the computer by voice say those, then
 * by what the texts leave out.
 */
export function nameByTexts(part: SVGElement, rest: string): void {
  const texts = [...part.querySelectorAll('text')];
  const shown = texts.map(text => text.textContent).join(' ');
  part.setAttribute('aria-label', `${shown}${rest}`);
  // Programs that join the texts need a space between them; outside of a text, none is drawn.
  for (const text of texts) text.after(' ');
}
