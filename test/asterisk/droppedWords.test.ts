import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { modelOf } from './matchingCase.ts';

function viewOf(text: string, version = '20') {
  const model = modelOf(text, {}, version);
  const tree = model.project.trees.get(model.project.root);
  if (tree === undefined) throw new Error('no tree');
  return { uri: model.project.root, tree, model };
}

const conf = `[general]
[t](!)
insecure=port, invite
[alice](t)
type=friend
host=dynamic
allow=alaw,nosuch,ulaw
`;

function hoverText(text: string, line: number, character: number): string {
  const contents = sipConf.hover?.(viewOf(text), { line, character })?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

describe('words of a list that the server drops', () => {
  it('are struck through where a hover says what is in force', () => {
    expect(hoverText(conf, 6, 2)).toContain('`alaw`, ~~`nosuch`~~, `ulaw`');
    expect(hoverText(conf, 2, 2)).toContain('`port`, ~~`invite`~~');
    expect(hoverText(conf.replace('port, invite', 'port,invite'), 2, 2)).toContain('`port,invite`');
  });

  it('are left out of inlay hints', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 7, character: 0 } };
    const labels = sipConf
      .hints?.(viewOf(conf), range)
      ?.map(({ position, label }) => `${position.line} ${label}`);
    expect(labels).toContain('2 in force: port');
    expect(labels).toContain('6 in force: alaw,ulaw');
    expect(labels?.find(label => label.startsWith('3 '))).toContain('insecure=port (t)');
  });
});

describe('a value that the server refuses as a whole, and a line that it skips', () => {
  it('is struck through, with what the server does', () => {
    const text = hoverText('[general]\nexternaddr=pbx.example.org\n', 1, 2);
    expect(text).toContain('**In force for this section:** ~~`pbx.example.org`~~');
    expect(text).toContain('The server logs a warning and keeps the previous value.');
    expect(hoverText('[general]\nexternaddr=198.51.100.7\n', 1, 2)).not.toContain('~~');
  });

  it('is said not to be in force in a section that does not read it', () => {
    expect(hoverText('[general]\nport=5070\n', 1, 2)).toContain(
      '**Not in force:** the server skips this line in [general].',
    );
    const device = '[general]\n\n[a]\ntype=friend\nhost=dynamic\nbindport=5070\n';
    expect(hoverText(device, 5, 2)).toContain('**Not in force:** the server skips this line in a device.');
    expect(hoverText(device.replace('bindport', 'port'), 5, 2)).toContain(
      '**In force for this device:** `5070`',
    );
  });
});
