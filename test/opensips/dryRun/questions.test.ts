import { describe, expect, it } from 'vitest';
import type { StepRecord } from '../../../server/languages/opensips/run/record.ts';
import { runScript } from '../../../server/languages/opensips/run/run.ts';
import type { Scenario } from '../../../server/languages/opensips/run/scenario.ts';
import { modelOf } from '../../oracle/dryrunCases.ts';

const head = ['proto_udp', 'sl', 'tm', 'signaling', 'sipmsgops']
  .map(name => `loadmodule "${name}.so"\n`)
  .join('');

const SDP =
  'v=0\r\no=- 1 1 IN IP4 10.0.0.5\r\ns=-\r\nc=IN IP4 10.0.0.5\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';

interface Sent {
  readonly method?: string;
  readonly headers?: string;
  readonly body?: string;
}

function message({ method = 'INVITE', headers = '', body = '' }: Sent): string {
  return `${method} sip:bob@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.10:5070;branch=z9hG4bK1\r\nFrom: <sip:alice@127.0.0.1>;tag=1\r\nTo: <sip:bob@127.0.0.1>\r\nCall-ID: 1\r\nCSeq: 1 ${method}\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

function run(
  modules: readonly string[],
  body: string,
  sent: Sent = {},
  rest: Partial<Scenario> = {},
  version = '3.6',
): StepRecord | undefined {
  const loads = modules
    .map(name => (name.includes('(') ? `${name}\n` : `loadmodule "${name}.so"\n`))
    .join('');
  const script = `socket=udp:127.0.0.1:5060\n${head}${loads}route {\n${body}\n}\n`;
  const source = { address: '127.0.0.10', port: 5070 };
  const messages = [{ text: message(sent), source, transport: 'udp' as const }];
  return runScript(modelOf(script, version), { messages, ...rest }).steps[0];
}

const asked = (step: StepRecord | undefined): string[] => (step?.questions ?? []).map(({ text }) => text);

describe('what the server gets from outside, in a dry run', () => {
  it.each([
    ['rest_client', 'rest_get("http://h/", $var(body), , $var(code))', ['1', '-1', '-2', '-3'], 2],
    ['sqlops', 'sql_query("select a, b from t", "$avp(a);$avp(b)")', ['1', '-2', '-1'], 2],
    ['sqlops', 'sql_select_one("[\\"a\\"]", "t", , , "$var(a)")', ['1', '-2', '-1'], 1],
    ['sqlops', 'sql_update("{}", "t")', ['1', '-1'], 0],
    ['exec', 'exec("/bin/date", , $var(out))', ['1', '-1'], 1],
    ['ldap', 'ldap_search("ldap://h/x")', ['1', '-1', '-2'], 0],
    ['ldap', 'ldap_result("cn/$avp(cn)")', ['1', '-1', '-2'], 0],
    ['enum', 'enum_query()', ['yes', 'no'], 0],
  ] as const)('asks what %s returns, then what it stores: %s', (module, call, possible, outputs) => {
    const step = run([module], `\t${call};`);
    expect(step?.questions[0]?.possible).toEqual(possible);
    expect(
      asked(step)
        .slice(1)
        .every(text => / store in \$/.test(text)),
    ).toBe(true);
    expect(step?.questions.length).toBe(1 + outputs);
  });

  it('does not ask what a function stores that failed', () => {
    const rest = { assumptions: [{ line: 9, answer: '-2' }] };
    const step = run(
      ['rest_client'],
      '\trest_get("http://h/", $var(body));\n\txlog("$rc $var(body)");',
      {},
      rest,
    );
    expect(step?.log).toEqual(['-2 <null>']);
    expect(step?.questions.length).toBe(1);
  });

  it('takes several assumptions of a line as its result and what it stores, in order', () => {
    const assumptions = ['1', 'hello', '200'].map(answer => ({ line: 9, answer }));
    const body = '\trest_get("http://h/", $var(body), , $var(code));\n\txlog("$rc $var(body) $var(code)");';
    const step = run(['rest_client'], body, {}, { assumptions });
    expect(step?.log).toEqual(['1 hello 200']);
    expect(step?.questions.every(({ isAnswered }) => isAnswered)).toBe(true);
  });
});

describe('media proxies in a dry run', () => {
  const sdp: Sent = { headers: 'Content-Type: application/sdp\r\n', body: SDP };

  it.each([
    ['rtpengine', 'rtpengine_offer()', sdp, true],
    ['rtpengine', 'rtpengine_offer()', {}, false],
    ['rtpengine', 'rtpengine_answer()', sdp, false],
    ['rtpengine', 'rtpengine_manage()', sdp, true],
    ['rtpengine', 'rtpengine_manage()', {}, false],
    ['rtpengine', 'rtpengine_manage()', { method: 'BYE' }, true],
    ['rtpengine', 'rtpengine_manage()', { method: 'OPTIONS' }, false],
    ['rtpproxy', 'rtpproxy_offer()', sdp, true],
    ['rtpproxy', 'rtpproxy_offer()', {}, false],
    ['rtpproxy', 'rtpproxy_offer()', { headers: 'Content-Type: text/plain\r\n', body: 'x' }, false],
  ] as const)('are asked where the server asks them: %s, %s', (module, call, sent, isAsked) => {
    expect(asked(run([module], `\t${call};`, sent)).length).toBe(isAsked ? 1 : 0);
  });

  it('leave the body as it was, and say so', () => {
    const step = run(['rtpengine'], '\trtpengine_offer();', sdp);
    expect(step?.notes).toEqual([expect.stringContaining('media proxy')]);
  });
});

describe('tables of users in a dry run', () => {
  const files = new Map([
    ['grp.csv', 'username,domain,grp\nbob,127.0.0.1,staff\n'],
    ['dbaliases.csv', 'alias_username,alias_domain,username,domain\nbob,127.0.0.1,robert,example.org\n'],
  ]);

  it.each([
    ['db_is_user_in("Request-URI", "staff")', '1'],
    ['db_is_user_in("From", "staff")', '-6'],
    ['db_is_user_in("sip:bob@127.0.0.1", "staff")', '1'],
    ['db_is_user_in("Credentials", "staff")', '-1'],
  ])('say who is in a group: %s', (call, code) => {
    const step = run(['group'], `\t${call};\n\txlog("$rc");`, {}, { files });
    expect([step?.log, asked(step)]).toEqual([[code], []]);
  });

  it('ask without a table', () => {
    const step = run(['group'], '\tdb_is_user_in("From", "staff");');
    expect(step?.questions[0]?.possible).toEqual(['1', '-6']);
  });

  it('replace aliases', () => {
    const body =
      '\talias_db_lookup("dbaliases");\n\txlog("$rc $ru");\n\talias_db_find("dbaliases", "sip:robert@example.org", $var(a), "r");\n\txlog("$rc $var(a)");';
    expect(run(['alias_db'], body, {}, { files })?.log).toEqual([
      '1 sip:robert@example.org',
      '1 sip:bob@127.0.0.1',
    ]);
  });
});

describe('rates in a dry run', () => {
  it('counts the requests of a pipe', () => {
    const check = '\trl_check("p", 1, "TAILDROP");\n\txlog("$rc");\n';
    const step = run(['ratelimit', 'modparam("ratelimit", "limit_per_interval", 1)'], check + check);
    expect(step?.log).toEqual(['1', '-1']);
  });
});

describe('AVPs of a script before 3.5, in a dry run', () => {
  it('are there until they are deleted, one or all', () => {
    const body =
      '\t$avp(a) = 1;\n\t$avp(a) = 2;\n\t$avp(b) = 3;\n\t$avp(b) = 4;\n\tavp_delete("$avp(a)");\n\txlog("$avp(a)");\n\tavp_delete("$avp(b)/g");\n\tis_avp_set("$avp(a)");\n\txlog("$rc");\n\tis_avp_set("$avp(b)");\n\txlog("$rc");\n\tavp_delete("$avp(b)");\n\txlog("$rc");';
    const step = run(['avpops'], body, {}, {}, '3.4');
    expect(step?.log).toEqual(['1', '1', '-1', '-1']);
    expect(step?.questions).toEqual([]);
  });
});
