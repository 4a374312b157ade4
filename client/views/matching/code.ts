/** A sentence whose words between backticks are code. */
export function withCode(text: string): (string | HTMLElement)[] {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 0 ? part : code(part)));
}

export function code(text: string): HTMLElement {
  const made = document.createElement('code');
  made.textContent = text;
  return made;
}
