import { describe, expect, it } from 'vitest';
import { parseAddressList, uriStart } from '../../../server/languages/opensips/run/messages/address.ts';
import type { StepRecord } from '../../../server/languages/opensips/run/record.ts';
import { runScript } from '../../../server/languages/opensips/run/run.ts';
import type { Scenario } from '../../../server/languages/opensips/run/scenario.ts';
import { modelOf } from '../../oracle/dryrunCases.ts';

const head = `log_level=3
socket=udp:127.0.0.1:5060
loadmodule "proto_udp.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "signaling.so"
loadmodule "sipmsgops.so"
`;

function run(
  script: string,
  count: number,
  files: Readonly<Record<string, string>> = {},
  nextHops: Scenario['nextHops'] = new Map(),
): readonly StepRecord[] {
  const messages = Array.from({ length: count }, (_, index) => ({
    text: `OPTIONS sip:777@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.10:5070;branch=z9hG4bK${index}\r\nFrom: <sip:alice@127.0.0.1>;tag=1\r\nTo: <sip:777@127.0.0.1>\r\nCall-ID: ${index}\r\nCSeq: 1 OPTIONS\r\nContact: <sip:alice@10.0.0.1>\r\nContent-Length: 0\r\n\r\n`,
    source: { address: '127.0.0.10', port: 5070 },
    transport: 'udp' as const,
  }));
  return runScript(modelOf(head + script), { messages, files: new Map(Object.entries(files)), nextHops })
    .steps;
}

const codes = (steps: readonly StepRecord[]): (number | undefined)[] =>
  steps.map(({ replies }) => replies[0]?.code);

describe('functions in a dry run, as a server was seen to run them', () => {
  const tables = (sort: string): Readonly<Record<string, string>> => ({
    dr_gateways:
      'id(int,auto) gwid(string) type(int) address(string) strip(int) pri_prefix(string,null) attrs(string,null) state(int)\n1:gw1:1:127.0.0.20\\:5080:0::one:0\n2:gw2:1:127.0.0.30\\:5080:2:00:two:0\n',
    dr_carriers:
      'id(int,auto) carrierid(string) gwlist(string) sort_alg(string) state(int) attrs(string,null)\n1:c1:gw2,gw1:N:0:ours\n',
    dr_rules: `ruleid(int,auto) groupid(string) prefix(string) priority(int) gwlist(string) sort_alg(string) attrs(string,null)\n1:0:77:0:#c1:N:long\n2:0:7:0:gw1=2,gw2=1:${sort}:short\n`,
  });
  const routing = (call: string): string => `loadmodule "drouting.so"
route {
	${call}
	xlog("$ru $avp(rule) $avp(gw) $avp(carrier)\\n");
}
`;

  it('route by the longest prefix, with the attributes of rule, gateway and carrier', () => {
    const script = routing(
      'do_routing(0, , , $avp(rule), $avp(gw), $avp(carrier));\n\tuse_next_gw(, $avp(gw), $avp(carrier));',
    );
    const [step] = run(script, 1, tables('N'));
    expect(step?.log).toEqual(['sip:777@127.0.0.20:5080 long one ours']);
    expect(step?.questions).toEqual([]);
  });

  it('ask which gateway comes first where weights decide', () => {
    const rules = tables('W').dr_rules?.replace(/^1:.*\n/m, '') ?? '';
    const [step] = run(routing('do_routing(0);'), 1, { ...tables('W'), dr_rules: rules });
    expect(step?.questions.map(({ possible }) => possible)).toEqual([['gw1', 'gw2']]);
  });

  it('route nowhere if one table of gateways, carriers and rules is unreadable, and ask if one is not given', () => {
    const script = routing('do_routing(0);\n\txlog("$rc\\n");');
    const outcome = (files: Readonly<Record<string, string>>): unknown => {
      const [step] = run(script, 1, files);
      return { code: step?.log[0], questions: step?.questions.length };
    };
    const all = tables('N');
    const found = { code: '1', questions: 0 };
    expect(outcome(all)).toEqual(found);
    expect(outcome({ ...all, dr_groups: 'username(string) groupid(int)\nalice:one\n' })).toEqual(found);
    for (const [name, text] of Object.entries(all)) {
      const { [name]: _, ...others } = all;
      expect(outcome(others)).toEqual({ code: '1', questions: 1 });
      for (const more of [':more\n', '\nx\n', '\n2:g3\n']) {
        const unreadable = { ...all, [name]: text.trimEnd() + more };
        expect(outcome(unreadable)).toEqual({ code: '-1', questions: 0 });
      }
    }
  });

  it('lose the user of a URI with headers in ruri_add_param, which makes it no URI', () => {
    const withParameter = (uri: string): readonly string[] | undefined =>
      run(`route {\n\t$ru = "${uri}";\n\truri_add_param("user=phone");\n\txlog("$ru $rU");\n}\n`, 1)[0]?.log;
    expect(withParameter('sip:bob@127.0.0.20:5080;a=b')).toEqual([
      'sip:bob@127.0.0.20:5080;a=b;user=phone bob',
    ]);
    expect(withParameter('sip:bob@127.0.0.20:5080?Subject=x')).toEqual(['<null> <null>']);
    expect(withParameter('sip:bob:pw@127.0.0.20;a=b?Subject=x')).toEqual(['<null> <null>']);
    expect(withParameter('sip:127.0.0.20;lr?Subject=x')).toEqual([
      'sip:127.0.0.20lr;user=phone?Subject=x <null>',
    ]);
  });

  it('let pike block an address when its bytes and then itself came often enough', () => {
    const script = (density: number): string => `loadmodule "pike.so"
modparam("pike", "sampling_time_unit", 60)
modparam("pike", "reqs_density_per_unit", ${density})
route {
	if (!pike_check_req()) exit;
	send_reply(200, "OK");
}
`;
    expect(codes(run(script(4), 9))).toEqual([200, 200, 200, 200, 200, 200, 200, undefined, undefined]);
    // With 16, each of the four bytes has to be met four times before the address itself counts.
    expect(codes(run(script(16), 40)).filter(code => code === 200).length).toBe(21);
  });

  it('join what is appended to a reply, and test the Contact that was fixed before', () => {
    const [step] = run(
      `loadmodule "nathelper.so"
route {
	append_to_reply("X-Contact: ");
	if (nat_uac_test("diff-ip-src-contact")) append_to_reply("other, ");
	fix_nated_contact();
	if (!nat_uac_test("diff-ip-src-contact")) append_to_reply("fixed");
	append_to_reply("\\r\\n");
	if (fix_nated_contact()) xlog("fixed twice\\n");
	send_reply(200, "OK");
}
`,
      1,
    );
    expect(step?.replies[0]?.text).toContain('\r\nX-Contact: other, fixed\r\n');
    expect(step?.log).toEqual([]);
  });

  it('end a called route with the code of its last statement', () => {
    const [step] = run(
      `loadmodule "textops.so"
route {
	route(failed); xlog("$rc\\n");
	if (route(condition)) xlog("true $rc\\n");
	if (!route(assigned)) xlog("false $rc\\n");
	route(chosen); xlog("$rc\\n");
	route(returned); xlog("$rc\\n");
}
route[failed] { xlog("in\\n"); search("no such text"); }
route[condition] { if (search("no such text")) xlog("found\\n"); }
route[assigned] { $var(sum) = $var(none) + 1; }
route[chosen] { switch ($rU) { case "777": search("no such text"); break; default: xlog("other\\n"); } }
route[returned] { search("no such text"); return; }
`,
      1,
    );
    expect(step?.log).toEqual(['in', '-1', 'true 1', 'false -1', '-5', '1']);
  });

  it('say that a request comes back again and again, and what would end that', () => {
    const looping = (before: string): StepRecord | undefined =>
      run(`loadmodule "maxfwd.so"\nroute {\n\t${before}\n\tt_relay();\n}\n`, 1)[0];
    const endless = looping('prefix("1");');
    expect(endless?.isStopped).toBe(true);
    expect(endless?.notes.at(-1)).toMatch(/to itself again and again.*does not lower Max-Forwards/);
    expect(endless?.forwarded.length).toBeLessThan(15);
    const long = looping('mf_process_maxfwd_header(70);');
    expect(long?.notes.at(-1)).toMatch(/After \d+ more rounds, Max-Forwards is used up/);
    const short = looping('if (!mf_process_maxfwd_header(10)) { send_reply(483, "Too Many Hops"); exit; }');
    expect(short?.isStopped).toBe(false);
    expect(short?.replies.at(-1)?.code).toBe(483);
  });

  it('fix the URI of a contact, and not the name that repeats it', () => {
    const value = '"sip:a@10.0.0.1" <sip:a@10.0.0.1>, sip:b@10.0.0.2';
    const starts = parseAddressList(value)?.map(contact => uriStart(value, contact));
    expect(starts).toEqual([value.indexOf('<') + 1, value.indexOf('sip:b')]);
  });

  it('take many branches to the server itself for one round', () => {
    const [step] = run(
      `route {
	if ($rU != "777") {
		send_reply(486, "Busy Here");
		exit;
	}
${Array.from({ length: 11 }, (_, at) => `	append_msg_branch("sip:${at}@127.0.0.1");\n`).join('')}	$rU = "first";
	t_relay();
}
`,
      1,
    );
    expect(step?.forwarded).toHaveLength(12);
    expect(step?.isStopped).toBe(false);
    expect(step?.replies.at(-1)?.code).toBe(486);
  });

  it('answer a challenge of a next hop only with credentials for its realm', () => {
    const script = (credential: string): string => `loadmodule "uac.so"
loadmodule "uac_auth.so"
modparam("uac_auth", "credential", "${credential}")
route {
	t_on_failure("f");
	$du = "sip:127.0.0.20:5080";
	t_relay();
}
failure_route[f] { uac_auth(); xlog("$rc\\n"); }
`;
    const reply = {
      code: 401,
      reason: 'Unauthorized',
      headers: { 'WWW-Authenticate': 'Digest realm="r", nonce="n"' },
    };
    const nextHops = new Map([['127.0.0.20:5080', { replies: { OPTIONS: [[reply]] } }]]);
    const runWith = (credential: string): StepRecord | undefined =>
      run(script(credential), 1, {}, nextHops)[0];
    expect(runWith('alice:other:secret')).toMatchObject({ log: ['-1'], questions: [] });
    expect(runWith('alice:r:secret')).toMatchObject({ log: ['1'], questions: [] });
  });

  it('keep JSON documents, and print them as json-c does', () => {
    const [step] = run(
      `loadmodule "json.so"
route {
	$json(d) := "{\\"b\\": [1, 2.50, null], \\"1\\": \\"a/b\\"}";
	$json(d/b[]) = "x";
	$json(d/n) = 5;
	xlog("$json(d) $json_compact(d) $json(d/b[0]) $json(d/b[2]) $json(d/b[9])\\n");
	for ($var(key) in $(json(d.keys)[*])) xlog("$var(key)\\n");
	$json(d/b) = NULL;
	if ($json(d/none/deeper) == NULL) xlog("$json(d)\\n");
	if (!($json(e) := "{oops")) xlog("refused\\n");
}
`,
      1,
    );
    expect(step?.log).toEqual([
      '{ "b": [ 1, 2.50, null, "x" ], "1": "a\\/b", "n": 5 } {"b":[1,2.50,null,"x"],"1":"a\\/b","n":5} 1 <null> <null>',
      'b',
      '1',
      'n',
      '{ "1": "a\\/b", "n": 5 }',
      'refused',
    ]);
    expect(step?.questions).toEqual([]);
  });
});
