import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainCommand } from '../../server/cli/explain.ts';
import { runCli } from './fakeIo.ts';

const example = (name: string): string =>
  readFileSync(new URL(`../../examples/opensips/${name}`, import.meta.url), 'utf8');

const hiddenCode = example('opensips-no-answer.cfg');
const invite = example('invite.sip');

interface Result {
  readonly outcome: string;
  readonly certain: boolean;
  readonly replies: readonly { readonly code: number }[];
  readonly forwarded: readonly { readonly requestLine: string; readonly to: string }[];
  readonly routes: readonly string[];
  readonly lines: readonly { readonly line: number; readonly do: string }[];
  readonly log: readonly string[];
  readonly questions: readonly { readonly line: number; readonly file?: string; readonly assumed: string }[];
  readonly alternatives?: readonly Result[];
  readonly afterAnswer?: Result;
}

async function results(
  script: string,
  options: readonly string[] = [],
  messages: Readonly<Record<string, string>> = { 'invite.sip': invite },
): Promise<readonly Result[]> {
  const files = { 'opensips.cfg': script, ...messages };
  const args = ['explain', '--config', 'opensips.cfg', '--format', 'json', ...options];
  const ran = await runCli([...args, ...Object.keys(messages)], files, '', [explainCommand]);
  expect(ran.err).toBe('');
  return (JSON.parse(ran.out) as { results: readonly Result[] }).results;
}

async function only(script: string, options: readonly string[] = []): Promise<Result> {
  const [result] = await results(script, options);
  if (result === undefined) throw new Error('nothing was explained');
  return result;
}

const codes = ({ replies }: Result): number[] => replies.map(({ code }) => code);

describe('sip-workbench explain --config opensips.cfg', () => {
  it('shows a fault that only running the script shows: xlog hides the result of lookup()', async () => {
    const result = await only(hiddenCode);
    expect(result).toMatchObject({ outcome: 'no-reply', certain: true, replies: [], forwarded: [] });
    expect(result.log).toEqual(['lookup of sip:bob@192.0.2.10 returned -1']);
    // Without that line the caller gets a reply.
    const withoutLog = hiddenCode.replace(/^\txlog.*\n/m, '');
    expect(codes(await only(withoutLog))).toEqual([404]);
  });

  const registered = ['--contact', 'bob=sip:bob@192.0.2.20:5080'];
  const relaying = hiddenCode
    .replace(
      /^\tlookup[^}]*\}\n/m,
      '\tif (!lookup("location")) { send_reply(404, "Not Found"); exit; }\n\troute(relay);\n',
    )
    .replace(/\tif \(\$rc > 0\)\n\t\troute\(relay\);\n/, '');

  it('sends a request to a stored contact, and passes on what comes back', async () => {
    const result = await only(relaying, [...registered, '--reply', '192.0.2.20:5080=180,486']);
    expect(result.forwarded[0]).toMatchObject({
      requestLine: 'INVITE sip:bob@192.0.2.20:5080 SIP/2.0',
      to: '192.0.2.20:5080',
    });
    expect(codes(result)).toEqual([100, 180, 486]);
    expect(result.routes).toEqual(['route', 'route[relay]']);
  });

  it('waits for a next hop that stays silent until the server gives up, or not', async () => {
    expect(codes(await only(relaying, [...registered, '--reply', '192.0.2.20:5080=none']))).toEqual([100]);
    const late = await only(relaying, [...registered, '--reply', '192.0.2.20:5080=timeout']);
    expect(codes(late)).toEqual([100, 408]);
    const ringing = await only(relaying, [...registered, '--reply', '192.0.2.20:5080=180,timeout']);
    expect(codes(ringing)).toEqual([100, 180, 408]);
  });

  it('keeps what one message does to the server for the next one', async () => {
    const register = invite
      .replace(/^INVITE \S+/, 'REGISTER sip:192.0.2.10')
      .replace('CSeq: 1 INVITE', 'CSeq: 1 REGISTER')
      .replace(/^From: .*$/m, 'From: <sip:bob@192.0.2.10>;tag=b1')
      .replace(/^Contact: .*$/m, 'Contact: <sip:bob@192.0.2.30:5070>');
    const [stored, called] = await results(relaying, [], { 'register.sip': register, 'invite.sip': invite });
    expect(stored === undefined ? [] : codes(stored)).toEqual([200]);
    expect(called?.forwarded[0]?.to).toBe('192.0.2.30:5070');
  });

  it('asks what no file says, shows the other way, and takes an answer', async () => {
    const script = relaying
      .replace(
        '\trecord_route();',
        '\tif (!ds_is_in_list("192.0.2.77", 5060)) { send_reply(403, "No"); exit; }\n\trecord_route();',
      )
      .replace(
        'loadmodule "registrar.so"',
        'loadmodule "registrar.so"\nloadmodule "dispatcher.so"\nmodparam("dispatcher", "db_url", "text:///tables")',
      );
    const open = await only(script);
    expect(open.certain).toBe(false);
    expect(open.alternatives?.length).toBeGreaterThan(0);
    const [line] = open.questions.map(question => question.line);
    const answered = await only(script, ['--assume', `${line}=no`]);
    expect(answered.certain).toBe(true);
    expect(codes(answered)).toEqual([403]);
  });

  it('asks about the same line of two files, and takes an answer for each', async () => {
    const files = {
      'opensips.cfg': `socket=udp:192.0.2.10:5060
loadmodule "proto_udp.so"
loadmodule "signaling.so"
loadmodule "enum.so"
include_file "local.cfg"
route {
	if (!enum_query()) { send_reply(404, "Not Found"); exit; }
	route(more);
}
`,
      'local.cfg': `#\n#\n#\n#\n#
route[more] {
	if (!enum_query()) { send_reply(480, "Not here"); exit; }
	send_reply(486, "Busy");
}
`,
      'invite.sip': invite,
    };
    const run = async (...options: string[]): Promise<Result> => {
      const args = ['explain', '--config', 'opensips.cfg', '--format', 'json', ...options, 'invite.sip'];
      const { out } = await runCli(args, files, '', [explainCommand]);
      const [result] = (JSON.parse(out) as { results: readonly Result[] }).results;
      if (result === undefined) throw new Error(out);
      return result;
    };
    const open = await run();
    expect(open.questions).toMatchObject([{ line: 7 }, { line: 7, file: 'local.cfg' }]);
    expect(open.questions[0]).not.toHaveProperty('file');
    expect(codes(await run('--assume', '7=yes'))).toEqual([486]);
    expect(codes(await run('--assume', '7=yes', '--assume', 'local.cfg:7=no'))).toEqual([480]);
    expect(codes(await run('--assume', 'opensips.cfg:7=no', '--assume', '7=yes'))).toEqual([404]);
  });

  it('goes on with the answer of the client to a challenge', async () => {
    const script = relaying
      .replace(
        'loadmodule "registrar.so"',
        'loadmodule "registrar.so"\nloadmodule "auth.so"\nloadmodule "auth_db.so"\nmodparam("auth_db", "db_url", "text:///tables")\nmodparam("auth_db", "calculate_ha1", 1)',
      )
      .replace(
        '\trecord_route();',
        '\tif (!proxy_authorize("office", "subscriber")) { proxy_challenge("office", "auth"); exit; }\n\trecord_route();',
      );
    const options = [...registered, '--answer', 'alice:secret'];
    const right = await only(script, options);
    expect(right.outcome).toBe('challenged');
    expect(right.afterAnswer?.outcome).toBe('forwarded');
    expect(right.afterAnswer?.forwarded[0]?.to).toBe('192.0.2.20:5080');
    // A table says what the password is; without --answer nobody answers.
    const table = 'username,domain,ha1\nalice,office,other\n';
    const files = { 'opensips.cfg': script, 'invite.sip': invite, 'subscriber.csv': table };
    const args = ['explain', '--config', 'opensips.cfg', '--format', 'json', '--table', 'subscriber.csv'];
    const run = async (more: readonly string[]): Promise<Result | undefined> => {
      const ran = await runCli([...args, ...more, 'invite.sip'], files, '', [explainCommand]);
      return (JSON.parse(ran.out) as { results: readonly Result[] }).results[0];
    };
    expect((await run(options))?.afterAnswer?.outcome).toBe('challenged');
    expect((await run(registered))?.afterAnswer).toBeUndefined();
  });
});
