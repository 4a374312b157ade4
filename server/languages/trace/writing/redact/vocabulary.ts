import { allCodes, allParameters } from '../../../../sip/facts.ts';
import { knownHeaders } from '../../../../sip/headers.ts';
import { SIP_METHODS } from '../../../../sip/methods.ts';

/** A set of words that identify nobody, in lowercase. */
export type Vocabulary = ReadonlySet<string>;

/** True for a word that is kept somewhere: no stand-in is such a word, so that a redacted text is read as it was written. */
export function isVocabulary(word: string): boolean {
  return ALL.has(word.toLowerCase());
}

/** Methods, upper case as on the wire: they are compared case-insensitively, to keep misspelled ones recognizable. */
export const METHODS: Vocabulary = set(SIP_METHODS.join(' '));

/** Option tags, event packages, media types, privacy values and the like, word by word. */
export const TOKENS: Vocabulary = set(`
  100rel timer replaces path outbound gruu ice tdialog eventlist norefersub answermode from change histinfo hist info join
  multiple refer policy precondition pref privacy recipient list invite subscribe message resource priority sdp anat sec agree
  siprec record aware uui early session nosub explicitsub geolocation http sip callerid x extended trickle target dialog reg
  presence winfo summary conference kpml as feature event call completion check sync ua profile line seize vq rtcpxr rls
  package load control xcap diff application sipfrag text plain html xml pidf multipart mixed alternative related signed
  image jpeg png json dtmf relay media simple rlmi resourcelists resource lists isup qsig cpim im iscomposing external body
  cpc cpl external watcherinfo rpid status svc pkcs7 mime signature octet stream gzip identity deflate render icon alert
  session signal by reference aib recording
  id none user header critical history emergency urgent normal non active pending terminated deactivated probation rejected
  timeout giveup noresource invariant full off yes no true false required optional uac uas auth int md5 sess token
  unconditional unknown busy answer time day do not disturb unavailable follow me out of service away deflection receive
  called calling party screen q 850 cause reason isdn interworking 3gpp 3gpp2 etsi pstn uri ip phone dialstring on
  video audio text data automata isfocus mobility fixed mobile duplex half schemes methods extensions class business
  personal principal attendant card sos service proxy redirect cancel fork recurse parallel sequential queue
  ipsec tls digest mechanism hmac sha des cbc aes null esp trans server client manual auto isub subaddr
  wlocation utran geran eutran fdd tdd cell wlan ieee dsl adsl vdsl docsis ethernet nr
  purpose dialog info index ring ringing internal ringer distinctive utf iso 8859 us ascii x`);

/** Names of parameters of header fields, URIs and credentials. */
export const PARAMETER_NAMES: Vocabulary = set(`
  ${allParameters()
    .map(([name]) => name)
    .join(' ')}
  branch received rport ttl maddr alias i keep oc oc-algo oc-validity oc-seq sigcomp-id comp lr transport user method isub
  postd phone-context ext tag expires q index rc mp np reason text cause privacy screen screening party id counter limit
  id-type to-tag from-tag early-only remote local refresher duration handling charset boundary type start version event
  purpose retry-after gruu pub-gruu temp-gruu reg-id ob cpc oli isup-oli target aor sip.instance sip.rendering sip.ice
  pn-provider pn-param pn-prid pn-purr pn-type pn-tok pn-app-id realm nonce cnonce opaque response uri username username*
  algorithm qop nc stale domain auts ck ik rspauth nextnonce userhash integrity-protected ppt alg info icid-value
  icid-generated-at orig-ioi term-ioi access-type utran-cell-id-3gpp generation encoding content purpose tgrp
  trunk-context noa rn npdi cic enumdi audio video text application mobility class isfocus automata data control
  methods schemes extensions description events priority language duplex actor explicit require profile-key site
  vendor model effective-by ftag lr-on did nat r2 received_ip name`);

/** Transports, as in a URI. */
export const TRANSPORTS: Vocabulary = set('udp tcp tls sctp ws wss dtls tls-sctp dccp');

export const SCHEMES: Vocabulary = set(
  'sip sips tel urn http https pres im mailto cid data msrp msrps ws wss ldap fax modem file h323 callto',
);

/** Words of `urn:` names. */
export const URN_WORDS: Vocabulary =
  set(`urn service sos uuid gsma imei ietf params 3gpp 3gpp2 xml ns rtp hdrext fire police
  ambulance physician poison counseling tel nena responder esn meid`);

export const SCHEMES_OF_CREDENTIALS: Vocabulary = set('digest basic bearer ntlm kerberos tls-dsk negotiate');

/** RFC 7616, RFC 3310, RFC 4169. */
export const ALGORITHMS: Vocabulary =
  set(`md5 md5-sess sha-256 sha-256-sess sha-512-256 sha-512-256-sess akav1-md5
  akav2-md5 akav1-sha-256 akav2-sha-256 auth auth-int true false rsa-sha1 es256 rs256 shaken div`);

/** Words of the reasons that the standards give to codes. */
export const REASON_WORDS: Vocabulary = set(
  `${allCodes()
    .map(([, { reason }]) => reason)
    .join(' ')}
  clearing normal user busy call completed elsewhere no answer rejected by cause unspecified unallocated number interworking timeout
  expired request terminated canceled cancelled originator unauthorized stale nonce bad auth authentication invalid here
  dialog transaction exist early media`.replace(/[^A-Za-z0-9]+/g, ' '),
);

/** Words of the warnings of RFC 3261 and RFC 5630, and names of fields that OpenSIPS and Kamailio write into the text of a warning. */
export const WARNING_WORDS: Vocabulary =
  set(`incompatible network protocol address addresses formats format transport bandwidth
  units media type not available attribute understood session description parameter multicast unicast insufficient miscellaneous
  warning sips required allowed noisy feedback tells pid req_src_ip req_src_port in_uri out_uri via_cnt`);

/** Programs and phone makers: they show how SIP is spoken, not who uses it. */
export const PRODUCTS: Vocabulary =
  set(`asterisk pbx freepbx opensips kamailio freeswitch mod sofia flexisip linphone belle sip
  linphonec android ios windows linux macos x86 64 x86_64 pjsua pjsip yealink cisco cp spa polycom polyedge soundpoint grandstream gxp
  snom fanvil aastra mitel avaya siemens gigaset zoiper bria xlite x lite eyebeam jitsi blink microsip twinkle ekiga sipp sipml5
  jssip baresip csipsimple audiocodes mediant patton sonus ribbon oracle acme packet genesys avm fritz box fritzbox openser ser
  sems yate drachtio routr twilio telnyx vonage lync rtc uccapi ucma server client tandberg lifesize ericsson huawei nokia zte
  rtpengine rtpproxy sngrep sipsak sipvicious friendly scanner vaxsip eyep media relay proxy gateway gw b2bua ua agent phone softphone
  voip desk video audio conference bridge session border controller sbc`);

/** Encoding names of RTP payloads. */
export const CODECS: Vocabulary =
  set(`pcmu pcma g722 g729 g729a g729b g729d g729e g723 g721 g726 g7221 g7231 gsm efr hr ilbc speex opus
  amr wb evs evrc evrcb qcelp silk isac l16 l8 l24 lpc dvi4 mpa mp4a latm mpeg4 generic mp4v es vdvi bv16 bv32 siren7 siren14 siren lyra
  telephone event cn red ulpfec flexfec fec rtx h261 h263 h264 h265 svc 1998 2000 vp8 vp9 av1 theora jpeg jpeg2000 mpv mp2t t38 t140
  x ulaw alaw 16 24 32 40 ir clearmode tone smv g728 aal2 nse raw`);

/** Names of attributes, and the words in them and in other lines of a session description. */
export const SDP_WORDS: Vocabulary = set(`
  rtpmap fmtp ptime maxptime minptime sendrecv sendonly recvonly inactive rtcp rtcp-fb rtcp-mux rtcp-mux-only rtcp-rsize rtcp-xr ssrc
  ssrc-group cname mslabel label msid msid-semantic mid group bundle ls fid fec fec-fr wms ice-ufrag ice-pwd ice-options ice-lite
  ice-mismatch trickle renomination ice2 candidate end-of-candidates remote-candidates typ host srflx prflx relay raddr rport generation
  network-id network-cost tcptype active passive so fingerprint setup actpass holdconn connection new existing crypto key-mgmt mikey prio
  inline fec_order unencrypted_srtp unencrypted_srtcp unauthenticated_srtp wsh kdr zrtp-hash extmap extmap-allow-mixed silencesupp
  direction both curr des conf qos e2e local remote none mandatory optional failure unknown send recv sendrecv
  quality framerate framesize imageattr rid simulcast sctp-port sctpmap max-message-size path accept-types accept-wrapped-types
  file-selector file-transfer-id file-disposition content main slides speaker alt lang charset tool type recvinfo orient cat keywds
  sqn cdsc cpar cparmin cparmax acap tcap pcfg acfg csup creq floorctrl confid userid floorid bfcpver x-rtp-session-id
  t38faxversion t38maxbitrate t38faxfillbitremoval t38faxtranscodingmmr t38faxtranscodingjbig t38faxratemanagement t38faxmaxbuffer
  t38faxmaxdatagram t38faxudpec t38udpredundancy t38udpfec transferredtcf localtcf x-sqn x-cap rtcp-encryption
  audio video application image text message control data rtp avp avpf savp savpf udp tls tcp udptl dtls sctp webrtc-datachannel
  bfcp msrp udpbfcp udpspx in ip4 ip6 as tias ct rs rr prompt clear base64 uri x clock ptp ntp local
  nack pli fir ccm sli rpsi tmmbr app trr-int goog-remb transport-cc lrr
  aes_cm_128_hmac_sha1_80 aes_cm_128_hmac_sha1_32 f8_128_hmac_sha1_80 aes_192_cm_hmac_sha1_80 aes_192_cm_hmac_sha1_32
  aes_256_cm_hmac_sha1_80 aes_256_cm_hmac_sha1_32 aes_cm_256_hmac_sha1_80 aead_aes_128_gcm aead_aes_256_gcm
  aead_aes_128_gcm_8 aead_aes_256_gcm_8 sha sha-1 sha-224 sha-256 sha-384 sha-512 md5
  mode annexb annexa bitrate octet-align mode-set mode-change-period mode-change-capability mode-change-neighbor max-red crc
  robust-sorting interleaving usedtx useinbandfec stereo sprop-stereo maxplaybackrate sprop-maxcapturerate maxaveragebitrate cbr
  minptime profile-level-id packetization-mode level-asymmetry-allowed max-br max-fs max-fr max-mbps max-smbps max-dpb max-cpb
  apt rtx-time vbr cng profile-id level-id tier-flag yes no on off smpte pcm repair-window scale
  audio1 video1 mid0 0x 2^20 2^31 session media level initiator first second third cif qcif sqcif cif4 custom`);

/** Elements and attributes of the XML bodies of presence, dialogs, registrations and conferences, without prefixes. */
export const XML_NAMES: Vocabulary =
  set(`xml version encoding xmlns xsi schemalocation presence tuple status basic contact note
  timestamp person activities mood place type device deviceid entity id open closed priority dialog info dialog-info state
  call-id local-tag remote-tag direction identity target param pname pval duration local remote replaces referred-by route-set
  reginfo registration aor unknown-param event expires display-name conference-info conference-description users user endpoint
  media list resource instance resource-list uri name cid fullstate watcherinfo watcher-list watcher package reason
  iscomposing lastactive contenttype refresh media_control vc_primitive to_encoder picture_fast_update geopriv location-info
  usage-rules gml pos point civicaddress a1 a2 a3 a4 a5 a6 ca dm rpid pp cl sa ns di pidf rlmi body html head p br
  urn ietf params utf 8`);

/** Words that servers and tools write around messages. Words by which their formats are recognized must be here. */
export const LOG_WORDS: Vocabulary = set(`
  sip udp tcp tls ws wss sctp read from to transmitting retransmitting nat no really destroying reliably scheduling destruction
  received receiving sending sent send recv rx tx forwarding request response message msg bytes byte of at in out on with and the a
  verbose debug notice warning error info trace dtmf security critical alert emerg local0 local7 daemon user
  asterisk chan_sip chan sip pjsip res_pjsip_logger res pjproject opensips kamailio flexisip linphone belle freeswitch sofia
  sngrep sipp ngrep tcpdump interface filter match headers header lines line contact via
  frame internet protocol version src dst source destination port ports datagram transmission stream control
  ethernet arrival time epoch length total checksum flags ttl id offset proto options unverified seq ack win val ecr nop
  ethertype ipv4 ipv6 ip ip6 tos cksum correct incorrect wire captured bits on capture
  session initiation method status code reason phrase expert description media attribute connection information owner creator
  name type value number address body uri host
  dial executing executed called answered ringing hangup channel call calls application context extension exten spawn extension
  tag pid process date srcip srcport dstip dstport mode snd rcv udp4 tcp4 tls4 udp6 tcp6
  ccsipdisplaymsg endpoint server new for channel size port end start begin redirecting route routing proxy registrar register
  log stdout stderr stdout_stream stream timestamp srcip src_ip source_ip srcport src_port source_port dstip dst_ip destination_ip
  dstport dst_port destination_port src_address dst_address protocol transport timeseconds timeuseconds time_sec time_usec tv_sec tv_usec
  create_date micro_ts __realtime_timestamp _source_realtime_timestamp raw payload data msg_id hits aliasing
  ts datetime level severity local local_addr local_address laddr local_ip local_port lport
  remote remote_addr remote_address raddr remote_ip remote_port rport peer
  direction dir out outbound outgoing tx egress inbound incoming rx ingress
  jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun am pm utc gmt not is was has been`);

/** Parts of names of header fields that are not registered. */
export const HEADER_WORDS: Vocabulary = set(
  `${knownHeaders()
    .map(({ name }) => name)
    .join(' ')
    .replace(/-/g, ' ')}
  x p id uid uuid number ext extension caller callee called calling name account token user agent device serial mac model version ip
  address port src dst source destination original orig real remote local billing charge info type status state cause code
  reason flag tag trunk gateway gw carrier customer domain realm uri url host hop hops route next core node server proxy
  codec audio media rtp sdp stats stat quality debug trace timestamp duration count cid cli ani dnis did h n
  asterisk hangupcause hangupcausecode freeswitch fs opensips kamailio cisco avaya guid ucid gcid ms sonus ribbon nortel
  broadworks forwarded authenticated cookie identity vendor nat keep alive test custom header value data`,
);

/** Numbers are not in a vocabulary: whether one is kept depends on its place. */
function set(words: string): Vocabulary {
  return new Set(
    words
      .toLowerCase()
      .split(/\s+/)
      .filter(word => /\D/.test(word)),
  );
}

const ALL: Vocabulary = new Set(
  [
    METHODS,
    TOKENS,
    PARAMETER_NAMES,
    TRANSPORTS,
    SCHEMES,
    URN_WORDS,
    SCHEMES_OF_CREDENTIALS,
    ALGORITHMS,
    REASON_WORDS,
    WARNING_WORDS,
    PRODUCTS,
    CODECS,
    SDP_WORDS,
    XML_NAMES,
    LOG_WORDS,
    HEADER_WORDS,
  ].flatMap(words => [...words]),
);
