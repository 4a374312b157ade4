import type { RouteMap } from '../../../server/languages/routeMap.ts';

/** The map as text: each block with what it does, with a button for every place. Text goes through `textContent` only. */
export function listOf(document: Document, map: RouteMap, go: (place: number) => void): HTMLLIElement[] {
  const button = (text: string, place: number): HTMLButtonElement => {
    const made = document.createElement('button');
    made.className = 'link';
    made.textContent = text;
    made.addEventListener('click', () => go(place));
    return made;
  };
  const lineOf = (place: number) => `line ${(map.places[place]?.line ?? 0) + 1}`;
  const item = (text: string, places: readonly number[]): HTMLLIElement => {
    const made = document.createElement('li');
    made.append(document.createTextNode(`${text}: `));
    places.forEach((place, index) => {
      if (index > 0) made.append(document.createTextNode(', '));
      made.append(button(lineOf(place), place));
    });
    return made;
  };
  return map.boxes.map((box, index) => {
    const made = document.createElement('li');
    made.append(button(box.title, box.place));
    if (box.subtitle !== undefined) made.append(document.createTextNode(` (${box.subtitle})`));
    const parts = [
      ...map.arrows.filter(arrow => arrow.from === index).map(arrow => item(arrow.description, arrow.places)),
      ...box.exits.map(exit => item(exit.description, exit.places)),
    ];
    if (parts.length > 0) {
      const inner = document.createElement('ul');
      inner.append(...parts);
      made.append(inner);
    }
    return made;
  });
}
