import type { Entry } from '../config/entry.ts';
import type { Course } from './course.ts';
import { accessOptions, contactAccessOptions } from './options/access.ts';
import { registeringOptions, unaskedMailboxes } from './options/aor.ts';
import { endpointOptions } from './options/endpoint.ts';
import type { SectionOutput } from './output/assemble.ts';
import { type Template, writeTemplate } from './output/objects.ts';
import { matchesAuthName } from './server/globals.ts';
import { generalView, type OptionView, ownLine, templateView } from './view.ts';
import type { Wanted } from './wanted.ts';

/** The templates of the output. */
export interface TemplateSet {
  /** What [general] sets for all devices: one template for endpoints, one for AORs. */
  readonly defaults: readonly Template[];
  readonly byEntry: ReadonlyMap<Entry, readonly Template[]>;
  /** The templates between the parentheses of a section. */
  readonly of: (entry: Entry) => readonly Template[];
}

/** Creates the templates: [general] becomes one of each type, a sip.conf template becomes one for each type that it sets options of. */
export function templatesOf(course: Course): TemplateSet {
  const { model, release } = course;
  const name = templateNames(course);
  const view = generalView(model, release);
  const defaults = [
    writeTemplate(
      {
        type: 'endpoint',
        name: name('endpoint-defaults'),
        wanted: [...endpointOptions(view), defaultIdentifiers(course)],
        parents: [],
        release,
      },
      [],
    ),
    writeTemplate(
      { type: 'aor', name: name('aor-defaults'), wanted: registeringOptions(view), parents: [], release },
      [],
    ),
  ];
  const byEntry = new Map<Entry, readonly Template[]>();
  const of = (entry: Entry): readonly Template[] =>
    entry.parents.flatMap(parent => {
      const found = model.parentOf(entry, parent);
      return found === undefined ? [] : (byEntry.get(found) ?? []);
    });
  for (const entry of model.reading.entries) {
    if (!entry.isTemplate || entry.isAppend || entry.isLost || !model.isCopied(entry.key)) continue;
    if (model.names.get(entry.key)?.includes(entry) !== true) continue;
    const own = templateView(model, release, entry);
    const isAlone = model.names.get(entry.key)?.filter(other => !other.isAppend).length === 1;
    const parents = of(entry);
    const list: Template[] = [];
    for (const [type, wanted] of wantedOf(own)) {
      const own = wanted.filter(option => option.from.some(line => line.entry.key !== 'general'));
      const suffix = type === 'endpoint' && isAlone ? '' : `-${type}`;
      if (own.length === 0) continue;
      const ofType = parents.filter(template => template.type === type);
      const object = {
        type,
        name: suffix === '' ? entry.header.name : name(`${entry.header.name}${suffix}`),
        wanted: own,
        parents: [ofType],
        release,
      };
      list.push(
        writeTemplate(
          object,
          defaults.filter(template => template.type === type),
        ),
      );
    }
    // A template that sets nothing for a type passes on what it inherits.
    const passed = parents.filter(parent => !list.some(({ type }) => type === parent.type));
    byEntry.set(entry, [...passed, ...list]);
  }
  return { defaults, byEntry, of };
}

/** The templates that at least one device inherits from, where they were in sip.conf. */
export function* templateBlocks({ byEntry }: TemplateSet): Generator<readonly [Entry, SectionOutput]> {
  const written = new Set<Template>();
  for (const [entry, templates] of byEntry) {
    const own = templates.filter(template => template.isUsed && !written.has(template));
    for (const template of own) written.add(template);
    yield [entry, { blocks: own.map(({ block }) => block) }];
  }
}

/** Most devices are found by name; those with their own address set their own identify_by. */
function defaultIdentifiers({ model }: Course): Wanted {
  const line = matchesAuthName(model);
  return {
    name: 'identify_by',
    value: line === undefined ? 'username' : 'auth_username,username',
    from: line === undefined ? [] : [line],
  };
}

function wantedOf(view: OptionView): readonly (readonly [string, readonly Wanted[]])[] {
  const secret = ownLine(view, 'secret');
  const hasHash = (ownLine(view, 'md5secret')?.value ?? '') !== '';
  const password: readonly Wanted[] =
    secret === undefined || secret.value === '' || hasHash
      ? []
      : [{ name: 'password', value: secret.value, from: [secret] }];
  return [
    [
      'endpoint',
      [
        ...endpointOptions(view),
        ...accessOptions(view),
        ...(view.isDynamic ? contactAccessOptions(view) : []),
        ...unaskedMailboxes(view),
      ],
    ],
    ['auth', password],
    ['aor', view.isDynamic ? registeringOptions(view) : []],
  ];
}

/** Template names that no sip.conf section has: a name between parentheses finds the first section with that name. */
function templateNames({ model }: Course): (wanted: string) => string {
  const taken = new Set(model.names.keys());
  return wanted => {
    let name = wanted;
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted}-${number}`;
    taken.add(name.toLowerCase());
    return name;
  };
}
