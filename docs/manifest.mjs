// The rules as properties of the setting sipWorkbench.rules in package.json. `npm run docs` writes them; a test compares.

/**
 * The manifest with a property for each rule, so that editors complete the codes and refuse unknown ones.
 * @param {string} text of package.json
 * @param {readonly { readonly code: string; readonly title: string; readonly severity: string }[]} rules
 */
export function withRuleSettings(text, rules) {
  const manifest = JSON.parse(text);
  /** @type {readonly { readonly properties: Record<string, { properties?: object }> }[]} */
  const groups = manifest.contributes.configuration;
  const setting = groups
    .map(({ properties }) => properties['sipWorkbench.rules'])
    .find(property => property !== undefined);
  if (setting === undefined) throw new Error('package.json has no setting sipWorkbench.rules');
  setting.properties = ruleSettings(rules);
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** What a user may set for a rule. */
export const severities = ['error', 'warning', 'information', 'hint', 'off'];

/**
 * What each rule is called, by code.
 * @param {readonly { readonly code: string; readonly title: string; readonly severity: string }[]} rules
 */
export function ruleSettings(rules) {
  return Object.fromEntries(
    [...rules]
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map(({ code, title, severity }) => [
        code,
        {
          type: 'string',
          enum: severities,
          description: `${title} (${severity})`,
        },
      ]),
  );
}
