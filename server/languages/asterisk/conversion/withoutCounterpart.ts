/** An option of sip.conf that no option of pjsip.conf stands for. */
export interface WithoutCounterpart {
  /** What changes, as the title of a difference. */
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  /** chan_pjsip does it anyway: nothing changes. */
  readonly isDone?: true;
}

const channelVariable = (what: string, name: string): WithoutCounterpart => ({
  what,
  why: `chan_pjsip has no option for it.`,
  todo: `Set CHANNEL(${name}) at the start of the context of the endpoint.`,
});

const jitterBuffer: WithoutCounterpart = {
  what: 'There is no jitter buffer.',
  why: 'chan_pjsip has no jitter buffer of its own.',
  todo: 'Set JITTERBUFFER(adaptive)=default in the dialplan where a call needs one.',
};

const realtime: WithoutCounterpart = {
  what: 'Devices from a database are not kept in this way.',
  why: 'chan_pjsip reads its objects from a database through sorcery.conf.',
  todo: 'Configure sorcery.conf and extconfig.conf, and move the tables.',
};

const completion: WithoutCounterpart = {
  what: 'Call completion is not offered.',
  why: 'chan_pjsip has no call completion.',
  todo: 'Build it in the dialplan, or do without it.',
};

const done = (why: string): WithoutCounterpart => ({ what: '', why, todo: '', isDone: true });

const directAccess: WithoutCounterpart = {
  what: 'Direct media is not limited to networks.',
  why: 'chan_pjsip decides about direct media for the whole endpoint.',
  todo: 'Set direct_media=no for endpoints that must not send media to each other.',
};

/** By main name, in lower case. Each says what changes when a line sets another value than the default. */
export const withoutCounterpart: Readonly<Record<string, WithoutCounterpart>> = {
  accept_outofcall_message: {
    what: 'MESSAGE outside of calls is accepted.',
    why: 'chan_pjsip always takes MESSAGE; it goes to message_context, or to the context of the endpoint.',
    todo: 'Set message_context to a context without extensions.',
  },
  allowexternaldomains: {
    what: 'Calls to foreign domains are let in.',
    why: 'chan_pjsip never looks at the domain of the Request-URI.',
    todo: 'Check ${CHANNEL(pjsip,request_uri)} in the dialplan.',
  },
  allowguest: done('Without an endpoint called anonymous, strangers are refused.'),
  alwaysauthreject: {
    what: 'Unknown callers get 401, not 403 or 404.',
    why: 'chan_pjsip never tells which names exist.',
    todo: 'Nothing: it is safer.',
  },
  amaflags: channelVariable('Call records have no AMA flags.', 'amaflags'),
  auth_message_requests: {
    what: 'MESSAGE needs a password.',
    why: 'chan_pjsip asks for the password of an endpoint whatever the method.',
    todo: 'Let only endpoints without auth send such messages.',
  },
  authfailureevents: {
    what: 'Manager events PeerStatus for refused registrations are not sent.',
    why: 'chan_pjsip has no such option.',
    todo: 'Read the security events InvalidPassword and ChallengeResponseFailed.',
  },
  autocreatepeer: {
    what: 'Phones that are not configured cannot register.',
    why: 'chan_pjsip makes no endpoints by itself.',
    todo: 'Add an endpoint for each phone.',
  },
  autodomain: {
    what: 'Domains have no meaning.',
    why: 'chan_pjsip never looks at the domain of the Request-URI.',
    todo: 'Check ${CHANNEL(pjsip,request_uri)} in the dialplan.',
  },
  buggymwi: {
    what: 'The work-around for phones with a faulty display of messages is gone.',
    why: 'chan_pjsip has no such option.',
    todo: 'Update the phones.',
  },
  'call-limit': {
    what: 'The number of calls is not limited.',
    why: 'chan_pjsip has no limit; device_state_busy_at only shows the device as busy.',
    todo: 'Count calls with GROUP() and GROUP_COUNT() in the dialplan.',
  },
  callbackextension: {
    what: 'It does not register with its extension.',
    why: 'chan_sip makes a registration of it only with a fixed host and a user name.',
    todo: 'Add a registration section, if one is needed.',
  },
  callcounter: done('chan_pjsip always counts the calls of an endpoint for hints.'),
  callevents: done('The events that it asks for are always sent.'),
  checkmwi: done('chan_pjsip is told of new messages and need not look.'),
  cc_agent_dialstring: completion,
  cc_agent_policy: completion,
  cc_callback_macro: completion,
  cc_callback_sub: completion,
  cc_max_agents: completion,
  cc_max_monitors: completion,
  cc_monitor_policy: completion,
  cc_offer_timer: completion,
  cc_recall_timer: completion,
  ccbs_available_timer: completion,
  ccnr_available_timer: completion,
  cos_text: done('chan_pjsip has no real-time text over a port of its own.'),
  defaultip: {
    what: 'It cannot be called before it has registered.',
    why: 'A contact beside the registered one would be called in its place.',
    todo: 'Nothing, if the device registers; else give the aor a contact.',
  },
  defaultuser: done('A device that registers says in its Contact how it wants to be called.'),
  description: done('The text is for the list of peers alone; it is no longer shown.'),
  directmediaacl: directAccess,
  directmediadeny: directAccess,
  directmediapermit: directAccess,
  directrtpsetup: {
    what: 'Media does not start directly between phones.',
    why: 'chan_pjsip sets direct media up after the answer.',
    todo: 'Nothing.',
  },
  disallowed_methods: {
    what: 'Methods are not hidden from the device.',
    why: 'chan_pjsip always lists all methods that it knows.',
    todo: 'Nothing, unless the device cannot handle UPDATE; then replace its firmware.',
  },
  domain: {
    what: 'Domains have no meaning.',
    why: 'chan_pjsip never looks at the domain of the Request-URI.',
    todo: 'Check ${CHANNEL(pjsip,request_uri)} in the dialplan.',
  },
  domainsasrealm: {
    what: 'All challenges carry one realm.',
    why: 'An auth section has one realm.',
    todo: 'Replace hashes that were made for a domain.',
  },
  dumphistory: {
    what: 'There is no history of dialogs.',
    why: 'chan_pjsip has its own logger.',
    todo: 'Use "pjsip set history on" and "pjsip show history".',
  },
  dynamic_exclude_static: {
    what: 'Phones may register from the address of a trunk.',
    why: 'chan_pjsip does not compare registrations with fixed addresses. Callers of that address are taken for the trunk all the same.',
    todo: 'Set contact_deny for these addresses, if it matters.',
  },
  externaddr: {
    what: 'The external address is not announced.',
    why: 'Without localnet chan_sip does not use it, either.',
    todo: 'Add local_net and external_media_address to the transport, if the server stands behind NAT.',
  },
  externhost: {
    what: 'The external address is not announced.',
    why: 'Without localnet chan_sip does not use it, either.',
    todo: 'Add local_net and external_media_address to the transport, if the server stands behind NAT.',
  },
  externrefresh: {
    what: 'The external host name is looked up at other times.',
    why: 'chan_pjsip leaves it to dnsmgr.conf.',
    todo: 'Set enable=yes and refreshinterval in dnsmgr.conf.',
  },
  externtcpport: {
    what: 'The outer port of TCP is not announced.',
    why: 'Without an external address it means nothing.',
    todo: 'Set external_signaling_port in [transport-tcp].',
  },
  externtlsport: {
    what: 'The outer port of TLS is not announced.',
    why: 'Without an external address it means nothing.',
    todo: 'Set external_signaling_port in [transport-tls].',
  },
  forwardloopdetected: {
    what: 'A call that comes back is not forwarded to its destination.',
    why: 'chan_pjsip has no such option.',
    todo: 'Handle it in the dialplan.',
  },
  hasvoicemail: done('It has a meaning in users.conf alone.'),
  header: {
    what: 'The header is not added to calls.',
    why: 'An endpoint has no option for headers.',
    todo: 'Add it with PJSIP_HEADER(add,NAME)=value in a pre-dial handler: Dial(PJSIP/...,,b(...)).',
  },
  ignore_requested_pref: done('chan_pjsip orders codecs by its own list.'),
  ignoreregexpire: {
    what: 'Registrations that have expired are not used.',
    why: 'chan_pjsip removes them.',
    todo: 'Nothing: such a phone is gone in most cases.',
  },
  ignoresdpversion: done('chan_pjsip reads every new description, whatever its version.'),
  insecure: {
    what: 'It does not change who is asked for a password.',
    why: 'An endpoint asks for a password at REGISTER and at calls, or at neither.',
    todo: 'Nothing, if the device knows its password.',
  },
  jbenable: jitterBuffer,
  jbforce: jitterBuffer,
  jbimpl: jitterBuffer,
  jblog: jitterBuffer,
  jbmaxsize: jitterBuffer,
  jbresyncthreshold: jitterBuffer,
  jbsyncvideo: jitterBuffer,
  jbtargetextra: jitterBuffer,
  keepalive: {
    what: 'No keep-alive packets are sent over UDP.',
    why: 'keep_alive_interval of chan_pjsip is for TCP and TLS alone.',
    todo: 'Set qualify_frequency in the aor to 30 seconds or less for phones behind NAT.',
  },
  limitonpeer: done('It is one object anyway.'),
  localmask: done('The mask stands in the network itself.'),
  localnet: {
    what: 'Networks inside are not told apart.',
    why: 'Without an external address they mean nothing.',
    todo: 'Nothing.',
  },
  match_auth_username: done('The name in From decides.'),
  matchexternaddrlocally: {
    what: 'Addresses of the own public address are not taken for local.',
    why: 'chan_pjsip has no such option.',
    todo: 'Add the public address to local_net.',
  },
  maxcallbitrate: {
    what: 'The bandwidth of video is not announced.',
    why: 'chan_pjsip writes no b=CT line.',
    todo: 'Limit the bandwidth at the device.',
  },
  mohinterpret: channelVariable('Music on hold is of the class default.', 'musicclass'),
  musicclass: channelVariable('Music on hold is of the class default.', 'musicclass'),
  musiconhold: channelVariable('Music on hold is of the class default.', 'musicclass'),
  mwi: {
    what: 'The server does not subscribe to messages elsewhere.',
    why: 'chan_pjsip has no subscription of its own.',
    todo: 'Have the provider send messages unasked, and name the mailbox with incoming_mwi_mailbox.',
  },
  mwiexpiry: done('It belongs to mwi lines.'),
  notifycid: {
    what: 'Hints do not tell who is calling.',
    why: 'chan_pjsip never writes the caller into dialog notifications.',
    todo: 'Nothing.',
  },
  notifyhold: done('chan_pjsip tells of calls on hold.'),
  notifymimetype: {
    what: 'Notifications of messages have the usual type.',
    why: 'chan_pjsip always writes application/simple-message-summary.',
    todo: 'Nothing, for phones that follow RFC 3842.',
  },
  notifyringing: {
    what: 'Ringing is told to all who watch a hint.',
    why: 'chan_pjsip always tells it.',
    todo: 'Nothing.',
  },
  parkinglot: channelVariable('Calls are parked in the default lot.', 'parkinglot'),
  pedantic: {
    what: 'Messages are always read strictly.',
    why: 'chan_pjsip has no loose mode.',
    todo: 'Nothing.',
  },
  port: done('A device that registers says its port in Contact.'),
  prematuremedia: {
    what: 'Early media is sent as the dialplan says.',
    why: 'chan_pjsip has no such option.',
    todo: 'Call Progress() where callers should hear early media.',
  },
  preferred_codec_only: {
    what: 'More than one codec may be offered.',
    why: 'This release has no such option.',
    todo: 'Allow one codec alone.',
  },
  promiscredir: {
    what: 'Redirections go to the dialplan.',
    why: 'This release has no such option.',
    todo: 'Nothing.',
  },
  qualifygap: {
    what: 'The first qualify requests are spread in another way.',
    why: 'chan_pjsip has no gap between them.',
    todo: 'Set max_initial_qualify_time in [global].',
  },
  qualifypeers: done('chan_pjsip sends them one by one.'),
  recordhistory: {
    what: 'There is no history of dialogs.',
    why: 'chan_pjsip has its own logger.',
    todo: 'Use "pjsip set history on".',
  },
  refer_addheaders: done('chan_pjsip hands the headers of a transfer on.'),
  regexten: {
    what: 'The extension of a registered phone has the name of the device.',
    why: 'With regcontext chan_pjsip adds the name of the aor, never another extension.',
    todo: 'Add the extensions to the dialplan.',
  },
  regextenonqualify: {
    what: 'Extensions of phones that do not answer stay.',
    why: 'chan_pjsip removes them when the registration ends.',
    todo: 'Nothing.',
  },
  registertrying: done('chan_pjsip sends no 100 to REGISTER, as RFC 3261 asks.'),
  relaxdtmf: {
    what: 'Keys in the sound are detected strictly.',
    why: 'chan_pjsip has no such option.',
    todo: 'Set relaxdtmf in dsp.conf where it is known, or have phones send RFC 4733 events.',
  },
  rfc2833compensate: {
    what: 'The work-around for faulty events of Cisco is gone.',
    why: 'chan_pjsip has no such option.',
    todo: 'Nothing, for devices that follow RFC 4733.',
  },
  rtautoclear: realtime,
  rtcachefriends: realtime,
  rtsavepath: realtime,
  rtsavesysname: realtime,
  rtupdate: realtime,
  rtpbindaddr: {
    what: 'Media is not bound to an address.',
    why: 'chan_pjsip binds media for each endpoint.',
    todo: 'Set media_address and bind_rtp_to_media_address=yes in the endpoints.',
  },
  secret: done('insecure=invite waives the password, and calls out use another one.'),
  md5secret: done('insecure=invite waives the password, and calls out use another one.'),
  remotesecret: {
    what: 'It does not log in.',
    why: 'chan_sip uses it only for devices that it calls.',
    todo: 'Nothing.',
  },
  'session-refresher': {
    what: 'Who refreshes a session is settled with the other side.',
    why: 'chan_pjsip has no such option.',
    todo: 'Nothing.',
  },
  shrinkcallerid: {
    what: 'Numbers of callers keep their spaces and dashes.',
    why: 'chan_pjsip hands the number on as it came.',
    todo: 'Use FILTER(0-9+,${CALLERID(num)}) in the dialplan.',
  },
  srvlookup: {
    what: 'SRV records are always looked up.',
    why: 'chan_pjsip follows RFC 3263: a name without a port is looked up with SRV.',
    todo: 'Write the port behind names that must not be looked up with SRV.',
  },
  storesipcause: {
    what: 'The variable SIP_CAUSE does not exist.',
    why: 'chan_pjsip has HANGUPCAUSE() alone.',
    todo: 'Use HANGUPCAUSE(channel,tech) in the dialplan.',
  },
  stunaddr: done('stunaddr of rtp.conf is what counts for media.'),
  submaxexpiry: {
    what: 'Subscriptions may last longer.',
    why: 'chan_pjsip has no upper bound for them.',
    todo: 'Nothing.',
  },
  subscribe_network_change_event: done('chan_pjsip watches the network by itself.'),
  subscribemwi: done('A device without a mailbox has nothing to subscribe to.'),
  t1min: done('pjproject has a bound of its own.'),
  t38pt_usertpsource: done('t38_udptl_nat does it together with rtp_symmetric.'),
  tcpauthlimit: {
    what: 'Connections before authentication are not limited.',
    why: 'chan_pjsip has no such option.',
    todo: 'Limit new connections with a firewall.',
  },
  tcpauthtimeout: {
    what: 'Connections before authentication are not closed.',
    why: 'chan_pjsip has no such option.',
    todo: 'Limit them with a firewall.',
  },
  textsupport: {
    what: 'Real-time text is not negotiated in the same way.',
    why: 'chan_pjsip takes text as a stream of its own: max_text_streams is not there in this release.',
    todo: 'Allow t140 or red, and test it.',
  },
  tlscafile: done('TLS is not turned on.'),
  tlsdisablev1: {
    what: 'Old versions of TLS are not turned off one by one.',
    why: 'The option `method` of a transport names one version.',
    todo: 'Set method=tlsv1_2 in [transport-tls], and MinProtocol in openssl.cnf.',
  },
  tlsdisablev11: {
    what: 'TLS 1.1 is not turned off.',
    why: 'The option `method` of a transport names one version.',
    todo: 'Set method=tlsv1_2 in [transport-tls], and MinProtocol in openssl.cnf.',
  },
  tlsdisablev12: {
    what: 'TLS 1.2 is not turned off.',
    why: 'The option `method` of a transport names one version.',
    todo: 'Set method=tlsv1_3 in [transport-tls], where the release has it.',
  },
  tlsservercipherorder: {
    what: 'The client chooses among the ciphers.',
    why: 'chan_pjsip has no such option.',
    todo: 'List only ciphers that are good enough.',
  },
  tos_text: done('chan_pjsip has no real-time text over a port of its own.'),
  transport: done('An endpoint takes requests from every transport.'),
  trunkname: done('It has a meaning in users.conf alone.'),
  useclientcode: {
    what: 'The header X-ClientCode is not read.',
    why: 'chan_pjsip has no such option.',
    todo: 'Read it with PJSIP_HEADER(read,X-ClientCode) and set CDR(accountcode).',
  },
  videosupport: done('Video follows the list of codecs.'),
  websocket_enabled: {
    what: 'WebSocket is not turned off.',
    why: 'The module res_pjsip_transport_websocket takes them.',
    todo: 'Write noload => res_pjsip_transport_websocket.so into modules.conf.',
  },
};
