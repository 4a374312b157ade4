import { describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { rules } from '../../server/languages/asterisk/sip-conf/check/rules.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { GENERATED_SECRET } from '../../server/rules/generatedSecret.ts';
import { folder, projectOf, settings } from '../languages.ts';
import { applyEdits } from '../markers/harness.ts';

interface Rule {
  readonly code: string;
  readonly bad: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly exampleVersion?: string;
}

function viewOf(rule: Rule, source: string) {
  const project = projectOf(sipConf, { ...rule.files, 'sip.conf': source }, 'sip.conf');
  const options =
    rule.exampleVersion === undefined ? settings : { ...settings, asteriskVersion: rule.exampleVersion };
  return {
    uri: `${folder}sip.conf`,
    tree: sipConf.parse(source),
    model: sipConf.model(project, options, undefined),
  };
}

function fixesOf(rule: Rule, source: string): { title: string; fixed: string; before: Diagnostic[] }[] {
  const view = viewOf(rule, source);
  const before = sipConf.check(view);
  const all = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  return (sipConf.actions?.(view, all, before, ['quickfix']) ?? [])
    .filter(action => action.diagnostics?.[0]?.code === rule.code)
    .map(action => ({
      title: action.title,
      fixed: applyEdits(source, action.edit?.changes?.[view.uri] ?? []),
      before,
    }));
}

const count = (found: readonly Diagnostic[], code: string): number =>
  found.filter(one => one.code === code).length;

/** The ways to end a line, and a file that ends without. */
const shapes: Readonly<Record<string, (text: string) => string>> = {
  'line feeds': text => text,
  'carriage returns': text => text.replace(/\r?\n/g, '\r\n'),
  'no last end of line': text => text.replace(/\n$/, ''),
};

describe.each(Object.entries(shapes))(
  'the quick fixes of a rule fix its example with %s',
  (shape, shaped) => {
    const examples = rules
      .filter(rule => rule.bad !== '')
      .flatMap(rule =>
        fixesOf(rule, shaped(rule.bad)).map(
          (fix, index) => [`${rule.code} ${index} ${fix.title}`, rule, fix] as const,
        ),
      );

    it.each(examples)('%s', (_name, rule, { fixed, before }) => {
      const after = sipConf.check(viewOf(rule, fixed));
      expect(count(after, rule.code)).toBeLessThan(count(before, rule.code));
      const errors = (found: readonly Diagnostic[]): unknown[] =>
        found.filter(one => one.severity === DiagnosticSeverity.Error).map(one => one.code);
      expect(errors(before)).toEqual(expect.arrayContaining(errors(after)));
      if (shape === 'carriage returns') expect(fixed.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    });
  },
);

describe('a fix', () => {
  const fixed = (code: string, source: string): string[] =>
    fixesOf({ code, bad: source }, source).map(fix => `${fix.title}: ${fix.fixed}`);

  it('replaces a plain-text password with a hash', () => {
    const source = '[general]\nrealm=example.com\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n';
    const [title] = fixed('sip-conf/clear-text-secret', source);
    expect(title).toContain('Replace with md5secret for realm "example.com"');
    expect(title).toContain('md5secret=f7620c3026024fe12d5bfc6246a03c49\n');
  });

  it('replaces a weak secret with a generated one, and does not offer to hash it', () => {
    const source = '[general]\nallowguest=no\n[alice]\ntype=friend\nhost=dynamic\nsecret=changeme\n';
    expect(fixed('sip-conf/clear-text-secret', source)).toEqual([]);
    const [title] = fixed('sip-conf/weak-secret', source);
    expect(title).toContain('Replace with a generated secret');
    expect(title).toContain(`secret=${GENERATED_SECRET}\n`);
  });

  it('leaves the secret of a trunk to the provider', () => {
    const source = '[general]\nallowguest=no\n[p]\ntype=friend\nhost=192.0.2.1\nsecret=changeme\n';
    expect(fixed('sip-conf/weak-secret', source)).toEqual([]);
  });

  it('does not make a second [general], which the server would ignore', () => {
    expect(
      fixed('sip-conf/option-before-section', 'allowguest=no\n; a\nrealm=b\n[general]\nrtptimeout=1'),
    ).toEqual(['Move below [general]: ; a\n[general]\nallowguest=no\nrealm=b\nrtptimeout=1']);
    expect(fixed('sip-conf/option-before-section', 'allowguest=no\n')).toEqual([
      'Insert [general] above: [general]\nallowguest=no\n',
    ]);
  });
});

describe('of two messages about one mistake', () => {
  const codesOf = (source: string) =>
    sipConf.check(viewOf({ code: '', bad: '' }, source)).map(one => [one.code, one.range.start.line]);

  it('only that of the server is given for an unclosed header', () => {
    expect(codesOf('[general]\nallowguest=no\n[alice\nhost=dynamic\n').map(([code]) => code)).toEqual([
      'sip-conf/unclosed-section-header',
    ]);
  });

  it('only that of the server is given for an unknown template, which may bring the type', () => {
    expect(codesOf('[general]\nallowguest=no\n[alice](phnoe)\nhost=dynamic\n').map(([code]) => code)).toEqual(
      ['sip-conf/unknown-template'],
    );
  });

  it('only that of the server is given for an unclosed list of templates', () => {
    expect(codesOf('[general]\nallowguest=no\n[alice](phone,\nhost=dynamic\n').map(([code]) => code)).toEqual(
      ['sip-conf/unclosed-section-header'],
    );
  });

  it('only that of the server is given for a domain line without a domain', () => {
    expect(codesOf('[general]\nallowguest=no\ndomain=\n').map(([code]) => code)).toEqual([
      'sip-conf/invalid-value',
    ]);
  });

  it('only that of the server is given for an empty name before the first section', () => {
    expect(codesOf('===\n[general]\nallowguest=no\n')).toEqual([['sip-conf/option-before-section', 0]]);
  });
});

describe('a value that the server refuses', () => {
  const messageOf = (source: string) =>
    sipConf.check(viewOf({ code: '', bad: '' }, `[general]\nallowguest=no\n${source}\n`))[0]?.message;

  it('is not fixed with "none" when it is not a codec', () => {
    expect(messageOf('allow=one')).not.toContain('none');
  });

  it.each(['externaddr=pbx.example.org', 'externip=pbx.example.org:5070'])(
    '%s is a name to look up',
    line => {
      expect(messageOf(`localnet=10.0.0.0/8\n${line}`)).toContain('Use externhost for a name');
    },
  );

  it('is not fixed with a name for something else', () => {
    expect(messageOf('externaddr=203.0.113.300\nlocalnet=10.0.0.0/8')).not.toContain('externhost');
  });

  it('is answered with some of many words as examples', () => {
    expect(messageOf('allow=two')).toContain('Use another, such as all, ');
    expect(messageOf('dtmfmode=two')).toContain('Use one of: rfc2833, ');
  });
});

it('permit lines for IPv6 are denied in their own notation', () => {
  const source = '[general]\nallowguest=no\n[1]\ntype=friend\nhost=dynamic\npermit=2001:db8::/32\n';
  const found = sipConf
    .check(viewOf({ code: '', bad: '' }, source))
    .find(({ code }) => code === 'sip-conf/access-list-admits-everybody');
  expect(found?.message).toContain('Put deny=::/0 above the permit lines.');
});

describe('of versions, what differs between them', () => {
  const messagesOf = (version: string, source: string) =>
    sipConf
      .check(viewOf({ code: '', bad: '', exampleVersion: version }, source))
      .map(one => `${one.severity} ${one.code} ${one.message}`);
  const device = '[general]\nallowguest=no\nalwaysauthreject=yes\n[a]\ntype=peer\nhost=192.0.2.1\n';

  it('insecure=very works in 1.4 and is refused later', () => {
    const [old] = messagesOf('1.4', `${device}insecure=very\n`);
    expect(old).toContain('2 sip-conf/insecure-very "very" is an old spelling of "port,invite".');
    const [late] = messagesOf('1.8', `${device}insecure=very\n`);
    expect(late).toContain('1 sip-conf/invalid-value');
  });

  it('an unknown word in amaflags is refused up to 11 and treated as none later', () => {
    expect(messagesOf('11', `${device}amaflags=bill\n`)[0]).toContain('1 sip-conf/invalid-value');
    expect(messagesOf('13', `${device}amaflags=bill\n`)[0]).toContain(
      'The server silently treats it as none',
    );
  });

  it('a misspelled name is not taken for one that the version does not know', () => {
    const source = '[general]\nallowguest=no\nalwaysauthreject=yes\n';
    expect(messagesOf('1.4', `${source}careinvite=no\n`)[0]).toContain('Did you mean "canreinvite"?');
    expect(messagesOf('1.4', `${source}reinvite=no\n`)[0]).toContain('Did you mean "canreinvite"?');
    expect(messagesOf('20', `${source}reinvite=no\n`)[0]).toContain('Did you mean "directmedia"?');
    expect(messagesOf('1.4', `${source}tcpbinaddr=::\n`)[0]).not.toContain('udpbindaddr');
  });

  it('a word that counts as no is reported as such', () => {
    const [found] = messagesOf('20', `${device}sendrpid=maybe\n`);
    expect(found).toContain('The server silently treats it as "no".');
  });
});

describe('a template', () => {
  it('may have an empty name, as the server never makes a device of it', () => {
    const found = sipConf.check(viewOf({ code: '', bad: '' }, '[general]\n[](!)\nhost=dynamic\n'));
    expect(found.map(one => one.code)).not.toContain('sip-conf/empty-section-name');
  });

  it('that copies from itself is not to be moved above itself', () => {
    const [found] = sipConf.check(viewOf({ code: '', bad: '' }, '[a](!,a)\nhost=dynamic\n'));
    expect(found?.message).toMatch(/cannot inherit from itself\..* Remove the name from the parentheses\./);
  });
});

describe('a message', () => {
  const messagesOf = (source: string) =>
    sipConf.check(viewOf({ code: '', bad: '' }, source)).map(one => one.message);

  it('about two names of one option says that they are one', () => {
    const found = messagesOf('[general]\nallowguest=no\nbindaddr=192.0.2.1\nudpbindaddr=192.0.2.2\n');
    expect(found[0]).toContain('A later line sets "udpbindaddr", another name for the same option.');
  });

  it('about a line that devices share reads well', () => {
    const shared = '[phone](!)\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\npermit=192.0.2.0/24\n';
    const found = messagesOf(`[general]\nallowguest=no\n${shared}[a](phone)\n[b](phone)\n`);
    expect(found).toContain(
      'Permit lines alone refuse no one. Requests as any device that inherits from "phone" are accepted from anywhere. Put deny=0.0.0.0/0.0.0.0 above the permit lines.',
    );
  });
});
