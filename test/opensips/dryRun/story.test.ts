import { describe, expect, it } from 'vitest';
import { explainScript } from '../../../server/languages/opensips/explain/explain.ts';
import { opensipsCfg } from '../../../server/languages/opensips/index.ts';
import { requestAt } from '../../../server/languages/trace/model/matchedRequest.ts';
import { modelOf } from '../../oracle/dryrunCases.ts';

const script = `socket=udp:127.0.0.1:5060
loadmodule "proto_udp.so"
loadmodule "sl.so"
loadmodule "tm.so"
route {
	if ($rm == "CANCEL" && t_check_trans()) {
		t_relay();
		exit;
	}
	$du = "sip:192.0.2.20:5060";
	t_relay();
}
`;

const lines = (first: string, cseq: string, toTag = '', callId = 'c'): string =>
  `${first}\r\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>${toTag}\r\nCall-ID: ${callId}\r\nCSeq: ${cseq}\r\nContent-Length: 0\r\n\r\n`;

const invite = lines('INVITE sip:b@127.0.0.1 SIP/2.0', '1 INVITE');
const ringing = lines('SIP/2.0 180 Ringing', '1 INVITE', ';tag=2');
const cancel = lines('CANCEL sip:b@127.0.0.1 SIP/2.0', '1 CANCEL');
const story = [
  invite,
  ringing,
  // As a capture next to the server has it.
  ringing,
  cancel,
  lines('SIP/2.0 200 canceling', '1 CANCEL', ';tag=2'),
  lines('SIP/2.0 487 Request Terminated', '1 INVITE', ';tag=2'),
].join('');

describe('a text with several messages', () => {
  const view = (model = modelOf(script)) => ({
    uri: model.project.root,
    tree: opensipsCfg.parse(script),
    model,
  });

  it('is run in its order, with the responses as those of the next hop', () => {
    const answer = explainScript(view(), { messages: [story] });
    expect(answer.kind === 'explained' && answer.results.map(({ codes }) => codes)).toEqual([
      [100, 180],
      [200, 487],
    ]);
  });

  it('has no next hop that replies if it has no responses', () => {
    const answer = explainScript(view(), { messages: [invite + cancel] });
    expect(answer.kind === 'explained' && answer.results.map(({ codes }) => codes)).toEqual([[100], [200]]);
  });

  it('tells what a trace says about the call of a message: registrations and its messages, once each', () => {
    const register = lines('REGISTER sip:127.0.0.1 SIP/2.0', '1 REGISTER', '', 'r');
    const other = lines('OPTIONS sip:127.0.0.1 SIP/2.0', '1 OPTIONS', '', 'o');
    const trace =
      register + other + invite + invite + ringing + cancel + lines('SIP/2.0 200 OK', '1 CANCEL') + other;
    const at = trace.slice(0, trace.indexOf('CANCEL sip')).split('\r\n').length - 1;
    const firsts = requestAt(trace, at)?.story.match(/^(?:\w+ sip|SIP\/2\.0 \d+)/gm);
    expect(firsts).toEqual(['REGISTER sip', 'INVITE sip', 'SIP/2.0 180', 'CANCEL sip', 'SIP/2.0 200']);
    expect(requestAt(other, 0)?.story).toBe(requestAt(other, 0)?.text);
  });
});
