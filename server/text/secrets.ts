/**
 * A text without its secrets: the single place that decides what a secret is. A secret is recognized by its place in a URI
 * (`user:PASSWORD@host`), by the name before it (`secret=`, `--password `, also misspelled), or by its shape (keys of push
 * services).
 */
export function withoutSecrets(text: string): string {
  return masked(text, () => MASK);
}

/**
 * As `withoutSecrets`, but every secret becomes as many asterisks as it has bytes in UTF-8, so that lengths are
 * preserved.
 */
export function withSecretsCovered(text: string): string {
  return masked(text, secret => '*'.repeat(bytes.encode(secret).length));
}

/**
 * Lines of configuration files without their secrets, also behind the marks of a diff: there, a value reaches to the end of the
 * line.
 */
export function linesWithoutSecrets(text: string): string {
  const shown = text
    .replace(SECRET_LINE, (whole, before: string, name: string) =>
      isSecretName(name) ? before + MASK : whole,
    )
    .replace(LOGIN_LINE, `$1${MASK}`)
    .replace(STORED_FORM, `$1${MASK}`);
  return withoutSecrets(shown);
}

/**
 * The beginning of a text, without secrets: masked first, since a secret that is cut off from what identifies it could no longer
 * be masked.
 */
export function beginningWithoutSecrets(text: string, most: number): string {
  const shown = withoutSecrets(text);
  return shown.length <= most ? shown : `${shown.slice(0, most)}…`;
}

/** The secrets in a text, as written. */
export function secretsIn(text: string): readonly string[] {
  const found: string[] = [];
  masked(text, secret => {
    found.push(secret);
    return MASK;
  });
  return found.filter(secret => secret !== MASK);
}

const bytes = new TextEncoder();

function masked(text: string, mask: (secret: string) => string): string {
  // Each pattern runs only if the text contains what every match of it contains, since long texts often have no secrets.
  let shown = text;
  if (mayHoldPassword(text)) {
    shown = shown.replace(IN_URI, (whole: string, first: string, rest: string, at: number, all: string) => {
      if (all.slice(Math.max(0, at - 2), at) === '${' && PART_OF_VARIABLE.test(rest)) {
        const colon = rest.indexOf(':', rest.indexOf('}'));
        return colon < 0 ? whole : `${first}:${rest.slice(0, colon)}:${mask(rest.slice(colon + 1))}`;
      }
      // In Markdown, the colon is escaped.
      if (!SCHEME.test(first.replace(/\\$/, ''))) return `${first}:${mask(rest)}`;
      const colon = rest.indexOf(':');
      return colon < 0 ? whole : `${first}:${rest.slice(0, colon)}:${mask(rest.slice(colon + 1))}`;
    });
  }
  if (MAY_NAME.test(text) && MAY_SET.test(text)) {
    const hidden = (whole: string, name: string, value: string): string => {
      const before = whole.slice(0, -value.length);
      if (isSecretName(name)) return isPlaceholder(value) ? whole : before + mask(value);
      // The value may be a name with its value, as in `setvar=PASSWORD=x`.
      return value.includes('=') ? before + masked(value, mask) : whole;
    };
    shown = shown
      .replace(BEHIND_NAME, (whole, name: string, _quote, quoted?: string, bare = '') =>
        hidden(whole, name, quoted ?? bare),
      )
      .replace(OF_MODULE, hidden);
  }
  if (MAY_AUTHORIZE.test(text)) {
    shown = shown.replace(IN_HEADER, (_whole, scheme: string, value: string) => `${scheme}${mask(value)}`);
  }
  return MAY_BE_KEY.test(text) ? shown.replace(BY_SHAPE, mask) : shown;
}

/** True if a colon precedes an `@`, with nothing in between that ends a URI. */
function mayHoldPassword(text: string): boolean {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    for (let before = at - 1; before >= 0 && at - before <= LONGEST_PASSWORD; before--) {
      const code = text.charCodeAt(before);
      if (code === COLON) return true;
      if (code <= SPACE || ENDS_URI.includes(text.charAt(before))) break;
    }
  }
  return false;
}

/** True for the name of an option or a variable whose value is secret, and for misspellings of such names. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !ABOUT_SECRETS.test(name);
}

export const MASK = '***';

/** What hovers and hints show for a secret, whatever its length. */
export const HIDDEN = '••••••';

/** A part of every name of a secret, every header field with one, and every key of a push service. */
const MAY_NAME = /pas|pwd|sec|key|token|cred/i;
/** What stands between a name and its value, or before the name. */
const MAY_SET = /=|--|modparam/;
const MAY_AUTHORIZE = /authorization/i;
const MAY_BE_KEY = /AIza|APA91|AAAA/;
const LONGEST_PASSWORD = 257;
const COLON = 58;
const SPACE = 32;
const ENDS_URI = '@/"\'<>`|';
/** The text before an `@`, split at its first colon. */
const IN_URI = /([^\s:@/"'<>`|,;()[\]{}=]{1,128}):([^\s@/"'<>`|]{1,256})(?=@)/g;
/** Before a colon, these are schemes or transports, followed by a user, perhaps with a password. */
const SCHEME = /^(?:sips?|tel|pres|im|xmpp|mailto|https?|ftp|acct|cid|callto|urn|udp|tcp|tls|wss?|sctp)$/i;
/** Which characters of a variable of a dialplan: the end of `${EXTEN:1}`. */
const PART_OF_VARIABLE = /^-?\d+(?::-?\d+)?\}/;
const SECRET_NAME =
  /pas+w(?:or|ro)?d?|passphrase|(?:^|[^a-z])pass(?:$|[^a-z])|(?:^|[^a-z])pwd(?:$|[^a-z])|sec(?:re|er|r)t|(?:api|auth|private|server|access|firebase|push)[-_ ]?keys?$|(?:auth|access|push|api|bearer|[^a-z]|^)[-_]?token$|cred(?:entials?)?$/i;
/**
 * Where a password or a key is stored or read, in which form, whether one is requested, and `pass` as a verb of a module: not a
 * secret.
 */
const ABOUT_SECRETS =
  /column|col$|_col_|table|(?:tls|ssl)[\w-]*private|^load_|pass_(?:provisional|request)|file|path|algorithm|hash-?type|min|max|length|policy|expire|retr/i;
/** A value in quotes may contain what ends one without, and may begin on the next line. */
const BEHIND_NAME =
  /([A-Za-z][\w.-]{2,60})(?:"?\)?\s{0,4}(?:=>?|:=)|(?<=--[\w.-]{3,60})(?=\s))(?:\s{0,4}(["'])((?:(?!\2)[^\\\n]|\\.){1,512})(?=\2)|[^\S\n]{0,4}["']?([^\s"'`,;&)]{1,512}))/g;
/** A parameter of an OpenSIPS module. */
const OF_MODULE =
  /\bmodparam\s{0,4}\(\s{0,4}"[^"\n]{0,200}"\s{0,4},\s{0,4}"([^"\n]{1,100})"\s{0,4},\s{0,4}"((?:[^"\\\n]|\\.){1,2048})(?=")/g;
const SECRET_LINE =
  /^([ +-]?[ \t;#]*(?:set_?var[ \t]*=>?[ \t]*)?([A-Za-z][\w.-]{2,60})[ \t]*\+?=>?[ \t]*)\S.*$/gm;
/** Logins of sip.conf. */
const LOGIN_LINE = /^([ +-]?[ \t;#]*(?:register|mwi|auth)[ \t]*=>?[ \t]*[^\s:#]{1,200}[:#])[^@;\r\n]+/gm;
/** Passwords and hashes in the users file of Flexisip, but not a form that a sentence names: `md5:`. */
const STORED_FORM = /\b((?:clrtxt|md5|sha256):)(?!\u2026|`(?:[\s,.)]|$))[^\s;]+/gi;
/** Credentials that are not digest: `Authorization: Basic ...`. */
const IN_HEADER =
  /(\bauthorization["'\\]{0,2}\s{0,4}[:=]\s{0,4}(?:basic|bearer)\s{1,4})([^\s"',;]{1,2048})/gi;
const BY_SHAPE = /\bAIza[\w-]{30,}|\b[\w-]{6,}:APA91[\w-]{60,}|\bAAAA[\w-]{7}:[\w-]{60,}/g;

/** Placeholders that documentation uses instead of a secret. */
function isPlaceholder(value: string): boolean {
  return (
    /^(?:\*+|x{3,}|<[^>]*>|\.\.\.|\u2026|\(|\[|\$[\w({]|true$|false$|yes$|no$)/i.test(value) ||
    value.startsWith(MASK)
  );
}
