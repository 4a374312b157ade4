/** Variables of core whose value is only text, in all versions: no getter of theirs in pvar.c sets a number. */
const textVariables: ReadonlySet<string> = new Set(
  (
    'Au aU ad adu ai an ar au cT ci cs ct dd di dip du duri fU fd fn from from.domain from.user ft fu hdr oP oU od ou ouri ' +
    'pU pd pn pu rP rU rd re ru ruri ruri.domain ruri.user si src_ip tU td tn to to.domain to.user tt tu ua'
  ).split(' '),
);

/** Transformations whose result is only text, whatever they are applied to. */
const textTransformations: ReadonlySet<string> = new Set(
  (
    's.substr s.select s.tolower s.toupper s.encode.hexa s.decode.hexa s.md5 ' +
    's.escape.user s.unescape.user s.escape.common s.unescape.common uri.user uri.host uri.domain ' +
    'param.value nameaddr.name nameaddr.uri csv.value re.subst'
  ).split(' '),
);

/** True if the value can never be compared with a number or added to one, because it is text without a number. */
export function isAlwaysText(name: string, lastTransformation: string | undefined): boolean {
  return lastTransformation === undefined
    ? textVariables.has(name)
    : textTransformations.has(lastTransformation);
}
