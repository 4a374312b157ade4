/** A SIP message of Alice and Bob without a body. */
export function sipText(
  startLine: string,
  cseq: string,
  headers: readonly string[] = [],
  { callId = 'one', branch = '1' } = {},
): string {
  return [
    startLine,
    `Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK${branch}`,
    'From: <sip:alice@example.com>;tag=a',
    `To: <sip:bob@example.com>${startLine.startsWith('SIP') ? ';tag=b' : ''}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
