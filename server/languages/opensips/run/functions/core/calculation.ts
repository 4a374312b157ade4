/** The value of an arithmetic expression with `+ - * / % ^` and brackets; undefined when it is malformed. */
export function calculate(text: string): number | undefined {
  const tokens = text.match(/\d+(?:\.\d+)?|[-+*/%^()]/g) ?? [];
  if (tokens.join('') !== text.replace(/\s/g, '') || tokens.length > 1000) return undefined;
  let at = 0;
  let depth = 0;
  const sum = (): number => {
    let value = product();
    for (;;) {
      const operator = tokens[at];
      if (operator !== '+' && operator !== '-') return value;
      at++;
      const other = product();
      value = operator === '+' ? value + other : value - other;
    }
  };
  const product = (): number => {
    let value = power();
    for (;;) {
      const operator = tokens[at];
      if (operator !== '*' && operator !== '/' && operator !== '%') return value;
      at++;
      const other = power();
      value = operator === '*' ? value * other : operator === '/' ? value / other : value % other;
    }
  };
  const power = (): number => {
    const base = unit();
    if (tokens[at] !== '^') return base;
    at++;
    return base ** power();
  };
  const unit = (): number => {
    const token = tokens[at++];
    if (token === '-') return -unit();
    if (token === '+') return unit();
    if (token === '(') {
      if (++depth > 100) return Number.NaN;
      const value = sum();
      if (tokens[at++] !== ')') return Number.NaN;
      return value;
    }
    return token === undefined ? Number.NaN : Number(token);
  };
  const value = sum();
  return at === tokens.length && !Number.isNaN(value) ? value : undefined;
}
