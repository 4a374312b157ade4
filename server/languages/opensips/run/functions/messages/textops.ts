import { compilePosix, type Match } from '../../../../../text/posixRegexp.ts';
import type { Execution } from '../../server.ts';
import { expand } from '../../values/format.ts';
import { expandReplacement, readSubstitution } from '../../values/substitution.ts';
import { changeUri, setRequestUri } from '../../values/uriVariables.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun, ModuleModel } from '../model.ts';

/** The most places in one message that a function changes. */
const changeLimit = 1000;

type Area = 'message' | 'body' | 'headers';

function areaStart(x: Execution, area: Area): number {
  if (area === 'body') return x.message.bodyStart;
  return area === 'headers' ? x.message.headersStart : 0;
}

function areaEnd(x: Execution, area: Area): number {
  return area === 'headers' ? x.message.headersEnd : x.message.raw.length;
}

/** The matches of an expression in a part of the received message. */
function find(x: Execution, pattern: string, area: Area, all: boolean): readonly Match[] {
  const regexp = compilePosix(pattern, { ignoreCase: true, newline: true });
  if (regexp === undefined) return [];
  const start = areaStart(x, area);
  const text = x.message.raw.slice(start, areaEnd(x, area));
  const found: Match[] = [];
  for (let at = 0; at <= text.length && found.length < changeLimit; ) {
    const match = regexp.match(text, at);
    const whole = match?.[0];
    if (match === undefined || whole === undefined) break;
    found.push(match.map(one => ({ start: one.start + start, end: one.end + start })));
    if (!all) break;
    at = whole.end > whole.start ? whole.end : whole.end + 1;
  }
  return found;
}

function search(area: Area): FunctionRun {
  return (x, args) => (find(x, args.text(0) ?? '', area, false).length > 0 ? 1 : -1);
}

function append(area: Area): FunctionRun {
  return (x, args) => {
    const [match] = find(x, args.text(0) ?? '', area, false);
    if (match?.[0] === undefined) return -1;
    x.message.edit({ at: match[0].end, remove: 0, insert: args.text(1) ?? '', kind: 'textops' });
    return 1;
  };
}

function replace(area: Area, all: boolean): FunctionRun {
  return (x, args) => {
    const found = find(x, args.text(0) ?? '', area, all);
    for (const [whole] of found)
      if (whole !== undefined)
        x.message.edit({
          at: whole.start,
          remove: whole.end - whole.start,
          insert: args.text(1) ?? '',
          kind: 'textops',
        });
    return found.length > 0 ? 1 : -1;
  };
}

/** `/expression/replacement/flags` in a part of the message. */
function substitute(area: Area): FunctionRun {
  return (x, args) => {
    const substitution = readSubstitution(args.text(0) ?? '');
    if (substitution === undefined) return -1;
    const start = areaStart(x, area);
    const text = x.message.raw.slice(start, areaEnd(x, area));
    let count = 0;
    for (let at = 0; at <= text.length && count < changeLimit; count++) {
      const match = substitution.regexp.match(text, at);
      const whole = match?.[0];
      if (match === undefined || whole === undefined) break;
      const insert = expand(x, expandReplacement(substitution.replacement, text, match));
      x.message.edit({ at: start + whole.start, remove: whole.end - whole.start, insert, kind: 'textops' });
      if (!substitution.isGlobal) {
        count++;
        break;
      }
      at = whole.end > whole.start ? whole.end : whole.end + 1;
    }
    return count > 0 ? 1 : -1;
  };
}

/** The text with a substitution made once or everywhere; undefined when nothing matches. */
function substituted(x: Execution, args: Arguments, text: string): string | undefined {
  const substitution = readSubstitution(args.text(0) ?? '');
  const match = substitution?.regexp.match(text);
  const whole = match?.[0];
  if (substitution === undefined || match === undefined || whole === undefined) return undefined;
  return (
    text.slice(0, whole.start) +
    expand(x, expandReplacement(substitution.replacement, text, match)) +
    text.slice(whole.end)
  );
}

export const textops: ModuleModel = {
  name: 'textops',
  functions: {
    search: search('message'),
    search_body: search('body'),
    search_append: append('headers'),
    search_append_body: append('body'),
    replace: replace('headers', false),
    replace_body: replace('body', false),
    replace_all: replace('message', true),
    replace_body_all: replace('body', true),
    replace_body_atonce: replace('body', true),
    subst: substitute('headers'),
    subst_body: substitute('body'),
    subst_uri: (x, args) => {
      const result = substituted(x, args, x.message.uri);
      if (result === undefined) return -1;
      setRequestUri(x, result);
      return 1;
    },
    subst_user: (x, args) => {
      const result = substituted(x, args, x.message.parsedUri?.user ?? '');
      return result !== undefined && changeUri(x, { user: result }) ? 1 : -1;
    },
  },
};
