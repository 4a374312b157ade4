import { describe, expect, it } from 'vitest';
import { sdpFault } from '../../server/languages/asterisk/pjsip-conf/matching/sdpFault.ts';
import { expectGrowthWithLength } from '../growth.ts';

const head = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0'];
const audio = ['m=audio 40000 RTP/AVP 0 101', 'a=rtpmap:0 PCMU/8000', 'a=rtpmap:101 telephone-event/8000'];

/** The description with some lines replaced (by their first letters) and others added. */
function sdp(
  changed: Readonly<Record<string, string>> = {},
  more: readonly string[] = [],
  end = '\r\n',
): string {
  const lines = [...head, ...audio].flatMap(line => {
    const replacement = changed[line.slice(0, 1)];
    if (replacement === undefined || line.startsWith('a')) return [line];
    return replacement === '' ? [] : [replacement];
  });
  return [...lines, ...more, ''].join(end);
}

describe('what pjproject reads', () => {
  it.each<[string, string]>([
    ['a usual description', sdp()],
    ['one with line feeds only', sdp({}, [], '\n')],
    ['no version', sdp({ v: '' })],
    ['no time', sdp({ t: '' })],
    ['a time after the streams', sdp({ t: '' }, ['t=0 0'])],
    ['an origin in IPv6', sdp({ o: 'o=- 1 1 IN IP6 ::1' })],
    ['the session number of a browser', sdp({ o: 'o=- 4611731400430051336 2 IN IP4 127.0.0.1' })],
    ['a name that is a space', sdp({ s: 's= ' })],
    ['other lines', sdp({}, ['x=1', 'b=AS:64', 'k=clear:x', 'a=sendrecv'])],
    ['empty lines at the end', `${sdp()}\r\n\r\n`],
    ['empty attributes', sdp({}, ['a=rtpmap:', 'a=ptime:'])],
    ['a port with a count', sdp({ m: 'm=audio 40000/2 RTP/AVP 0' })],
    ['a stream that is off, without formats', sdp({}, ['m=video 0 RTP/AVP'])],
    ['an unnamed dynamic format of a stream that is off', sdp({}, ['m=video 0 RTP/AVP 99'])],
    ['a format that is no number', sdp({}, ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel'])],
    ['a network with a count', sdp({ c: 'c=IN IP4 224.0.0.1/127/3' })],
    ['an address in the stream only', sdp({ c: '' }, ['c=IN IP4 192.0.2.1'])],
    ['an unknown host', sdp({ c: 'c=IN IP4 phone.invalid' })],
    ['no stream', [...head, ''].join('\r\n')],
  ])('%s', (_title, text) => {
    expect(sdpFault(text)).toBeUndefined();
  });

  it.each<[string, string, string]>([
    ['another version', sdp({ v: 'v=1' }), 'version'],
    ['no origin', sdp({ o: '' }), 'o= line'],
    ['an origin with one word', sdp({ o: 'o=foo' }), 'o= line'],
    ['an origin without numbers', sdp({ o: 'o=- abc def IN IP4 192.0.2.1' }), 'o= line'],
    ['a session number beyond 64 bits', sdp({ o: 'o=- 99999999999999999999 1 IN IP4 192.0.2.1' }), 'o= line'],
    ['an origin of another network', sdp({ o: 'o=- 1 1 ATM IP4 192.0.2.1' }), 'o= line'],
    ['no name', sdp({ s: '' }), 's= line'],
    ['an empty name', sdp({ s: 's=' }), 's= line'],
    ['a time that is no number', sdp({ t: 't=now 0' }), 't= line'],
    ['a bandwidth that is no number', sdp({}, ['b=AS:fast']), 'b= line'],
    ['a connection of another kind', sdp({ c: 'c=IN IPX 192.0.2.1' }), 'c= line'],
    ['no connection', sdp({ c: '' }), 'no c= line'],
    [
      'a second stream without one',
      sdp({ c: '' }, ['c=IN IP4 192.0.2.1', 'm=audio 4 RTP/AVP 0']),
      'no c= line',
    ],
    ['a capital letter', sdp({ m: 'M=audio 40000 RTP/AVP 0' }), 'lowercase'],
    ['a space before a line', sdp({}, [' a=sendrecv']), 'lowercase'],
    ['an empty line before others', sdp({}, ['', 'a=sendrecv']), 'empty line'],
    ['text', sdp({}, ['garbage']), 'equal sign'],
    ['an attribute without a name', sdp({}, ['a=']), 'a= line'],
    ['a space after m=', sdp({ m: 'm= audio 40000 RTP/AVP 0' }), 'm= line'],
    ['a stream without a profile', sdp({}, ['m=foo']), 'm= line'],
    ['a port beyond 65535', sdp({ m: 'm=audio 70000 RTP/AVP 0' }), 'm= line'],
    ['a negative port', sdp({ m: 'm=audio -1 RTP/AVP 0' }), 'm= line'],
    ['a port that is a word', sdp({ m: 'm=audio abc RTP/AVP 0' }), 'm= line'],
    ['no formats', sdp({ m: 'm=audio 40000 RTP/AVP' }), 'formats'],
    ['a payload type beyond 127', sdp({ m: 'm=audio 40000 RTP/AVP 200' }), '200'],
    ['a dynamic payload type without a name', sdp({ m: 'm=audio 40000 RTP/AVP 0 96' }), '96'],
    ['one that only the session names', sdp({ t: 'a=rtpmap:96 PCMU/8000', m: 'm=audio 4 RTP/AVP 96' }), '96'],
  ])('not %s', (_title, text, part) => {
    expect(sdpFault(text)).toContain(part);
  });
});

it('takes time linear in the length', () => {
  expectGrowthWithLength(length => {
    const text = sdp({}, Array(length).fill('a=sendrecv'));
    return () => expect(sdpFault(text)).toBeUndefined();
  }, 400);
});
