import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-languageserver-types';
import type { Language } from '../../server/languages/language.ts';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import type { ScriptView } from '../../server/languages/opensips/model/view.ts';
import { tokensOf } from '../../server/languages/opensips/reading/parser.ts';
import { routeMapOf } from '../../server/languages/opensips/routeMap/routeMap.ts';
import type { LanguageSettings } from '../../server/languages/project.ts';
import { folder, projectOf, settings } from '../languages.ts';

const shared = process.env.SIP_WORKBENCH_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const corpus = join(shared, 'corpus/opensips.cfg');

function open(
  text: string,
  options: { readonly version?: string; readonly files?: Record<string, string> } = {},
): ScriptView {
  const project = projectOf(opensipsCfg, { ...options.files, 'opensips.cfg': text }, 'opensips.cfg');
  const uri = `${folder}opensips.cfg`;
  const model = opensipsCfg.model(
    project,
    { ...settings, opensipsVersion: options.version ?? '3.6' },
    undefined,
  );
  const tree = project.trees.get(uri);
  if (tree === undefined) throw new Error('the file is not in its project');
  return { uri, tree, model };
}

/** The text without its `|` and the position where that stood. */
function at(text: string): { readonly text: string; readonly position: Position } {
  const before = text.slice(0, text.indexOf('|'));
  const lines = before.split('\n');
  return {
    text: text.replace('|', ''),
    position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
  };
}

const head =
  'socket=udp:127.0.0.1:5060\nmpath="/modules/"\nloadmodule "proto_udp.so"\nloadmodule "sl.so"\nloadmodule "tm.so"\nloadmodule "registrar.so"\n';

function hover(marked: string): string {
  const { text, position } = at(marked);
  const contents = opensipsCfg.hover?.(open(text), position)?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

function complete(marked: string): string[] {
  const { text, position } = at(marked);
  return opensipsCfg.complete?.(open(text), position).items.map(item => item.label) ?? [];
}

describe('hover', () => {
  const modules = `${head}loadmodule "signaling.so"\nloadmodule "auth.so"\nloadmodule "auth_db.so"\nloadmodule "sqlops.so"\nloadmodule "mi_fifo.so"\nloadmodule "uac_auth.so"\n`;

  it.each<[what: string, marked: string, reason: string]>([
    [
      'a parameter',
      'modparam("auth_db", "calculate|_ha1", 1)\n',
      '**With `1`, the table contains every password in clear text.**',
    ],
    [
      'the value of a parameter',
      'modparam("mi_fifo", "fifo_mode", 06|66)\n',
      '**Write permission for all gives every local user full control',
    ],
    [
      'the URL of a database',
      'modparam("sqlops", "db_url", "mysql://u:hush@|h/d")\n',
      '**A password in this URL is clear text',
    ],
    ['a global parameter', 'check|_via=no\n', '**If off, nothing checks that a reply belongs to this server'],
    [
      'the value of a global parameter',
      'log_level=|4\n',
      '**At debug level the log contains complete messages',
    ],
    [
      'a function',
      'route {\n\tsql_q|uery("x");\n}\n',
      '**Values from messages in the query let callers run SQL of their own.**',
    ],
    [
      'a variable',
      'route {\n\txlog("$a|i");\n}\n',
      '**Any client can write it, so trust it only from known peers.**',
    ],
  ])('begins with the security reason of %s', (_what, marked, reason) => {
    const text = hover(modules + marked);
    expect(text.split('\n\n')[1]).toContain(`**Security:** ${reason}`);
    expect(text).not.toContain('hush');
  });

  it('says what is in force, and which line decides', () => {
    const two = (first: string, second: string): string =>
      `${modules}modparam("auth_db", "${first}", 1)\nmodparam("auth_db", "${second}", 0)\n`;
    const [lost, decides] = [two('calculate|_ha1', 'calculate_ha1'), two('calculate_ha1', 'calculate|_ha1')];
    expect(hover(lost)).toContain('**In force:** `0` (line 14). **This line has no effect:**');
    expect(hover(decides)).toContain('**In force:** `0` (line 14).\n');
    expect(hover(`${modules}log_le|vel=3\nlog_level=4\n`)).toContain('**In force:** `4` (line 14). **This');
    expect(hover(`${modules}modparam("mi_fifo", "fifo_mode", 06|66)\n`)).toContain(
      '**In force:** `0666` (line 13).',
    );
  });

  it('does not say that a line has no effect where several add up, and shows no password', () => {
    const line = 'modparam("uac_auth", "credential", "a:r:hush")\n';
    const text = hover(`${modules}${line.replace('credential', 'creden|tial')}${line}`);
    expect(text).toContain('**In force:** `••••••` (line 13), `••••••` (line 14).');
    expect(text).not.toContain('no effect');
    expect(hover(`${modules}sock|et=udp:127.0.0.1:5070\n`)).not.toContain('**In force:**');
  });

  it('shows the name of a column of passwords, which is not secret', () => {
    const text = hover(`${modules}modparam("auth_db", "password_col|umn", "ha1_sha256")\n`);
    expect(text).toContain('**In force:** `ha1_sha256` (line 13).');
  });

  it('shows signature, routes and page of a function', () => {
    const text = hover(`${head}route {\n\tt_re|lay();\n}\n`);
    expect(text).toContain('t_relay([flags: string]');
    expect(text).toContain('`failure_route`');
    expect(text).toContain('https://opensips.org/html/docs/modules/3.6.x/tm.html');
  });

  it('shows type and default of parameters and globals', () => {
    // What it does, then the reference data in one line.
    expect(hover(`${head}modparam("tm", "fr_ti|meout", 5)\n`)).toMatch(
      /\n\n[^|]+\n\n\*\*Type:\*\* .+ · \*\*Default:\*\* `30` · \*\*Versions:\*\* .+\n\n\[Documentation/,
    );
    expect(hover(`log_le|vel=3\n${head}`)).toContain('global parameter');
  });

  it('knows variables, also inside texts, and transformations', () => {
    expect(hover(`${head}route {\n\txlog("$r|u\\n");\n}\n`)).toContain('writable');
    expect(hover(`${head}route {\n\txlog("$(ru{uri.us|er})\\n");\n}\n`)).toContain('transformation');
  });

  it('tells what a management command does, under its name in the version', () => {
    const script = (name: string) =>
      `${head}loadmodule "mi_script.so"\nroute {\n\tmi("${name} all", $var(list));\n}\n`;
    expect(hover(script('dlg_|list'))).toContain('Lists all dialogs');
    expect(hover(script('dlg_|list'))).toContain('**dlg\\_list** (management command of `dialog`)');
    expect(hover(script('up|time'))).toContain('Management commands of core');
    expect(hover(script('of_|mine'))).toBe('');
  });

  it('tells what a statistic counts', () => {
    const script = (name: string) => `${head}route {\n\txlog("$stat(${name})\\n");\n}\n`;
    expect(hover(script('tm:inuse_trans|actions'))).toContain('Number of transactions in memory');
    expect(hover(script('rcv_re|quests'))).toContain('**core\\:rcv\\_requests** (statistic)');
    expect(hover(script('of_|mine'))).not.toContain('statistic)');
    expect(complete(script('|'))).toContain('tm:inuse_transactions');
    expect(complete(script('|'))).not.toContain('dialog:active_dialogs');
  });

  it('tells when an event is raised, and with which parameters', () => {
    const text = hover(`${head}event_route[E_DLG_STATE|_CHANGED] {\n\texit;\n}\n`);
    expect(text).toContain('Raised when the state of a dialog changes');
    expect(text).toContain('`old_state`');
    expect(hover(`${head}event_route[E_OF_|MINE] {\n\texit;\n}\n`)).not.toContain('Raised');
  });

  it('makes names from the file harmless', () => {
    expect(hover(`${head}route["<b>|x</b>"] {\n\texit;\n}\n`)).not.toContain('<b>');
  });
});

describe('completion', () => {
  it('offers modules, parameters, functions, variables and routes where they fit', () => {
    expect(complete(`${head}loadmodule "dia|"\n`)).toContain('dialog.so');
    expect(complete(`${head}modparam("tm", "|")\n`)).toContain('fr_timeout');
    expect(complete(`${head}route {\n\tt_|\n}\n`)).toContain('t_relay');
    expect(complete(`${head}route {\n\txlog("$r|\\n");\n}\n`)).toContain('ru');
    expect(complete(`${head}route {\n\troute(|);\n}\nroute[relay] {\n\texit;\n}\n`)).toEqual(['relay']);
    expect(complete(`${head}route {\n\tt_on_failure("|");\n}\nfailure_route[busy] {\n\texit;\n}\n`)).toEqual([
      'busy',
    ]);
    expect(complete(`${head}route {\n\tsave("location", "|");\n}\n`)).toContain('memory-only');
    expect(complete(`${head}route {\n\txlog("$(ru{|})");\n}\n`)).toContain('uri.user');
    expect(complete(`${head}lo|`)).toContain('log_level');
  });

  it('offers the management commands of core and of loaded modules', () => {
    const offered = complete(`${head}loadmodule "mi_script.so"\nroute {\n\tmi("|");\n}\n`);
    expect(offered).toContain('uptime');
    expect(offered).toContain('t_uac_dlg');
    expect(offered).not.toContain('tm:uac_dlg');
    expect(offered).not.toContain('dlg_list');
    expect(complete(`${head}loadmodule "mi_script.so"\nroute {\n\tmi("uptime |");\n}\n`)).toEqual([]);
  });

  it('offers the functions that an editor may suggest for what is typed', () => {
    const all = complete(`${head}route {\n\t|\n}\n`);
    const typed = complete(`${head}route {\n\tt_re|\n}\n`);
    expect(typed).toEqual(expect.arrayContaining(['t_relay', 't_reply', 'script_trace']));
    for (const other of ['sl_send_reply', 'route_to_gw', 'if']) expect(typed).not.toContain(other);
    expect(all).toEqual(expect.arrayContaining([...typed, 'sl_send_reply']));
  });

  it.each([
    ['log_l|', ['log_level', 'xlog_level'], ['loadmodule', 'route', 'socket']],
    [`route {\n\tx|\n}`, ['xlog'], ['if', 'switch']],
    [`route {\n\t$var(a) = $r|\n}`, ['ru', 'rU'], ['fu', 'avp']],
  ])('offers at %s what an editor may suggest for it', (marked, expected, others) => {
    const offered = complete(`${marked}\n`);
    expect(offered).toEqual(expect.arrayContaining(expected));
    for (const other of others) expect(offered).not.toContain(other);
  });

  it('offers only functions of the kind of route', () => {
    expect(complete(`${head}onreply_route[a] {\n\t|\n}\n`)).not.toContain('t_newtran');
  });

  it('offers the variables of the request first', () => {
    const { text, position } = at(`${head}route {\n\txlog("$|\\n");\n}\n`);
    const items = opensipsCfg.complete?.(open(text), position).items ?? [];
    const sorted = [...items].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
    expect(sorted.slice(0, 5).map(({ label }) => label)).toEqual(['ru', 'rU', 'rd', 'rp', 'rm']);
    expect(sorted.slice(0, 15).map(({ label }) => label)).toEqual(expect.arrayContaining(['fu', 'si', 'tu']));
  });

  describe('of functions whose module is not loaded', () => {
    const script = `${head}loadmodule "db_mysql.so"\nmodparam("db_mysql", "timeout", 2)\nloadmodule "usrloc.so"\nroute {\n\t|\n}\n`;
    const chosen = (label: string, marked = script) => {
      const { text, position } = at(marked);
      const found =
        opensipsCfg.complete?.(open(text), position).items.filter(one => one.label === label) ?? [];
      const [only] = found;
      if (only === undefined || found.length > 1) return found.length;
      const edits = [...(only.additionalTextEdits ?? [])];
      return TextDocument.applyEdits(TextDocument.create('file:///x', '', 1, text), edits).split('\n');
    };

    it('load it behind the other modules, with those that it needs first', () => {
      const lines = chosen('www_authorize');
      const at = Array.isArray(lines) ? lines.indexOf('loadmodule "auth_db.so"') : 0;
      expect(Array.isArray(lines) && lines.slice(at - 3, at + 2)).toEqual([
        'loadmodule "usrloc.so"',
        'loadmodule "signaling.so"',
        'loadmodule "auth.so"',
        'loadmodule "auth_db.so"',
        'route {',
      ]);
    });

    it('load it among modules of its kind, below their parameters', () => {
      const auth = 'loadmodule "auth.so"\nloadmodule "auth_db.so"\nmodparam("auth_db", "use_domain", 1)\n';
      const lines = chosen(
        'aka_www_challenge',
        script.replace('loadmodule "db_mysql.so"', `${auth}loadmodule "db_mysql.so"`),
      );
      const at = Array.isArray(lines) ? lines.indexOf('loadmodule "auth_aka.so"') : 0;
      expect(Array.isArray(lines) && lines.slice(at - 1, at + 2)).toEqual([
        'modparam("auth_db", "use_domain", 1)',
        'loadmodule "auth_aka.so"',
        'loadmodule "db_mysql.so"',
      ]);
    });

    it('are below those of loaded modules, and are offered once', () => {
      const { text, position } = at(script);
      const items = opensipsCfg.complete?.(open(text), position).items ?? [];
      const relay = items.find(({ label }) => label === 't_relay');
      expect(relay?.additionalTextEdits).toBeUndefined();
      const rank = (label: string) => items.find(one => one.label === label)?.sortText ?? label;
      expect(rank('t_relay') < rank('create_dialog')).toBe(true);
      expect(items.find(({ label }) => label === 'create_dialog')?.detail).toContain('loads the module');
    });

    it('are not offered in a file that the modules are not loaded in', () => {
      const { text, position } = at('route[a] {\n\t|\n}\n');
      const files = { 'part.cfg': text };
      const view = open(`${head}include_file "part.cfg"\n`, { files });
      const uri = `${folder}part.cfg`;
      const tree = view.model.project.trees.get(uri);
      if (tree === undefined) throw new Error('not included');
      const labels = opensipsCfg.complete?.({ ...view, uri, tree }, position).items.map(({ label }) => label);
      expect(labels).toContain('t_relay');
      expect(labels).not.toContain('create_dialog');
    });
  });

  it('offers the values of parameters and globals', () => {
    const usrloc = `${head}loadmodule "usrloc.so"\n`;
    expect(complete(`${usrloc}modparam("usrloc", "working_mode_preset", "|")\n`)).toContain('sql-only');
    expect(complete(`${usrloc}modparam("usrloc", "working_mode_preset", |)\n`)).toContain('sql-only');
    expect(complete(`${usrloc}modparam("usrloc", "matching_mode", |)\n`)).toEqual(['0', '1']);
    expect(complete(`${head}modparam("tm", "fr_timeout", |)\n`)).toEqual(['30']);
    expect(complete(`${head}modparam("tm", "nothing", |)\n`)).toEqual([]);
    expect(complete(`log_level=|\n${head}`)).toEqual(['-3', '-2', '-1', '1', '2', '3', '4']);
    expect(complete(`syslog_facility=LOG_L|\n${head}`)).toContain('LOG_LOCAL0');
    expect(complete(`log_stdout=|\n${head}`)).toEqual(['yes', 'no']);
  });

  it('offers log levels and flag words', () => {
    expect(complete(`${head}route {\n\txlog("|");\n}\n`)).toContain('L_ERR');
    expect(complete(`${head}route {\n\txlog("L_|", "text");\n}\n`)).toContain('L_DBG');
    expect(complete(`${head}route {\n\txlog("some text|");\n}\n`)).not.toContain('L_DBG');
    expect(complete(`${head}route {\n\tt_relay("|");\n}\n`)).toContain('no-auto-477');
  });

  it('names the type of a parameter', () => {
    const { text, position } = at(`${head}modparam("tm", "fr_t|")\n`);
    const items = opensipsCfg.complete?.(open(text), position).items ?? [];
    expect(items.find(({ label }) => label === 'fr_timeout')?.detail).toBe('number, default 30');
  });

  it('offers private functions and parameters', () => {
    const own: LanguageSettings = {
      ...settings,
      options: { 'opensips.functions': 'tm.t_twice', 'opensips.parameters': 'tm.my_timer anywhere' },
    };
    const labels = (marked: string) => {
      const { text, position } = at(marked);
      const view = open(text);
      const model = opensipsCfg.model(view.model.project, own, undefined);
      return opensipsCfg.complete?.({ ...view, model }, position).items.map(({ label }) => label);
    };
    expect(labels(`${head}route {\n\t|\n}\n`)).toContain('t_twice');
    expect(labels(`${head}modparam("tm", "|")\n`)).toEqual(expect.arrayContaining(['my_timer', 'anywhere']));
  });

  it('offers private functions in a file that a route includes', () => {
    const part = 'exit;\n\n';
    const view = open(`${head}route {\ninclude_file "part.cfg"\n}\n`, { files: { 'part.cfg': part } });
    const uri = `${folder}part.cfg`;
    const tree = view.model.project.trees.get(uri);
    const own: LanguageSettings = { ...settings, options: { 'opensips.functions': 'tm.t_twice anywhere' } };
    const model = opensipsCfg.model(view.model.project, own, undefined);
    const list =
      tree === undefined
        ? undefined
        : opensipsCfg.complete?.({ uri, tree, model }, { line: 1, character: 0 });
    expect(list?.items.map(({ label }) => label)).toEqual(expect.arrayContaining(['t_twice', 'anywhere']));
  });

  it('describes a function without repeating its signature', () => {
    const { text, position } = at(`${head}route {\n\tt_|\n}\n`);
    const relay = opensipsCfg.complete?.(open(text), position).items.find(({ label }) => label === 't_relay');
    const resolved = relay === undefined ? undefined : opensipsCfg.resolveCompletion?.(relay);
    expect(resolved?.detail).toContain('([flags: string]');
    expect(JSON.stringify(resolved?.documentation)).not.toContain('t_relay(');
  });

  it('is silent in comments', () => {
    expect(complete(`${head}# lo|\n`)).toEqual([]);
  });
});

describe('signature help', () => {
  it('marks the argument that is being written', () => {
    const { text, position } = at(`${head}route {\n\tsl_send_reply(404, |);\n}\n`);
    const help = opensipsCfg.signatureHelp?.(open(text), position);
    expect(help?.signatures[0]?.label).toBe('sl_send_reply(code: number, reason: string)');
    expect(help?.activeParameter).toBe(1);
  });

  it('shows the signature once', () => {
    const { text, position } = at(`${head}route {\n\tsl_send_reply(404, |);\n}\n`);
    const [signature] = opensipsCfg.signatureHelp?.(open(text), position)?.signatures ?? [];
    expect(JSON.stringify(signature?.documentation)).not.toContain('sl_send_reply(');
    expect(JSON.stringify(signature?.documentation)).toContain('Allowed in');
  });

  it('shows the type of a parameter that is known', () => {
    const help = (marked: string) => {
      const { text, position } = at(marked);
      const { signatures, activeParameter } = opensipsCfg.signatureHelp?.(open(text), position) ?? {};
      return [signatures?.[0]?.label, activeParameter];
    };
    expect(help(`${head}modparam("tm", "fr_timeout", |)\n`)).toEqual([
      'modparam("tm", "fr_timeout", number)',
      2,
    ]);
    expect(help(`${head}modparam("tm", |)\n`)[0]).toContain('string...|int');
  });

  it('helps with a call that has no end yet', () => {
    const { text, position } = at(`${head}route {\n\tsl_send_reply(|\n}\n`);
    expect(opensipsCfg.signatureHelp?.(open(text), position)?.activeParameter).toBe(0);
  });
});

describe('names', () => {
  const script = `${head}route {\n\t$var(x) = 1;\n\tt_on_failure("busy");\n\troute(next);\n\txlog("$var(x)\\n");\n}\nroute[next] {\n\texit;\n}\nfailure_route[busy] {\n\troute("next");\n}\n`;

  it('lead from a call to the block', () => {
    const { text, position } = at(script.replace('route(next)', 'route(ne|xt)'));
    expect(opensipsCfg.definition?.(open(text), position)[0]?.targetSelectionRange.start.line).toBe(12);
  });

  it('are renamed in their own name space, texts included', () => {
    const { text, position } = at(script.replace('$var(x) = 1', '$var(|x) = 1'));
    const edits = opensipsCfg.rename?.(open(text), position, 'y')?.changes?.[`${folder}opensips.cfg`];
    expect(edits?.map(edit => edit.range.start.line)).toEqual([7, 10]);
  });

  it('of routes are renamed with and without quotes', () => {
    const { text, position } = at(script.replace('route[next]', 'route[ne|xt]'));
    const edits = opensipsCfg.rename?.(open(text), position, 'go on')?.changes?.[`${folder}opensips.cfg`];
    expect(edits?.map(edit => edit.newText)).toEqual(['"go on"', '"go on"', 'go on']);
  });

  it('that are taken are refused', () => {
    const { text, position } = at(
      `${script.replace('route[next]', 'route[ne|xt]')}route[other] {\n\texit;\n}\n`,
    );
    expect(() => opensipsCfg.rename?.(open(text), position, 'other')).toThrow('already used');
  });

  it('of routes have a call hierarchy', () => {
    const { text, position } = at(script.replace('route[next]', 'route[ne|xt]'));
    const view = open(text);
    const item = opensipsCfg.prepareCallHierarchy?.(view, position)[0];
    if (item === undefined) throw new Error('no item');
    expect(opensipsCfg.incomingCalls?.(view.model, item).map(call => call.from.name)).toEqual([
      'route',
      'failure_route[busy]',
    ]);
  });
});

describe('actions', () => {
  it('insert a missing semicolon', () => {
    const view = open(`${head}route {\n\texit\n}\n`);
    const range = { start: { line: 7, character: 4 }, end: { line: 7, character: 5 } };
    const action = opensipsCfg.actions?.(view, range, opensipsCfg.check(view), undefined)[0];
    expect(action?.title).toBe('Insert ;');
    expect(action?.edit?.changes?.[view.uri]?.[0]).toEqual({
      range: { start: { line: 7, character: 5 }, end: { line: 7, character: 5 } },
      newText: ';',
    });
  });

  it.each([
    [
      'quotes of a single word',
      'sl_send_reply(404, Gone);',
      'Put "Gone" in quotes',
      'sl_send_reply(404, "Gone");',
    ],
    ['an argument too many', 'strip(1, "x");', 'Remove the last argument', 'strip(1);'],
    ['a comma', 'sl_send_reply(404 "Gone");', 'Insert ,', 'sl_send_reply(404, "Gone");'],
    ['the end of a call', 'sl_send_reply(404, "Gone";', 'Insert )', 'sl_send_reply(404, "Gone");'],
    [
      'the end of a condition',
      'if (is_method("ACK") { exit; }',
      'Insert )',
      'if (is_method("ACK")) { exit; }',
    ],
    ['parentheses of a call', 'sl_reply_error;', 'Write sl_reply_error()', 'sl_reply_error();'],
    [
      'parentheses in a condition',
      'if (t_check_trans) exit;',
      'Write t_check_trans()',
      'if (t_check_trans()) exit;',
    ],
    ['the case of a keyword', 'EXIT;', 'Write exit', 'exit;'],
    ['a letter of a keyword', 'exiit;', 'Write exit', 'exit;'],
    ['a sign of an operator', 'if ($rU === "1") exit;', 'Write ==', 'if ($rU == "1") exit;'],
    ['the order of an operator', 'if ($rp => 1) exit;', 'Write >=', 'if ($rp >= 1) exit;'],
  ])('insert or remove %s', (_, before, title, after) => {
    const view = open(`${head}route {\n\t${before}\n}\n`);
    const line = opensipsCfg.print(view.tree).split('\n').indexOf(`\t${before}`);
    const range = { start: { line, character: 0 }, end: { line, character: 80 } };
    const action = opensipsCfg
      .actions?.(view, range, opensipsCfg.check(view), ['quickfix'])
      .find(one => one.title === title);
    const edits = action?.edit?.changes?.[view.uri] ?? [];
    const text = TextDocument.create(view.uri, 'opensips-cfg', 1, opensipsCfg.print(view.tree));
    expect(TextDocument.applyEdits(text, edits).split('\n')[line]).toBe(`\t${after}`);
  });

  it.each([
    ['LOADMODULE "rr.so"', 'Write loadmodule', 'loadmodule "rr.so"'],
    ['modpraam("tm", "fr_timeout", 5)', 'Write modparam', 'modparam("tm", "fr_timeout", 5)'],
    ['modparam("tm" "fr_timeout", 5)', 'Insert ,', 'modparam("tm", "fr_timeout", 5)'],
    ['modparam("sl", "enable_stats", yes)', 'Put "yes" in quotes', 'modparam("sl", "enable_stats", yes)'],
    [
      'modparam("nathelper", "sipping_method", INFO)',
      'Put "INFO" in quotes',
      'modparam("nathelper", "sipping_method", "INFO")',
    ],
  ])('repair %s at the top level', (before, title, after) => {
    const loaded = head
      .replace('registrar', 'signaling')
      .replace('tm.so"', 'tm.so"\nloadmodule "nathelper.so"');
    const view = open(`${loaded}${before}\nroute {\n\texit;\n}\n`);
    const range = { start: { line: 7, character: 0 }, end: { line: 7, character: 80 } };
    const actions = opensipsCfg.actions?.(view, range, opensipsCfg.check(view), ['quickfix']) ?? [];
    const action = actions.find(one => one.title === title);
    const text = TextDocument.create(view.uri, 'opensips-cfg', 1, opensipsCfg.print(view.tree));
    const result = TextDocument.applyEdits(text, action?.edit?.changes?.[view.uri] ?? []).split('\n')[7];
    expect(result).toBe(after);
  });

  it('do not load a module that a line with a misspelled name is meant to load', () => {
    const view = open(`${head}loadmodule "sipmsgosp.so"\nroute {\n\tif (has_totag())\n\t\texit;\n}\n`);
    const range = { start: { line: 0, character: 0 }, end: { line: 12, character: 0 } };
    const titles = opensipsCfg
      .actions?.(view, range, opensipsCfg.check(view), ['quickfix'])
      .map(({ title }) => title);
    expect(titles).toContain('Load sipmsgops');
    expect(titles).not.toContain('Load the module sipmsgops');
  });

  it('migrate a script to the newest version as one edit', () => {
    const view = open(
      'listen=udp:127.0.0.1:5060\nlog_facility=LOG_LOCAL0\nmpath="/modules/"\nloadmodule "proto_udp.so"\nroute {\n\tappend_branch("sip:a@b");\n\txlog("$proto\\n");\n}\n',
      { version: '3.2' },
    );
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const migration = opensipsCfg
      .actions?.(view, range, [], ['refactor.rewrite'])
      .find(action => action.title.startsWith('Migrate to OpenSIPS 4.0'));
    const edits = migration?.edit?.changes?.[view.uri] ?? [];
    const text = opensipsCfg.print(view.tree);
    const migrated = TextDocument.applyEdits(TextDocument.create(view.uri, 'opensips-cfg', 1, text), edits);
    expect(migrated).toBe(
      text
        .replace('listen', 'socket')
        .replace('log_facility', 'syslog_facility')
        .replace('append_branch("sip:a@b")', 'append_msg_branch("sip:a@b", , "inherite")')
        .replace('$proto', '$socket_in(proto)'),
    );
  });
});

describe.skipIf(!existsSync(corpus))('scripts of other people', () => {
  const names = existsSync(corpus) ? readdirSync(corpus) : [];

  it.each(names)('%s: formatting changes nothing but white space, and only once', name => {
    const text = readFileSync(join(corpus, name), 'utf8');
    const once = formatted(text);
    expect(once.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
    expect(formatted(once)).toBe(once);
    expect(stringsOf(once)).toEqual(stringsOf(text));
  });

  it.each(names)('%s: every feature answers everywhere', name => {
    const text = readFileSync(join(corpus, name), 'utf8');
    const view = open(text, { version: 'auto' });
    everyFeature(view, Math.max(1, Math.floor(view.tree.lines.length / 40)));
  });
});

function formatted(text: string): string {
  const view = open(text, { version: 'auto' });
  const edits = opensipsCfg.format?.(view, { tabSize: 4, insertSpaces: false }) ?? [];
  const lines = [...view.tree.lines];
  for (const edit of [...edits].sort((a, b) => b.range.start.character - a.range.start.character)) {
    const line = lines[edit.range.start.line] ?? '';
    lines[edit.range.start.line] =
      line.slice(0, edit.range.start.character) + edit.newText + line.slice(edit.range.end.character);
  }
  return lines.join('');
}

function stringsOf(text: string): string[] {
  const tree = opensipsCfg.parse(text);
  return tree.blocks
    .flatMap((block, index) => tokensOf(tree, block, tree.starts[index] ?? 0))
    .filter(({ kind }) => kind === 'string')
    .map(token => token.text);
}

function everyFeature(view: ScriptView, step: number): void {
  const language: Language<ScriptView['tree'], ScriptView['model']> = opensipsCfg;
  const whole = { start: { line: 0, character: 0 }, end: { line: view.tree.lines.length, character: 0 } };
  language.symbols?.(view);
  language.folding?.(view);
  language.tokens?.(view);
  language.links?.(view);
  language.hints?.(view, whole);
  language.actions?.(view, whole, language.check(view), undefined);
  language.workspaceSymbols?.(view.model, 'r');
  for (let line = 0; line < view.tree.lines.length; line += step) {
    const position = { line, character: Math.floor((view.tree.lines[line]?.length ?? 0) / 2) };
    language.hover?.(view, position);
    language.complete?.(view, position);
    language.signatureHelp?.(view, position);
    language.definition?.(view, position);
    language.references?.(view, position, true);
    language.highlights?.(view, position);
    language.prepareRename?.(view, position);
    language.selectionRanges?.(view, [position]);
    for (const item of language.prepareCallHierarchy?.(view, position) ?? []) {
      language.incomingCalls?.(view.model, item);
      language.outgoingCalls?.(view.model, item);
    }
  }
}

describe('the route map', () => {
  it('has a box for each block, with its ways out, and an arrow for each way between them', () => {
    const view = open(
      `${head}route {\n\troute(next);\n\troute(next);\n\tt_on_failure("busy");\n\tt_relay();\n}\nroute[next] {\n\tsl_send_reply(404, "Not Found");\n\tdrop;\n}\nroute[lost] {\n\texit;\n}\nfailure_route[busy] {\n\texit;\n}\n`,
    );
    const map = routeMapOf(view.model);
    const lineOf = (place: number | undefined) => map?.places[place ?? -1]?.line;
    expect(
      map?.boxes.map(({ title, exits, state, place }) => ({
        title,
        exits: exits.map(({ kind }) => kind),
        state,
        line: lineOf(place),
      })),
    ).toEqual([
      { title: 'route', exits: ['relay'], state: 'used', line: 6 },
      { title: 'route[next]', exits: ['reply', 'drop'], state: 'used', line: 12 },
      { title: 'route[lost]', exits: ['exit'], state: 'unused', line: 16 },
      { title: 'failure_route[busy]', exits: ['exit'], state: 'used', line: 19 },
    ]);
    expect(map?.arrows.map(({ from, to, kind, places }) => [from, to, kind, lineOf(places[0])])).toEqual([
      [0, 1, 'call', 7],
      [0, 3, 'failure', 9],
    ]);
  });

  it('puts no box over another', () => {
    const text = `${head}route {\n${Array.from({ length: 20 }, (_, at) => `\troute(r${at});\n`).join('')}}\n${Array.from({ length: 20 }, (_, at) => `route[r${at}] {\n\troute(r${(at * 7) % 20});\n}\n`).join('')}`;
    const boxes = routeMapOf(open(text).model)?.boxes ?? [];
    expect(boxes.length).toBe(21);
    for (const a of boxes)
      for (const b of boxes) if (a !== b) expect(a.x === b.x && Math.abs(a.y - b.y) < a.height).toBe(false);
  });
});
