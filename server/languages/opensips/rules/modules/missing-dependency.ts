import { message } from '../../../../rules/rule.ts';
import { driverOf } from '../../facts/databases.ts';
import { coreFacts, type Dependency, moduleFacts, moduleNames } from '../../facts/facts.ts';
import { existsIn } from '../../facts/versions.ts';
import { isCalled } from '../../model/bodies.ts';
import type { ScriptModel } from '../../model/model.ts';
import { parameterValue, parameterValues } from '../../model/parameters.ts';
import { type Span, stringValue } from '../../syntax/token.ts';
import type { ScriptRule } from '../rule.ts';

export const missingDependency: ScriptRule = {
  code: 'opensips-cfg/missing-dependency',
  severity: 'error',
  family: 'modules',
  title: 'Module whose required module is not loaded',
  why: 'Many modules work only together with others: a dialog needs transactions, a table needs a database driver. If one is missing, the server does not start.',
  fix: 'Load the missing module, or remove what needs it.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/dialog.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/dialog.so"\n',
  on: 'script',
  *check(model) {
    if (!model.isComplete) return;
    const toldDrivers = new Set<string>();
    for (const need of needsOf(model)) {
      if (need.dependency.mode !== 'required') continue;
      if (isMet(model, need.dependency)) {
        const driver = need.dependency.class === 'sqldb' ? missingDriver(model, need.module) : undefined;
        if (driver === undefined || toldDrivers.has(need.module)) continue;
        toldDrivers.add(need.module);
        yield {
          place: need.place,
          span: need.span,
          message: message(
            `The database URL of \`${need.module}\` needs the driver \`${driver}\`.`,
            'It is not loaded, so OpenSIPS does not start.',
            `Add \`loadmodule "${driver}.so"\`.`,
          ),
        };
        continue;
      }
      const [first] = modulesOf(need.dependency);
      yield {
        place: need.place,
        span: need.span,
        ...missingModulesOf(need.dependency),
        message: message(
          `The module \`${need.module}\` needs ${wanted(need.dependency)}${need.because}.`,
          'It is not loaded, so OpenSIPS does not start.',
          first === undefined
            ? `Load ${examples(need.dependency.class ?? '', model)}.`
            : `Add \`loadmodule "${first}.so"\`.`,
        ),
      };
    }
  },
};

/** The driver that the database URL of a module requires and that is not loaded. */
function missingDriver(model: ScriptModel, module: string): string | undefined {
  const own = parameterValue(model, module, 'db_url')?.value;
  const global = model.declarations.findLast(
    ({ item }) => item.type === 'global' && item.name.text === 'db_default_url',
  )?.item;
  const shared =
    global?.type === 'global' && global.values[0] !== undefined ? stringValue(global.values[0]) : undefined;
  const driver = driverOf(String(own ?? shared ?? ''));
  if (driver === undefined || model.modules.has(driver)) return undefined;
  return [...model.modules.values()].some(loaded => loaded.facts === undefined) ? undefined : driver;
}

export interface Need {
  readonly module: string;
  readonly dependency: Dependency;
  readonly place: { readonly uri: string; readonly start: number };
  readonly span: Span;
  readonly because: string;
}

/** What the loaded modules require, given the parameters that are set. */
export function* needsOf(model: ScriptModel): Generator<Need> {
  for (const loaded of model.modules.values()) {
    if (loaded.facts === undefined || !existsIn(model.version, loaded.facts)) continue;
    const told = new Set<string>();
    for (const dependency of loaded.facts.depends ?? []) {
      if (!existsIn(model.version, dependency)) continue;
      const target = modulesOf(dependency).join() || `class ${dependency.class ?? ''}`;
      if (told.has(target) || isExcused(model, loaded.name, dependency)) continue;
      const caller = dependency.function;
      if (caller !== undefined && !isCalled(model, caller)) continue;
      if (dependency.param === undefined) {
        if (dependency.module !== undefined && !existsIn(model.version, moduleFacts(dependency.module) ?? {}))
          continue;
        told.add(target);
        yield {
          module: loaded.name,
          dependency,
          place: loaded.place,
          span: loaded.path,
          because: caller === undefined ? '' : `, because \`${caller}\` is called`,
        };
        continue;
      }
      const setting = parameterValues(model, loaded.name, dependency.param).find(one =>
        asksFor(loaded.name, dependency, one.value),
      );
      const place = setting?.place;
      if (setting === undefined || place === undefined) continue;
      told.add(target);
      yield {
        module: loaded.name,
        dependency,
        place,
        span: setting.item.name ?? setting.item,
        because: `, because \`${dependency.param}\` is set`,
      };
    }
  }
}

function isExcused(model: ScriptModel, owner: string, { unless = [] }: Dependency): boolean {
  return unless.some(({ module = owner, param, is }) => {
    const value = parameterValue(model, module, param)?.value;
    if (value === undefined) return false;
    return is === undefined ? Number(value) !== 0 : String(value).toLowerCase() === is;
  });
}

export function isMet(model: ScriptModel, dependency: Dependency): boolean {
  const names = modulesOf(dependency);
  if (names.length > 0) return names.some(name => model.modules.has(name));
  for (const { facts } of model.modules.values()) if (facts?.class === dependency.class) return true;
  // An unknown module may be a driver.
  return [...model.modules.values()].some(loaded => loaded.facts === undefined);
}

/** Whether a value of a parameter makes the module require the dependency, as the module's own function decides. */
function asksFor(module: string, dependency: Dependency, value: string | number): boolean {
  const text = String(value);
  switch (dependency.param) {
    case 'working_mode_preset':
      return dependency.class === 'sqldb' ? text.includes('sql-') : text.includes('cachedb');
    case 'cluster_mode':
      return dependency.class === 'sqldb' ? text.includes('sql-') : text.includes('cachedb');
    case 'restart_persistency':
      return text.toLowerCase() === 'load-from-sql';
    case 'restore_mode':
      return text !== '' && text !== 'none';
    case 'disable_dialog_support_for_sca':
      return value === 0;
    case 'trace_id':
      return dependency.module === 'proto_hep'
        ? /uri\s*=\s*hep/i.test(text)
        : /uri\s*=\s*\w+:\/\//i.test(text) && !/uri\s*=\s*(hep|syslog|file)/i.test(text);
    case 'db_mode':
      return module === 'dialog' ? [1, 2, 3].includes(Number(value)) : Number(value) !== 0;
    case 'aaa_url':
      return module !== 'auth_aaa' && text !== '';
    default:
      return typeof value === 'number' ? value > 0 : text !== '';
  }
}

/** The modules that satisfy a dependency, found by their names. */
function modulesOf(dependency: Dependency): readonly string[] {
  return dependency.anyOf ?? (dependency.module === undefined ? [] : [dependency.module]);
}

function missingModulesOf(dependency: Dependency): { readonly missingModules?: readonly string[] } {
  const names = modulesOf(dependency);
  return names.length === 0 ? {} : { missingModules: names };
}

function wanted(dependency: Dependency): string {
  const names = modulesOf(dependency);
  if (names.length > 0) return names.map(name => `the module \`${name}\``).join(' or ');
  return classNames[dependency.class ?? ''] ?? `a module of the class ${dependency.class ?? ''}`;
}

const classNames: Readonly<Record<string, string>> = {
  sqldb: 'a database driver',
  cachedb: 'a cache module',
  aaa: 'a module for AAA (RADIUS or Diameter)',
};

function examples(cls: string, model: ScriptModel): string {
  const names = moduleNames().filter(name => {
    const facts = moduleFacts(name);
    return facts?.class === cls && existsIn(model.version, facts);
  });
  const preferred = ['db_mysql', 'db_postgres', 'cachedb_local', 'cachedb_redis', 'aaa_radius'].filter(name =>
    names.includes(name),
  );
  return `one, such as \`${preferred[0] ?? names[0] ?? coreFacts.routes[0]?.name ?? ''}\``;
}
