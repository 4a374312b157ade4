/** A log with names, numbers and addresses in many places. */
export const log = `[2024-05-01 10:00:00] VERBOSE[1234] chan_sip.c: Calling +4915112345678 from Alice Wonderland at pbx.hidden.example
<--- SIP read from UDP:203.0.113.77:5060 --->
INVITE sip:+4915112345678@pbx.hidden.example;user=phone SIP/2.0
Via: SIP/2.0/UDP 10.11.12.13:5060;branch=z9hG4bK1;received=203.0.113.77;rport=5060
Max-Forwards: 70
From: "Alice Wonderland" <sip:alice.w@pbx.hidden.example>;tag=1
To: <sip:+4915112345678@pbx.hidden.example>
Call-ID: 77aa@10.11.12.13
CSeq: 1 INVITE
Contact: <sip:alice.w@[2001:db8:1234::77]:5060;ob>;+sip.instance="<urn:uuid:11111111-2222-3333-4444-555555555555>"
History-Info: <sip:x@pbx.hidden.example>, "Bob Builder" <sip:bob.b@pbx.hidden.example>;index=1
Authorization: Digest username="alice.w", realm="pbx.hidden.example", nonce="9d3c11", uri="sip:pbx.hidden.example", response="0123456789abcdef0123456789abcdef"
Proxy-Authorization: Basic YWxpY2Uudzp3b3JkcGFzcw==
X-Account: customer alice.w number 4915112345678
User-Agent: Phone 00:11:22:33:44:55
Subject: Call Alice Wonderland at 0151 12345678 or (0151) 123-45678, or Bob Builder
Content-Type: application/sdp
Content-Length: 107

v=0
o=alice.w 123 456 IN IP4 10.11.12.13
s=-
e=alice@hidden.example
c=IN IP4 10.11.12.13
t=0 0
m=audio 4000 RTP/AVP 0
<------------->
-- Executing [4915112345678@internal:1] Dial("SIP/alice.w-01", "SIP/trunk/015112345678"), phone 00:11:22:33:44:55
`;
