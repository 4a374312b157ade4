import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../package.json';
import type { Json } from './bridge.ts';
import { describeInEditor, editorOfSuite } from './editor.ts';

const files = {
  'sip.conf': '[general]\nallowguest=no\n\n[alice]\ntype=frend\n#include "more.conf"\n',
  'more.conf': '[bob]\ntype=friend\nhost=dynamic\nsecret=Rainy-Day-41\ncontext=in\nbindprt=1\n',
};

const invite = [
  'INVITE sip:100@192.0.2.1 SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1;rport',
  'From: <sip:bob@192.0.2.1>;tag=1',
  'To: <sip:100@192.0.2.1>',
  'Call-ID: 1',
  'CSeq: 1 INVITE',
  'Contact: <sip:bob@192.0.2.9>',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');

describeInEditor('language models and agents', () => {
  const editor = editorOfSuite({ files });

  /** What a tool answers, or the message of its error. */
  const ask = (name: string, input: Json) =>
    editor.evaluate(
      async (api, tool, given) => {
        const lm: object = api.lm;
        if (!('invokeTool' in lm) || typeof lm.invokeTool !== 'function') return 'no tools in this editor';
        try {
          const result: { readonly content: readonly { readonly value: string }[] } = await Reflect.apply(
            lm.invokeTool,
            lm,
            [tool, { input: given, toolInvocationToken: undefined }],
          );
          return result.content.map(({ value }) => value).join('');
        } catch (error) {
          return String(error);
        }
      },
      name,
      input,
    );

  it('have every tool of the manifest', async () => {
    const known = await editor.evaluate(api => {
      const lm: object = api.lm;
      if (!('tools' in lm) || !Array.isArray(lm.tools)) return [];
      return lm.tools.map(tool => String(tool.name));
    });
    expect(known).toEqual(
      expect.arrayContaining(manifest.contributes.languageModelTools.map(({ name }) => name)),
    );
  });

  it('check a file that is not open, with what it includes', async () => {
    const answer = await ask('sip_check', { path: 'sip.conf' });
    expect(answer).toMatch(
      /^sip\.conf:5:6: error: "frend" is not a device type.*\(sip-conf\/missing-type\)$/m,
    );
    expect(answer).toMatch(/^more\.conf:6:1: warning: "bindprt"/m);
    expect(answer).not.toContain('Rainy-Day-41');
    // Also when nothing is new to the editor.
    expect(await ask('sip_check', { path: 'sip.conf' })).toBe(answer);
  });

  it('explain a message', async () => {
    const answer = await ask('sip_explain', {
      config: join(editor.folder, 'sip.conf'),
      messages: [invite],
      source: ['192.0.2.9:5060'],
    });
    expect(answer).toContain('401');
    expect(answer).toContain('more.conf:1');
  });

  it('describe a name and a rule', async () => {
    expect(await ask('sip_describe', { name: 'insecure', language: 'sip-conf' })).toContain('port');
    expect(await ask('sip_rule', { code: 'sip-conf/missing-type' })).toContain('type');
  });

  it.each([
    ['sip_check', { path: '/etc/passwd' }, 'no text file /etc/passwd in the workspace'],
    ['sip_check', { path: '../outside.conf' }, 'no text file'],
    ['sip_check', {}, 'Set "path"'],
    ['sip_explain', { config: 'sip.conf', messages: [invite], source: ['x'] }, 'Write "source" as IP:PORT'],
    ['sip_describe', { name: 'no such name' }, 'has this name'],
    ['sip_rule', { code: 'sip-conf/nothing' }, 'no rule with this code'],
  ])('tell a model what is wrong with %s %j', async (name, input, reason) => {
    expect(await ask(name, input)).toContain(reason);
  });
});
