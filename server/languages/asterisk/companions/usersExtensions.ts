import type { ConfigurationLine } from '../../../sip/explanation.ts';
import type { AsteriskConf } from '../config/conf.ts';
import { isTrue } from '../values/truth.ts';
import { type CompanionConf, companionConf } from './companionConf.ts';

/** The extensions that pbx_config creates from users.conf, with the line of each section. */
export interface UsersExtensions {
  readonly context: string;
  readonly extensions: ReadonlyMap<string, ConfigurationLine>;
}

/**
 * pbx_load_users: a section with a device gets an extension and a hint in the context `userscontext` of extensions.conf, unless
 * `hasexten` says otherwise. Alternate extensions have no hint.
 */
export function usersExtensions(owner: AsteriskConf, wanted: 'priority 1' | 'hint'): UsersExtensions {
  const conf = companionConf(owner, 'users.conf');
  const dialplan = companionConf(owner, 'extensions.conf');
  const common = dialplan?.settingsIn('general') ?? [];
  const context = common.find(({ option }) => option.key === 'userscontext')?.value ?? 'default';
  if (conf === null || conf === undefined) return { context, extensions: new Map() };
  const known = knowns.get(conf) ?? {
    'priority 1': created(conf, 'priority 1'),
    hint: created(conf, 'hint'),
  };
  knowns.set(conf, known);
  return { context, extensions: known[wanted] };
}

type Created = UsersExtensions['extensions'];

const knowns = new WeakMap<CompanionConf, Readonly<Record<'priority 1' | 'hint', Created>>>();

function created(conf: CompanionConf, wanted: 'priority 1' | 'hint'): Created {
  const extensions = new Map<string, ConfigurationLine>();
  const general = conf.settingsIn('general');
  for (const section of conf.sections.values()) {
    if (section.name.toLowerCase() === 'general') continue;
    const own = section.settings;
    const textOf = (name: string): string | undefined =>
      [...own, ...general].find(({ option }) => option.key === name)?.value;
    if (!isTrue(textOf('hasexten') ?? 'yes')) continue;
    const hasDevice = ['hassip', 'hasiax', 'hash323'].some(name => isTrue(textOf(name) ?? 'no'));
    if (!hasDevice && (textOf('dahdichan') ?? '') === '') continue;
    const alternates = own.find(({ option }) => option.key === 'alternateexts')?.value.split(',') ?? [];
    for (const name of [section.name, ...(wanted === 'hint' ? [] : alternates)])
      extensions.set(name, { file: conf.uri, line: section.line });
  }
  return extensions;
}
