import type { Arguments } from '../functions/arguments.ts';
import type { Execution, Server } from '../server.ts';
import { integerValue } from '../values/value.ts';
import { dialogOf, dialogs } from './dialogs.ts';

/** Whether a profile of the script takes a value; undefined for one that no parameter names. */
function hasValue(server: Server, name: string): boolean | undefined {
  const names = (parameter: string): readonly string[] =>
    server
      .parameters('dialog', parameter)
      .flatMap(text => text.split(';'))
      .map(one => one.trim().replace(/\/.*$/, ''));
  if (names('profiles_with_value').includes(name)) return true;
  return names('profiles_no_value').includes(name) ? false : undefined;
}

function baseName(text: string | undefined): string {
  return (text ?? '').trim().replace(/\/.*$/, '');
}

export function isInProfile(profiles: readonly string[], name: string, value: string | undefined): boolean {
  return profiles.some(one => (value === undefined ? nameOf(one) === name : one === keyOf(name, value)));
}

function keyOf(name: string, value: string | undefined): string {
  return value === undefined ? name : `${name} ${value}`;
}

function nameOf(key: string): string {
  return key.replace(/ .*$/s, '');
}

/** Which dialogs are in a profile, with a value if one is wanted; undefined for a profile that does not exist. */
export function profileFilter(
  server: Server,
  written: string | undefined,
  value: string | undefined,
): ((profiles: readonly string[]) => boolean) | undefined {
  const name = baseName(written);
  const takesValue = hasValue(server, name);
  if (takesValue === undefined) return undefined;
  return profiles => isInProfile(profiles, name, takesValue ? value : undefined);
}

type Run = (x: Execution, args: Arguments) => number;

/** Profiles count dialogs by a name of the script, with or without a value (dlg_profile). */
export const profileFunctions: Readonly<Record<string, Run>> = {
  set_dlg_profile: (x, args) => {
    const name = baseName(args.text(0));
    const takesValue = hasValue(x.server, name);
    const dialog = dialogOf(x);
    const value = args.text(1);
    if (takesValue === undefined || dialog === undefined || (takesValue && value === undefined)) return -1;
    if (takesValue && (args.number(2) ?? 0) !== 0)
      dialog.profiles = dialog.profiles.filter(one => nameOf(one) !== name);
    dialog.profiles.push(keyOf(name, takesValue ? value : undefined));
    return 1;
  },
  unset_dlg_profile: (x, args) => {
    const name = baseName(args.text(0));
    const takesValue = hasValue(x.server, name);
    const dialog = dialogOf(x);
    if (takesValue === undefined || dialog === undefined) return -1;
    const value = takesValue ? args.text(1) : undefined;
    if (takesValue && value === undefined) {
      const kept = dialog.profiles.filter(one => nameOf(one) !== name);
      const isFound = kept.length < dialog.profiles.length;
      dialog.profiles = kept;
      return isFound ? 1 : -1;
    }
    const at = dialog.profiles.indexOf(keyOf(name, value));
    if (at < 0) return -1;
    dialog.profiles.splice(at, 1);
    return 1;
  },
  is_in_profile: (x, args) => {
    const name = baseName(args.text(0));
    const takesValue = hasValue(x.server, name);
    const dialog = dialogOf(x);
    if (takesValue === undefined || dialog === undefined) return -1;
    return isInProfile(dialog.profiles, name, takesValue ? args.text(1) : undefined) ? 1 : -1;
  },
  get_profile_size: (x, args) => {
    const name = baseName(args.text(0));
    const takesValue = hasValue(x.server, name);
    if (takesValue === undefined) return -1;
    const value = takesValue ? args.text(1) : undefined;
    const all = x.server.state(dialogs).flatMap(({ profiles }) => profiles);
    const size = all.filter(one => (value === undefined ? nameOf(one) === name : one === keyOf(name, value)));
    return args.set(2, integerValue(size.length)) ? 1 : -1;
  },
};
