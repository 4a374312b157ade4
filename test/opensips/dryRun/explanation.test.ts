import { expect, it } from 'vitest';
import type { MessageExplanation } from '../../../server/languages/explanation.ts';
import { explainScript } from '../../../server/languages/opensips/explain/explain.ts';
import { opensipsCfg } from '../../../server/languages/opensips/index.ts';
import { modelOf } from '../../oracle/dryrunCases.ts';

const head = ['proto_udp', 'sl', 'tm'].map(name => `loadmodule "${name}.so"\n`).join('');

const message =
  'OPTIONS sip:b@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n';

function explained(body: string, version = '3.2'): MessageExplanation | undefined {
  const script = `socket=udp:192.0.2.1:5060\nmpath="/usr/lib/opensips/modules/"\n${head}route {\n${body}\n}\n`;
  const model = modelOf(script, version);
  const view = { uri: model.project.root, tree: opensipsCfg.parse(script), model };
  const answer = explainScript(view, { messages: [message] });
  return answer.kind === 'explained' ? answer.results[0] : undefined;
}

it('says first that the script has an error with which the server does not start', () => {
  expect(explained('\tsl_send_reply(200, "OK");')?.notes).toEqual([]);
  const refused = explained('\troute(missing);\n\tsl_send_reply(200, "OK");');
  expect(refused?.notes[0]).toMatch(/^The script has an error.* Line 7: .*missing.* OpenSIPS does not start/);
  expect(refused?.codes).toEqual([200]);
});

it('names the function that returned, as a line may call several', () => {
  const details = explained('\tt_newtran(); sl_send_reply(200, "OK");')?.steps.map(({ detail }) => detail);
  expect(details?.[0]).toBe('t_newtran returns 1.');
  expect(details?.[1]).toMatch(/^sl_send_reply\(200, OK\) returns 1; sends 200 OK/);
});

it('knows the transport by both of its names before 3.3', () => {
  const { questions, data } =
    explained('\tif ($proto == "udp" && $pr == $proto) sl_send_reply(200, "OK");') ?? {};
  expect(questions).toEqual([]);
  expect(data).toMatchObject({ replies: [{ code: 200 }] });
});

it('does not call a password wrong if the table that was given has no column for it', () => {
  const outcome = (table: string): unknown => {
    const script = `socket=udp:192.0.2.1:5060
mpath="/usr/lib/opensips/modules/"
${['signaling', 'db_text', 'auth', 'auth_db'].map(name => `loadmodule "${name}.so"\n`).join('')}${head}
modparam("auth_db", "db_url", "text:///db")
modparam("auth_db", "calculate_ha1", 0)
route { if (www_authorize("x", "subscriber") > 0) sl_send_reply(200, "OK"); else www_challenge("x"); }
`;
    const model = modelOf(script, '3.2');
    const view = { uri: model.project.root, tree: opensipsCfg.parse(script), model };
    const tables = [{ name: 'subscriber.csv', text: table }];
    const answers = [{ username: 'a', password: 'secret' }];
    const answer = explainScript(view, { messages: [message], tables, answers });
    return answer.kind === 'explained' ? answer.results[0]?.data : undefined;
  };
  const after = (code: number, certain: boolean): object => ({
    afterAnswer: { replies: [{ code }], certain },
  });
  expect(outcome('username,password\na,secret\n')).toMatchObject(after(200, false));
  expect(outcome('username,ha1\na,00000000000000000000000000000000\n')).toMatchObject(after(401, true));
});
