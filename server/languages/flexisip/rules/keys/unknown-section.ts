import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { allSections, existsIn } from '../../facts/facts.ts';
import type { SectionGroup } from '../../model/groups.ts';
import { type FlexisipModel, list } from '../../model/model.ts';
import { atHeader, type FileRule, replacing } from '../rule.ts';

export const unknownSection: FileRule = {
  code: 'flexisip-conf/unknown-section',
  severity: 'error',
  family: 'keys',
  title: 'Section that the server does not know',
  why: 'The server refuses every key of an unknown section and does not start. The section of a plugin exists only if `plugins=` in `[global]` lists the plugin.',
  fix: 'Correct the name of the section, or remove it.',
  bad: '[module::Registar]\nenabled=true\n',
  good: '[module::Registrar]\nenabled=true\n',
  on: 'file',
  *check(model) {
    const hasPlugins = list(model, 'global', 'plugins').length > 0;
    for (const group of model.groups.values()) {
      if (group.settings.size === 0 || isDeclared(model, group, hasPlugins)) continue;
      const near = group.facts === undefined ? nearestSection(model, group.name) : undefined;
      for (const index of group.parts) {
        const section = model.tree.sections[index];
        if (section === undefined) continue;
        const at = atHeader(index, section);
        yield {
          ...at,
          message: message(
            whatIsWrong(model, group),
            'The server refuses its keys and does not start.',
            near === undefined ? 'Remove the section.' : `Did you mean "${near}"?`,
          ),
          ...(near === undefined ? {} : { fixes: [replacing(`Change to "${near}"`, at, near)] }),
        };
      }
    }
  },
};

/** If any plugin is loaded, sections that a plugin may declare are not checked; deprecated ones are skipped. */
function isDeclared(model: FlexisipModel, group: SectionGroup, hasPlugins: boolean): boolean {
  const { facts } = group;
  if (facts === undefined) return hasPlugins;
  if (facts.deprecated !== null && !existsIn(facts, model.version)) return true;
  return existsIn(facts, model.version) && (!facts.plugin || hasPlugins);
}

function nearestSection(model: FlexisipModel, name: string): string | undefined {
  const known = allSections()
    .filter(section => existsIn(section, model.version))
    .map(section => section.name);
  const module = `module::${name}`.toLowerCase();
  return known.find(candidate => candidate.toLowerCase() === module) ?? nearest(name, known);
}

function whatIsWrong(model: FlexisipModel, { facts, name }: SectionGroup): string {
  const { label } = model.version;
  if (facts === undefined) return `"${name}" is not a section of Flexisip ${label}.`;
  if (existsIn(facts, model.version)) {
    return `"${name}" belongs to a plugin, but \`plugins=\` in [global] lists none.`;
  }
  return facts.removed === null
    ? `"${name}" does not exist yet in Flexisip ${label}: it was added in ${facts.since ?? 'a later release'}.`
    : `"${name}" is not a section of Flexisip ${label}: it was added in ${facts.since} and removed in ${facts.removed}.`;
}
