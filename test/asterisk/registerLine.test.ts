import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLine } from '../../server/languages/asterisk/config/readLine.ts';
import {
  parseAuthLine,
  parseMwiLine,
} from '../../server/languages/asterisk/sip-conf/facts/credentialLines.ts';
import { parseRegister } from '../../server/languages/asterisk/sip-conf/facts/registerLine.ts';

interface MeasuredLine {
  readonly id: string;
  readonly line: string;
  readonly accepted: boolean;
  readonly parsed: object | null;
  readonly log: readonly { readonly code: string }[];
}

const measured: readonly MeasuredLine[] = readFileSync(
  new URL('../oracle/asterisk-register-lines.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map(line => JSON.parse(line));

const DEFAULT_EXPIRY = 120;

function valueIn(line: string): string {
  const option = readLine(line, 0, false);
  return option.kind === 'option' ? option.value : '';
}

describe('register lines as measured on the server', () => {
  it.each(measured.map(one => [one.id, one] as const))('%s', (_id, { line, accepted, parsed, log }) => {
    const register = parseRegister(valueIn(line));
    expect(register.accepted).toBe(accepted);
    if (parsed !== null) {
      expect({
        transport: register.transport,
        peer: register.peer?.value || null,
        user: register.user?.value,
        domain: register.domain?.value || null,
        domainPort: register.domainPort ?? null,
        secret: register.secret?.value || null,
        authuser: register.authuser?.value || null,
        host: register.host?.value,
        port: register.port,
        extension: register.extension,
        expiry: register.expiry ?? DEFAULT_EXPIRY,
      }).toEqual(parsed);
    }
    const serverCodes: Record<string, string> = {
      'not-understood': 'register-bad',
      'transport-unknown': 'transport-unknown',
      'port-bad': 'register-port-bad',
      'domain-port-bad': 'register-domainport-bad',
    };
    const codes = register.problems.flatMap(problem => serverCodes[problem.code] ?? []);
    expect(codes).toEqual(log.map(entry => entry.code));
  });
});

describe('places of the parts of a register line', () => {
  it('are offsets in the value', () => {
    const value = 'peer1?tcp://alice@dom.example:5061: "s:x" :auth@[::1]:5099/ext~111';
    const line = parseRegister(value);
    const text = (part: { start: number; end: number } | undefined) =>
      part === undefined ? undefined : value.slice(part.start, part.end);
    expect([
      text(line.peer),
      text(line.transportPart),
      text(line.user),
      text(line.domain),
      text(line.domainPortPart),
      text(line.secret),
      text(line.authuser),
      text(line.host),
      text(line.portPart),
      text(line.extensionPart),
      text(line.expiryPart),
    ]).toEqual([
      'peer1',
      'tcp',
      'alice',
      'dom.example',
      '5061',
      's:x',
      'auth',
      '[::1]',
      '5099',
      'ext',
      '111',
    ]);
    expect(line.problems).toEqual([]);
  });

  it('stop where the copy of the server stops', () => {
    const value = `alice:${'s'.repeat(240)}@host.example`;
    expect(parseRegister(value).problems).toContainEqual({ code: 'too-long', start: 255, end: value.length });
  });
});

describe('register lines of old branches', () => {
  it('1.4 splits at the first separators and refuses a bad port', () => {
    expect(parseRegister('tcp://a:b@host', '1.4')).toMatchObject({
      accepted: true,
      transport: 'udp',
      user: { value: 'tcp' },
      secret: { value: '//a' },
    });
    expect(parseRegister('a:b@host:x', '1.4').accepted).toBe(false);
  });

  it('1.6.2 knows no domain', () => {
    const line = parseRegister('a@dom:5070:b:c@host', '1.6.2');
    expect([line.user?.value, line.secret?.value, line.authuser?.value]).toEqual(['a@dom', '5070', 'b:c']);
  });
});

describe('auth lines', () => {
  it.each([
    ['bob:pw@realm', true, 'bob', 'pw', undefined, 'realm'],
    ['bob#0123@realm', true, 'bob', undefined, '0123', 'realm'],
    ['bob:p#w@x@realm', true, 'bob', 'p#w@x', undefined, 'realm'],
    ['bob@realm', true, 'bob', undefined, undefined, 'realm'],
    ['bob:pw', false, 'bob', 'pw', undefined, undefined],
    ['@realm', false, '', undefined, undefined, 'realm'],
    ['bob:pw@', false, 'bob', 'pw', undefined, ''],
  ])('%s', (value, accepted, user, secret, md5secret, realm) => {
    const line = parseAuthLine(value);
    expect(line.accepted).toBe(accepted);
    expect([line.user?.value, line.secret?.value, line.md5secret?.value, line.realm?.value]).toEqual([
      user,
      secret,
      md5secret,
      realm,
    ]);
    expect(line.problems.length).toBe(accepted ? 0 : 1);
  });
});

describe('mwi lines', () => {
  it.each([
    ['1234@provider.example/1234', true, '1234', undefined, undefined, 'provider.example', undefined, '1234'],
    ['1234:pw:au@provider.example:5061/12', true, '1234', 'pw', 'au', 'provider.example', 5061, '12'],
    ['1234:pw', false, '1234', 'pw', undefined, undefined, undefined, undefined],
    ['1234@host', false, '1234', undefined, undefined, 'host', undefined, undefined],
    ['1234@host:x/1', false, '1234', undefined, undefined, 'host', 0, '1'],
  ])('%s', (value, accepted, user, secret, authuser, host, port, mailbox) => {
    const line = parseMwiLine(value);
    expect(line.accepted).toBe(accepted);
    expect([
      line.user?.value,
      line.secret?.value,
      line.authuser?.value,
      line.host?.value,
      line.port,
      line.mailbox?.value,
    ]).toEqual([user, secret, authuser, host, port, mailbox]);
  });
});
