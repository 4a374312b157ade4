import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { type ConfigTree, parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { compareDrivers } from '../../server/languages/asterisk/conversion/comparison/compare.ts';
import { loadConverted } from '../../server/languages/asterisk/conversion/comparison/loadConverted.ts';
import { madeMessages } from '../../server/languages/asterisk/conversion/comparison/messages.ts';
import { convertToPjsip } from '../../server/languages/asterisk/conversion/convert.ts';
import { conversionMarkdown } from '../../server/languages/asterisk/conversion/report.ts';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { SipConf } from '../../server/languages/asterisk/sip-conf/model/model.ts';
import type { Project } from '../../server/languages/project.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';
import { checkAll } from '../languages.ts';

const root = 'file:///etc/asterisk/sip.conf';

function convert(text: string) {
  const project: Project<ConfigTree> = {
    root,
    trees: new Map([[root, parseConfig(text)]]),
    resolve: () => [],
    companions: new Map(),
  };
  const model = new SipConf(project, defaultSettings.language);
  return { model, conversion: convertToPjsip(model) };
}

function outputOf(text: string): string {
  return convert(text).conversion.files[0]?.text ?? '';
}

/** The rules that report something about the converted file. */
function findings(text: string): readonly unknown[] {
  const output = outputOf(text);
  const found = checkAll(pjsipConf, { 'pjsip.conf': output }, 'pjsip.conf').get('pjsip.conf') ?? [];
  return found
    .filter(({ severity }) => severity !== DiagnosticSeverity.Hint)
    .map(({ code }) => code)
    .filter(code => !output.includes(`; sip-workbench-ignore ${code}:`));
}

const general = '[general]\nallowguest=no\n';
const trunk = (name: string, ...lines: readonly string[]): string =>
  [`[${name}]`, 'type=peer', 'context=trunks', ...lines, ''].join('\n');

describe('an ignore comment that the conversion writes', () => {
  const phone = '[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n';

  it('is there when a device inherits what it is about', () => {
    const output = outputOf(general + phone);
    expect(output).toContain('sip-workbench-ignore pjsip-conf/incomplete-nat-settings');
    expect(findings(general + phone)).toEqual([]);
  });

  it('is not there when every device overrides it', () => {
    expect(outputOf(`${general}${phone}nat=comedia,force_rport\n`)).not.toContain('sip-workbench-ignore');
  });
});

describe('two trunks at one address', () => {
  it('give no finding about their overlap', () => {
    const text = `${general}${trunk('a', 'host=10.0.0.2')}${trunk('b', 'host=10.0.0.2', 'port=5062')}`;
    expect(findings(text)).toEqual([]);
  });

  it('give none for a trunk over two transports', () => {
    const text = `${general}tcpenable=yes\n${trunk('a', 'host=10.0.0.2', 'transport=tcp,udp')}`;
    expect(findings(text)).not.toContain('pjsip-conf/header-is-alternative');
  });
});

describe('the account of a conversion', () => {
  function notes(text: string, line: number) {
    return convert(text).conversion.lines.find(each => each.line === line);
  }

  it('says that a file is refused as a whole', () => {
    const { conversion } = convert(`${general}[a](nowhere)\ntype=friend\n`);
    expect(conversion.differences[0]).toMatchObject({
      what: 'Asterisk refuses this sip.conf.',
      lines: [{ line: 2 }],
    });
  });

  it('mentions a domain list once', () => {
    const lines = ['domain=a.ex', 'allowexternaldomains=no', 'domainsasrealm=yes', 'autodomain=yes', ''];
    const { conversion } = convert(`${general}${lines.join('\n')}`);
    const titles = conversion.differences.map(({ what }) => what);
    expect(titles.filter(what => what === 'All challenges use one realm.')).toHaveLength(1);
    expect(titles).not.toContain('The list of domains has no effect.');
  });

  it('says what overrides a line of the same device', () => {
    const text = `${general}[kid]\ntype=friend\nhost=dynamic\n[Kid]\ntype=peer\nhost=10.0.0.1\n`;
    expect(notes(text, 4)?.note).toBe('A later line overrides it.');
  });

  it('leads from the header of an appended section to the new sections', () => {
    const text = `${general}[a]\ntype=friend\nhost=dynamic\n[a](+)\nlanguage=de\n`;
    expect(notes(text, 5)).toMatchObject({ verdict: 'converted' });
  });

  it('says that options of registrations need one', () => {
    expect(notes(`${general}registertimeout=15\n`, 2)?.note).toBe('The server does not register anywhere.');
  });

  it('keeps the mailboxes that a device with an address subscribes to', () => {
    const text = `${general}${trunk('a', 'host=10.0.0.2', 'subscribemwi=yes', 'mailbox=1@d')}`;
    expect(outputOf(text)).toMatch(/type=aor\n(?:.+\n)*mailboxes=1@d\n/);
  });
});

describe('the report', () => {
  it('reads well as text, and says what to do about each difference', () => {
    const { conversion } = convert(`${general}[a]\ntype=friend\nhost=dynamic\nsecret=s\n`);
    const report = conversionMarkdown(conversion, null, ({ line }) => `sip.conf:${line + 1}`);
    expect(report).toContain(
      'In chan_pjsip, a registration does not make an endpoint recognizable by its address.',
    );
  });
});

describe('the comparison', () => {
  it('calls a domain that the server accepts', () => {
    const text = `${general}domain=a.ex\nallowexternaldomains=no\n[alice]\ntype=friend\nhost=dynamic\nsecret=s\n`;
    const { model, conversion } = convert(text);
    const compared = compareDrivers(model, loadConverted(conversion, model), madeMessages(model));
    expect(compared.map(({ before }) => before.outcome)).toContain('registered');
    expect(compared.filter(({ same }) => !same)).toEqual([]);
  });
});
