import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { sipTrace } from '../../server/languages/trace/index.ts';
import { differentIdentities } from '../../server/sip/digest/identities.ts';
import { checkAll, folder, projectOf, settings } from '../languages.ts';

const modules = ['proto_udp', 'sl', 'signaling', 'auth', 'db_mysql', 'auth_db'];

function findings(settings: string, check: string, opensipsVersion = '3.6'): readonly Diagnostic[] {
  const isOld = opensipsVersion === '2.4';
  const text = [
    `${isOld ? 'listen' : 'socket'}=udp:127.0.0.1:5060`,
    ...[...modules, ...(isOld ? ['uri'] : [])].map(name => `loadmodule "/modules/${name}.so"`),
    'modparam("auth_db", "db_url", "mysql://localhost/opensips")',
    settings,
    `route {\n\tif (!www_authorize("", "accounts")) exit;\n\tif (!${check}) exit;\n}\n`,
  ].join('\n');
  return [...checkAll(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg', { opensipsVersion }).values()]
    .flat()
    .filter(({ code }) => code === 'opensips-cfg/identities-must-match');
}

const sameColumn = 'modparam("auth_db", "uri_uriuser_column", "username")';

describe('identities that must match', () => {
  it.each(['db_is_to_authorized("subscriber")', 'db_is_from_authorized("accounts")'])(
    'warns about a table of passwords in %s',
    check => {
      expect(findings('', check).map(({ severity }) => severity)).toEqual([2]);
    },
  );

  it('hints where both names must be the same', () => {
    const severities = (found: readonly Diagnostic[]) => found.map(({ severity }) => severity);
    expect(severities(findings('', 'db_check_to()', '2.4'))).toEqual([4]);
  });

  it.each([
    ['', 'db_is_to_authorized("uri")', '3.6'],
    ['', 'db_is_to_authorized($var(table))', '3.6'],
    [sameColumn, 'db_is_to_authorized("subscriber")', '3.6'],
    ['modparam("auth_db", "uri_uriuser_column", "sip_user")', 'db_is_to_authorized("accounts")', '3.6'],
    ['modparam("uri", "use_uri_table", 1)', 'db_check_to()', '2.4'],
  ])('is silent with %s %s', (settings, check, version) => {
    expect(findings(settings, check, version)).toEqual([]);
  });
});

describe('quick fixes', () => {
  const modulesBefore = modules.map(name => `loadmodule "/modules/${name}.so"\n`).join('');

  /** The text after the fix with this title, wherever it changes the file. */
  function fixed(text: string, title: string): string {
    const project = projectOf(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg');
    const uri = `${folder}opensips.cfg`;
    const model = opensipsCfg.model(project, { ...settings, opensipsVersion: '3.6' }, undefined);
    const tree = project.trees.get(uri);
    if (tree === undefined) throw new Error('the file is not in its project');
    const view = { uri, tree, model };
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const action = opensipsCfg
      .actions?.(view, range, opensipsCfg.check(view), ['quickfix'])
      .find(one => one.title === title);
    const document = TextDocument.create(uri, 'opensips-cfg', 1, text);
    return TextDocument.applyEdits(document, action?.edit?.changes?.[uri] ?? []);
  }

  const head = `socket=udp:127.0.0.1:5060\n${modulesBefore}modparam("auth_db", "db_url", "mysql://localhost/opensips")\n`;
  const authorized =
    '\tif (!www_authorize("", "subscriber")) {\n\t\twww_challenge("", "auth");\n\t\texit;\n\t}';

  it('compare the credentials with To below the authorization', () => {
    expect(
      fixed(`${head}route {\n${authorized}\n}\n`, 'Refuse other users than the one in the credentials'),
    ).toBe(
      `${head}route {\n${authorized}\n\tif ($au != $tU) {\n\t\tsend_reply(403, "Forbidden");\n\t\texit;\n\t}\n}\n`,
    );
  });

  it('set the column with the second name where the module is loaded', () => {
    const route = `route {\n${authorized}\n\tif (!db_is_to_authorized("subscriber")) exit;\n}\n`;
    const load = 'loadmodule "/modules/auth_db.so"\n';
    expect(fixed(head + route, 'Require the same name in both')).toBe(
      head.replace(load, `${load}${sameColumn}\n`) + route,
    );
  });
});

describe('names of a REGISTER', () => {
  it.each([
    ['REGISTER', '1001', ['1001-auth'], true],
    ['REGISTER', '1001', ['1001@example.com'], false],
    ['REGISTER', 'Bob', ['bob'], false],
    ['REGISTER', '1001', [undefined], false],
    ['INVITE', '1002', ['1001'], false],
  ])('%s %s %j: %s', (method, user, names, expected) => {
    expect(differentIdentities(method, user, names) !== undefined).toBe(expected);
  });

  it('are reported in a trace, with the servers that refuse them', () => {
    const register = [
      'REGISTER sip:example.com SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1',
      'Max-Forwards: 70',
      'From: <sip:1001@example.com>;tag=1',
      'To: <sip:1001@example.com>',
      'Call-ID: 1@192.0.2.10',
      'CSeq: 2 REGISTER',
      'Contact: <sip:1001@192.0.2.10>',
      'Authorization: Digest username="1001-auth", realm="example.com", nonce="84a4cc6f", uri="sip:example.com", response="7587245234b3434cc3412213e5f113a5"',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
    const [found] = [...checkAll(sipTrace, { 'a.sip': register }, 'a.sip', {}).values()]
      .flat()
      .filter(({ code }) => code === 'sip-trace/identities-differ');
    expect(found?.message).toContain('db_is_to_authorized');
    expect(found?.message).toContain('chan_sip');
  });
});
