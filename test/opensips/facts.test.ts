import { describe, expect, it } from 'vitest';
import core from '../../server/facts/opensips/core.json';
import { moduleFactsByName } from '../../server/facts/opensips/index.ts';
import {
  functionsOfSeveral,
  moduleFacts,
  moduleNames,
  modulesWithFunction,
} from '../../server/languages/opensips/facts/facts.ts';
import { signatureIn } from '../../server/languages/opensips/facts/signatures.ts';
import {
  isAtLeast,
  newestVersion,
  versionOf,
  versions,
} from '../../server/languages/opensips/facts/versions.ts';
import { routeKinds } from '../../server/languages/opensips/syntax/syntax.ts';

type Shape = 'string' | 'boolean' | 'any' | readonly string[];

/** The fields that facts may have, with what stands in them. */
const fields: Readonly<Record<string, Shape>> = {
  name: 'string',
  cls: 'string',
  type: ['str', 'int', 'int|str', 'var', 'regex'],
  optional: 'boolean',
  out: 'boolean',
  const: 'boolean',
  noExpand: 'boolean',
  writable: 'boolean',
  inner: ['none', 'optional', 'required'],
  index: 'boolean',
  async: 'boolean',
  asyncOnly: 'boolean',
  handler: 'boolean',
  undocumented: 'boolean',
  mode: ['required', 'warn', 'order'],
  description: 'string',
  risk: 'string',
  purpose: 'string',
};

const kinds = new Set<unknown>(Object.values(routeKinds));
const known = new Set<string>([...versions, '<=1.11']);

function faults(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${path} is not an object`];
  const found: string[] = [];
  for (const [key, field] of Object.entries(value)) {
    const shape = fields[key];
    const at = `${path}.${key}`;
    if (shape === 'string' && typeof field !== 'string') found.push(at);
    if (shape === 'boolean' && typeof field !== 'boolean') found.push(at);
    if (Array.isArray(shape) && !shape.includes(field)) found.push(at);
    if (['since', 'removed', 'upTo'].includes(key) && !known.has(field)) found.push(at);
    if (
      key === 'routes' &&
      field !== 'all' &&
      !(Array.isArray(field) && field.every(kind => kinds.has(kind)))
    )
      found.push(at);
  }
  return found;
}

function faultsInLists(value: unknown, path: string, lists: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null) return [`${path} is not an object`];
  return Object.entries(value).flatMap(([key, list]) => {
    if (!lists.includes(key)) return [];
    if (!Array.isArray(list)) return [`${path}.${key} is not a list`];
    return list.flatMap((one: unknown, index) => faults(one, `${path}.${key}[${index}]`));
  });
}

describe('the facts of OpenSIPS', () => {
  it('say which functions several modules export', () => {
    const owners = new Map<string, string[]>();
    for (const module of moduleNames())
      for (const { name } of moduleFacts(module)?.functions ?? [])
        owners.set(name, [...(owners.get(name) ?? []), module]);
    const several = [...owners].filter(([, modules]) => modules.length > 1);
    expect(functionsOfSeveral).toEqual(Object.fromEntries(several));
  });

  it('have the shape that the code takes them to have', () => {
    const moduleLists = ['depends', 'params', 'functions', 'variables', 'transformationClasses', 'events'];
    const found = Object.entries(moduleFactsByName).flatMap(([name, facts]) => [
      ...faults(facts, name),
      ...faultsInLists(facts, name, moduleLists),
    ]);
    found.push(
      ...faultsInLists(core, 'core', ['functions', 'variables', 'transformations', 'statements', 'events']),
    );
    expect(found).toEqual([]);
  });

  it('name every module by its file', () => {
    for (const name of moduleNames()) expect(moduleFacts(name)?.name).toBe(name);
  });

  it('know how a function was in older branches', () => {
    const relay = moduleFacts('tm')?.functions?.find(one => one.name === 't_relay');
    if (relay === undefined) throw new Error('t_relay is missing');
    expect(signatureIn(relay, '3.3').params?.map(one => one.type)).toEqual(['int', 'str']);
    expect(signatureIn(relay, newestVersion).params?.map(one => one.type)).toEqual(['str', 'str']);
    expect(modulesWithFunction('save')).toContain('registrar');
  });

  it('order versions as numbers', () => {
    expect(isAtLeast('3.6', '3.10')).toBe(false);
    expect(versionOf('3.6.2')).toBe('3.6');
    expect(versionOf('5.0')).toBe('4.0');
    expect(versionOf('auto')).toBeUndefined();
  });
});
