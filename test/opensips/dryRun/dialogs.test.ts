import { expect, it } from 'vitest';
import { runScript } from '../../../server/languages/opensips/run/run.ts';
import { modelOf } from '../../oracle/dryrunCases.ts';

const script = `log_level=3
socket=udp:127.0.0.1:5060
loadmodule "proto_udp.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "signaling.so"
loadmodule "sipmsgops.so"
loadmodule "dialog.so"
route {
	if (has_totag()) {
		loose_route();
		match_dialog();
		if (is_method("INFO")) {
			dlg_send_sequential("OPTIONS", "callee");
			send_reply(200, "OK");
			exit;
		}
	} else {
		create_dialog();
		record_route();
	}
	t_relay();
}
`;

const ok = [[{ code: 200, reason: 'OK' }]];
const callee = { replies: { INVITE: ok, OPTIONS: ok, MESSAGE: ok, BYE: ok } };

/** The requests that a callee gets, and the replies that the caller gets, with the numbers of their CSeq. */
function cseqs(...requests: readonly (readonly [method: string, cseq: number])[]): readonly string[][] {
  const messages = requests.map(([method, cseq], index) => ({
    text: `${method} sip:bob@127.0.0.20:5080 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.10:5070;branch=z9hG4bK${index}\r\nMax-Forwards: 70\r\nFrom: <sip:alice@127.0.0.1>;tag=a\r\nTo: <sip:bob@127.0.0.20>${index === 0 ? '' : ';tag=uas-1270020p5080'}\r\nCall-ID: one\r\nCSeq: ${cseq} ${method}\r\nContact: <sip:alice@127.0.0.10:5070>\r\nContent-Length: 0\r\n\r\n`,
    source: { address: '127.0.0.10', port: 5070 },
    transport: 'udp' as const,
  }));
  const number = (text: string): string => /\r\nCSeq: (\d+ \w+)/i.exec(text)?.[1] ?? '';
  return runScript(modelOf(script), {
    messages,
    files: new Map(),
    nextHops: new Map([['127.0.0.20:5080', callee]]),
  }).steps.map(({ forwarded, replies }) => [
    ...forwarded.flatMap(one => ('text' in one ? [`> ${number(one.text)}`] : [])),
    ...replies.map(({ code, text }) => `< ${code} ${number(text)}`),
  ]);
}

it('after a request of the server, those of the caller count on from it, and the caller gets its own numbers', () => {
  expect(
    cseqs(['INVITE', 1], ['ACK', 1], ['INFO', 2], ['INVITE', 3], ['ACK', 3], ['MESSAGE', 4], ['BYE', 5]),
  ).toEqual([
    ['> 1 INVITE', '< 100 1 INVITE', '< 200 1 INVITE'],
    ['> 1 ACK'],
    ['> 3 OPTIONS', '< 200 2 INFO'],
    ['> 4 INVITE', '< 100 3 INVITE', '< 200 3 INVITE'],
    ['> 4 ACK'],
    ['> 5 MESSAGE', '< 200 4 MESSAGE'],
    ['> 6 BYE', '< 200 5 BYE'],
  ]);
});

it('without one, the numbers stay', () => {
  expect(cseqs(['INVITE', 1], ['ACK', 1], ['MESSAGE', 2], ['BYE', 3])).toEqual([
    ['> 1 INVITE', '< 100 1 INVITE', '< 200 1 INVITE'],
    ['> 1 ACK'],
    ['> 2 MESSAGE', '< 200 2 MESSAGE'],
    ['> 3 BYE', '< 200 3 BYE'],
  ]);
});
