import { describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { modelOf } from '../../server/languages/opensips/model/modelOf.ts';
import { parse } from '../../server/languages/opensips/reading/parser.ts';

const uri = 'file:///opensips.cfg';
const plain = 'socket=udp:127.0.0.1:5060\nmpath="/modules/"\nloadmodule "proto_udp.so"\nloadmodule "sl.so"\n';
const head = `${plain}loadmodule "domain.so"\nloadmodule "alias_db.so"\nloadmodule "db_mysql.so"\n`;

function open(text: string) {
  const tree = parse(text);
  const project = { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() };
  return { uri, tree, model: modelOf(project, { opensipsVersion: '3.6', severities: {} }, undefined) };
}

function check(text: string, code: string): readonly Diagnostic[] {
  return opensipsCfg.check(open(text)).filter(one => one.code === `opensips-cfg/${code}`);
}

describe('what is said once', () => {
  it('that the script contains passwords of databases', () => {
    const text = `${head}modparam("domain", "db_url", "mysql://a:b@localhost/x")\nmodparam("alias_db", "db_url", "mysql://a:b@localhost/x")\n`;
    const found = check(text, 'credentials-in-url');
    expect(found.map(({ range }) => range.start.line)).toEqual([7]);
    expect(found[0]?.relatedInformation?.map(({ location }) => location.range.start.line)).toEqual([8]);
  });

  it('that many characters have no meaning', () => {
    const text = `${head}route {\n${'\txlog(“a”);\n'.repeat(25)}}\n`;
    const found = check(text, 'stray-character');
    expect(found.map(({ range }) => range.start.line)).toEqual([8]);
    expect(JSON.stringify(found)).toContain('49 others');
  });
});

describe('a module that no version has', () => {
  const text = `${plain}loadmodule "acmebilling.so"\nmodparam("acmebilling", "tariff", "x")\nroute {\n\tif (acme_bill($ru, 1))\n\t\txlog("$acme_price(x)\\n");\n\tsl_sendreply(404, "x");\n}\n`;

  it('gives a warning, and nothing about its functions, parameters and variables', () => {
    const found = opensipsCfg.check(open(text)).filter(({ severity = 1 }) => severity <= 2);
    expect(found.map(({ code, severity, range }) => [code, severity, range.start.line])).toEqual([
      ['opensips-cfg/unknown-module', 2, 4],
      ['opensips-cfg/unknown-function', 2, 9],
    ]);
  });

  it('is refused when its name is a misspelled one', () => {
    const found = check(text.replaceAll('acmebilling', 'maxfwrd'), 'unknown-module');
    expect(found.map(({ severity }) => severity)).toEqual([1]);
  });
});

it('the variables of the request are completed first', () => {
  const text = `${head}route {\n\txlog("$");\n}\n`;
  const items = opensipsCfg.complete?.(open(text), { line: 8, character: 8 }).items ?? [];
  const sorted = items
    .map(({ label, sortText = label }) => ({ label, sortText }))
    .sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
  expect(sorted.slice(0, 4).map(({ label }) => label)).toEqual(['ru', 'rU', 'rd', 'rp']);
});
