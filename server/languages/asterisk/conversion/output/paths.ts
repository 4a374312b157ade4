/** How the path of an included file is turned into the path of its counterpart. */
export interface PathChange {
  /** The include path as written, for the new file. */
  readonly path: string;
  /** The URI of a matching file, changed in the same way. */
  readonly changed: (uri: string) => string;
}

/**
 * `sip_phones.conf` becomes `pjsip_phones.conf`, `phones.conf` becomes `pjsip_phones.conf`. With wildcards in the name, the
 * folder changes, so that neither driver reads the files of the other.
 */
export function changedPath(path: string): PathChange {
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, slash + 1);
  const base = path.slice(slash + 1);
  if (!/[*?[]/.test(base)) return { path: folder + renamed(base), changed: inBase };
  if (folder === '' && /^sip[^*?[]*[-_.]/i.test(base)) return { path: `pj${base}`, changed: inBase };
  const inner = folder.replace(/\/+$/, '');
  const above = inner.lastIndexOf('/');
  if (inner === '' || /[*?[]/.test(inner.slice(above + 1)))
    return { path: `${folder}pjsip/${base}`, changed: uri => uri.replace(/([^/]*)$/, 'pjsip/$1') };
  return {
    path: `${inner.slice(0, above + 1)}${renamed(inner.slice(above + 1))}/${base}`,
    changed: uri =>
      uri.replace(/([^/]*)\/([^/]*)$/, (_all, name: string, file: string) => `${renamed(name)}/${file}`),
  };
}

/** The URI of the file that replaces the root. */
export function changedRoot(uri: string): string {
  const base = uri.slice(uri.lastIndexOf('/') + 1);
  return uri.slice(0, uri.lastIndexOf('/') + 1) + (/^sip\b/i.test(base) ? renamed(base) : 'pjsip.conf');
}

function inBase(uri: string): string {
  const slash = uri.lastIndexOf('/') + 1;
  return uri.slice(0, slash) + renamed(uri.slice(slash));
}

function renamed(name: string): string {
  return /^sip(?![a-z])/i.test(name) ? `pj${name}` : `pjsip_${name}`;
}
