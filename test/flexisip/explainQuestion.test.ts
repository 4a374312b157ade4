import { expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { projectOf, settings } from '../languages.ts';

const config = `[module::Authentication]
enabled=true
auth-domains=a.org
file-path=/etc/flexisip/users.txt
[module::Registrar]
reg-domains=a.org
`;

const register = [
  '',
  'REGISTER sip:a.org SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1',
  'From: <sip:bob@a.org>;tag=1',
  'To: <sip:bob@a.org>',
  'Call-ID: 1@a',
  'CSeq: 1 REGISTER',
  'Contact: <sip:bob@192.0.2.1>',
  '',
  '',
].join('\r\n');

function ask(question: { text?: string; device?: string; answer?: { username: string; password: string } }) {
  const files = { 'flexisip.conf': config, 'users.txt': 'version:1\nbob@a.org clrtxt:hush ;\n' };
  const project = projectOf(flexisipConf, files, 'flexisip.conf');
  const tree = project.trees.get(project.root) ?? flexisipConf.parse('');
  const model = flexisipConf.model(project, settings, undefined);
  return flexisipConf.explain?.(
    { uri: project.root, tree, model },
    {
      messages: question.text === undefined ? undefined : [question.text],
      device: question.device,
      answers: question.answer === undefined ? undefined : [question.answer],
    },
  );
}

it('explains a message with the users file beside the configuration', () => {
  expect(ask({ text: register })).toMatchObject({
    kind: 'explained',
    results: [{ outcome: 'challenged', data: { finalCode: 401 } }],
  });
  expect(ask({ text: register, answer: { username: 'bob', password: 'hush' } })).toMatchObject({
    results: [{ outcome: 'registered' }],
  });
  const wrong = ask({ text: register, answer: { username: 'bob', password: 'other' } });
  expect(wrong).toMatchObject({ results: [{ outcome: 'rejected', data: { finalCode: 403 } }] });
  expect(JSON.stringify(wrong)).not.toMatch(/hush|other/);
});

it('says why there is nothing to explain', () => {
  expect(ask({ text: 'hello' })).toMatchObject({ kind: 'obstacle' });
  expect(ask({ device: 'bob' })).toMatchObject({ kind: 'obstacle' });
});
