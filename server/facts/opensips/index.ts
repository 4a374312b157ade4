// One import per module, in alphabetical order: standing in this list is what makes a module known.
import m_aaa_diameter from './aaa_diameter.json';
import m_aaa_radius from './aaa_radius.json';
import m_acc from './acc.json';
import m_aka_av_diameter from './aka_av_diameter.json';
import m_alias_db from './alias_db.json';
import m_auth from './auth.json';
import m_auth_aaa from './auth_aaa.json';
import m_auth_aka from './auth_aka.json';
import m_auth_db from './auth_db.json';
import m_auth_diameter from './auth_diameter.json';
import m_auth_jwt from './auth_jwt.json';
import m_auth_web3 from './auth_web3.json';
import m_avpops from './avpops.json';
import m_b2b_entities from './b2b_entities.json';
import m_b2b_logic from './b2b_logic.json';
import m_b2b_logic_xml from './b2b_logic_xml.json';
import m_b2b_sca from './b2b_sca.json';
import m_b2b_sdp_demux from './b2b_sdp_demux.json';
import m_benchmark from './benchmark.json';
import m_cachedb_cassandra from './cachedb_cassandra.json';
import m_cachedb_couchbase from './cachedb_couchbase.json';
import m_cachedb_dynamodb from './cachedb_dynamodb.json';
import m_cachedb_local from './cachedb_local.json';
import m_cachedb_memcached from './cachedb_memcached.json';
import m_cachedb_mongodb from './cachedb_mongodb.json';
import m_cachedb_redis from './cachedb_redis.json';
import m_cachedb_sql from './cachedb_sql.json';
import m_call_center from './call_center.json';
import m_call_control from './call_control.json';
import m_callops from './callops.json';
import m_carrierroute from './carrierroute.json';
import m_cfgutils from './cfgutils.json';
import m_cgrates from './cgrates.json';
import m_closeddial from './closeddial.json';
import m_clusterer from './clusterer.json';
import m_compression from './compression.json';
import m_config from './config.json';
import m_cpl_c from './cpl-c.json';
import m_cpl_c_dash from './cpl_c.json';
import m_db_berkeley from './db_berkeley.json';
import m_db_cachedb from './db_cachedb.json';
import m_db_flatstore from './db_flatstore.json';
import m_db_http from './db_http.json';
import m_db_mysql from './db_mysql.json';
import m_db_oracle from './db_oracle.json';
import m_db_perlvdb from './db_perlvdb.json';
import m_db_postgres from './db_postgres.json';
import m_db_sqlite from './db_sqlite.json';
import m_db_text from './db_text.json';
import m_db_unixodbc from './db_unixodbc.json';
import m_db_virtual from './db_virtual.json';
import m_dialog from './dialog.json';
import m_dialplan from './dialplan.json';
import m_dispatcher from './dispatcher.json';
import m_diversion from './diversion.json';
import m_dns_cache from './dns_cache.json';
import m_domain from './domain.json';
import m_domainpolicy from './domainpolicy.json';
import m_drouting from './drouting.json';
import m_emergency from './emergency.json';
import m_enum from './enum.json';
import m_event_datagram from './event_datagram.json';
import m_event_flatstore from './event_flatstore.json';
import m_event_jsonrpc from './event_jsonrpc.json';
import m_event_kafka from './event_kafka.json';
import m_event_rabbitmq from './event_rabbitmq.json';
import m_event_route from './event_route.json';
import m_event_routing from './event_routing.json';
import m_event_sqs from './event_sqs.json';
import m_event_stream from './event_stream.json';
import m_event_virtual from './event_virtual.json';
import m_event_xmlrpc from './event_xmlrpc.json';
import m_example from './example.json';
import m_exec from './exec.json';
import m_fraud_detection from './fraud_detection.json';
import m_freeswitch from './freeswitch.json';
import m_freeswitch_scripting from './freeswitch_scripting.json';
import m_gflags from './gflags.json';
import m_group from './group.json';
import m_h350 from './h350.json';
import m_http2d from './http2d.json';
import m_httpd from './httpd.json';
import m_identity from './identity.json';
import m_imc from './imc.json';
import m_jabber from './jabber.json';
import m_janus from './janus.json';
import m_json from './json.json';
import m_jsonrpc from './jsonrpc.json';
import m_launch_darkly from './launch_darkly.json';
import m_ldap from './ldap.json';
import m_load_balancer from './load_balancer.json';
import m_lua from './lua.json';
import m_mangler from './mangler.json';
import m_mathops from './mathops.json';
import m_maxfwd from './maxfwd.json';
import m_media_exchange from './media_exchange.json';
import m_mediaproxy from './mediaproxy.json';
import m_mi_datagram from './mi_datagram.json';
import m_mi_fifo from './mi_fifo.json';
import m_mi_html from './mi_html.json';
import m_mi_http from './mi_http.json';
import m_mi_json from './mi_json.json';
import m_mi_script from './mi_script.json';
import m_mi_xmlrpc from './mi_xmlrpc.json';
import m_mi_xmlrpc_ng from './mi_xmlrpc_ng.json';
import m_mid_registrar from './mid_registrar.json';
import m_mmgeoip from './mmgeoip.json';
import m_mqueue from './mqueue.json';
import m_msilo from './msilo.json';
import m_msrp_gateway from './msrp_gateway.json';
import m_msrp_relay from './msrp_relay.json';
import m_msrp_ua from './msrp_ua.json';
import m_nat_traversal from './nat_traversal.json';
import m_nathelper from './nathelper.json';
import m_opentelemetry from './opentelemetry.json';
import m_options from './options.json';
import m_osp from './osp.json';
import m_path from './path.json';
import m_pdt from './pdt.json';
import m_peering from './peering.json';
import m_perl from './perl.json';
import m_permissions from './permissions.json';
import m_pi_http from './pi_http.json';
import m_pike from './pike.json';
import m_presence from './presence.json';
import m_presence_callinfo from './presence_callinfo.json';
import m_presence_dfks from './presence_dfks.json';
import m_presence_dialoginfo from './presence_dialoginfo.json';
import m_presence_mwi from './presence_mwi.json';
import m_presence_reginfo from './presence_reginfo.json';
import m_presence_xcapdiff from './presence_xcapdiff.json';
import m_presence_xml from './presence_xml.json';
import m_prometheus from './prometheus.json';
import m_proto_bin from './proto_bin.json';
import m_proto_bins from './proto_bins.json';
import m_proto_hep from './proto_hep.json';
import m_proto_ipsec from './proto_ipsec.json';
import m_proto_msrp from './proto_msrp.json';
import m_proto_sctp from './proto_sctp.json';
import m_proto_smpp from './proto_smpp.json';
import m_proto_tcp from './proto_tcp.json';
import m_proto_tls from './proto_tls.json';
import m_proto_udp from './proto_udp.json';
import m_proto_ws from './proto_ws.json';
import m_proto_wss from './proto_wss.json';
import m_pua from './pua.json';
import m_pua_bla from './pua_bla.json';
import m_pua_dialoginfo from './pua_dialoginfo.json';
import m_pua_mi from './pua_mi.json';
import m_pua_reginfo from './pua_reginfo.json';
import m_pua_usrloc from './pua_usrloc.json';
import m_pua_xmpp from './pua_xmpp.json';
import m_python from './python.json';
import m_qos from './qos.json';
import m_qrouting from './qrouting.json';
import m_rabbitmq from './rabbitmq.json';
import m_rabbitmq_consumer from './rabbitmq_consumer.json';
import m_rate_cacher from './rate_cacher.json';
import m_ratelimit from './ratelimit.json';
import m_regex from './regex.json';
import m_registrar from './registrar.json';
import m_rest_client from './rest_client.json';
import m_rls from './rls.json';
import m_rr from './rr.json';
import m_rtp_io from './rtp.io.json';
import m_rtp_relay from './rtp_relay.json';
import m_rtpengine from './rtpengine.json';
import m_rtpproxy from './rtpproxy.json';
import m_script_helper from './script_helper.json';
import m_seas from './seas.json';
import m_signaling from './signaling.json';
import m_sip_i from './sip_i.json';
import m_sipcapture from './sipcapture.json';
import m_sipmsgops from './sipmsgops.json';
import m_siprec from './siprec.json';
import m_siptrace from './siptrace.json';
import m_sl from './sl.json';
import m_sms from './sms.json';
import m_sngtc from './sngtc.json';
import m_snmpstats from './snmpstats.json';
import m_sockets_mgm from './sockets_mgm.json';
import m_speeddial from './speeddial.json';
import m_sql_cacher from './sql_cacher.json';
import m_sqlops from './sqlops.json';
import m_sst from './sst.json';
import m_statistics from './statistics.json';
import m_status_report from './status_report.json';
import m_stir_shaken from './stir_shaken.json';
import m_stun from './stun.json';
import m_tcp_mgm from './tcp_mgm.json';
import m_textops from './textops.json';
import m_tls_mgm from './tls_mgm.json';
import m_tls_openssl from './tls_openssl.json';
import m_tls_wolfssl from './tls_wolfssl.json';
import m_tlsops from './tlsops.json';
import m_tm from './tm.json';
import m_topology_hiding from './topology_hiding.json';
import m_tracer from './tracer.json';
import m_trie from './trie.json';
import m_uac from './uac.json';
import m_uac_auth from './uac_auth.json';
import m_uac_redirect from './uac_redirect.json';
import m_uac_registrant from './uac_registrant.json';
import m_uri from './uri.json';
import m_userblacklist from './userblacklist.json';
import m_usrloc from './usrloc.json';
import m_uuid from './uuid.json';
import m_xcap from './xcap.json';
import m_xcap_client from './xcap_client.json';
import m_xml from './xml.json';
import m_xmpp from './xmpp.json';

/** The facts of every module as they stand in its file, by module name. */
export const moduleFactsByName: Readonly<Record<string, unknown>> = {
  aaa_diameter: m_aaa_diameter,
  aaa_radius: m_aaa_radius,
  acc: m_acc,
  aka_av_diameter: m_aka_av_diameter,
  alias_db: m_alias_db,
  auth: m_auth,
  auth_aaa: m_auth_aaa,
  auth_aka: m_auth_aka,
  auth_db: m_auth_db,
  auth_diameter: m_auth_diameter,
  auth_jwt: m_auth_jwt,
  auth_web3: m_auth_web3,
  avpops: m_avpops,
  b2b_entities: m_b2b_entities,
  b2b_logic: m_b2b_logic,
  b2b_logic_xml: m_b2b_logic_xml,
  b2b_sca: m_b2b_sca,
  b2b_sdp_demux: m_b2b_sdp_demux,
  benchmark: m_benchmark,
  cachedb_cassandra: m_cachedb_cassandra,
  cachedb_couchbase: m_cachedb_couchbase,
  cachedb_dynamodb: m_cachedb_dynamodb,
  cachedb_local: m_cachedb_local,
  cachedb_memcached: m_cachedb_memcached,
  cachedb_mongodb: m_cachedb_mongodb,
  cachedb_redis: m_cachedb_redis,
  cachedb_sql: m_cachedb_sql,
  call_center: m_call_center,
  call_control: m_call_control,
  callops: m_callops,
  carrierroute: m_carrierroute,
  cfgutils: m_cfgutils,
  cgrates: m_cgrates,
  closeddial: m_closeddial,
  clusterer: m_clusterer,
  compression: m_compression,
  config: m_config,
  'cpl-c': m_cpl_c,
  cpl_c: m_cpl_c_dash,
  db_berkeley: m_db_berkeley,
  db_cachedb: m_db_cachedb,
  db_flatstore: m_db_flatstore,
  db_http: m_db_http,
  db_mysql: m_db_mysql,
  db_oracle: m_db_oracle,
  db_perlvdb: m_db_perlvdb,
  db_postgres: m_db_postgres,
  db_sqlite: m_db_sqlite,
  db_text: m_db_text,
  db_unixodbc: m_db_unixodbc,
  db_virtual: m_db_virtual,
  dialog: m_dialog,
  dialplan: m_dialplan,
  dispatcher: m_dispatcher,
  diversion: m_diversion,
  dns_cache: m_dns_cache,
  domain: m_domain,
  domainpolicy: m_domainpolicy,
  drouting: m_drouting,
  emergency: m_emergency,
  enum: m_enum,
  event_datagram: m_event_datagram,
  event_flatstore: m_event_flatstore,
  event_jsonrpc: m_event_jsonrpc,
  event_kafka: m_event_kafka,
  event_rabbitmq: m_event_rabbitmq,
  event_route: m_event_route,
  event_routing: m_event_routing,
  event_sqs: m_event_sqs,
  event_stream: m_event_stream,
  event_virtual: m_event_virtual,
  event_xmlrpc: m_event_xmlrpc,
  example: m_example,
  exec: m_exec,
  fraud_detection: m_fraud_detection,
  freeswitch: m_freeswitch,
  freeswitch_scripting: m_freeswitch_scripting,
  gflags: m_gflags,
  group: m_group,
  h350: m_h350,
  http2d: m_http2d,
  httpd: m_httpd,
  identity: m_identity,
  imc: m_imc,
  jabber: m_jabber,
  janus: m_janus,
  json: m_json,
  jsonrpc: m_jsonrpc,
  launch_darkly: m_launch_darkly,
  ldap: m_ldap,
  load_balancer: m_load_balancer,
  lua: m_lua,
  mangler: m_mangler,
  mathops: m_mathops,
  maxfwd: m_maxfwd,
  media_exchange: m_media_exchange,
  mediaproxy: m_mediaproxy,
  mi_datagram: m_mi_datagram,
  mi_fifo: m_mi_fifo,
  mi_html: m_mi_html,
  mi_http: m_mi_http,
  mi_json: m_mi_json,
  mi_script: m_mi_script,
  mi_xmlrpc: m_mi_xmlrpc,
  mi_xmlrpc_ng: m_mi_xmlrpc_ng,
  mid_registrar: m_mid_registrar,
  mmgeoip: m_mmgeoip,
  mqueue: m_mqueue,
  msilo: m_msilo,
  msrp_gateway: m_msrp_gateway,
  msrp_relay: m_msrp_relay,
  msrp_ua: m_msrp_ua,
  nat_traversal: m_nat_traversal,
  nathelper: m_nathelper,
  opentelemetry: m_opentelemetry,
  options: m_options,
  osp: m_osp,
  path: m_path,
  pdt: m_pdt,
  peering: m_peering,
  perl: m_perl,
  permissions: m_permissions,
  pi_http: m_pi_http,
  pike: m_pike,
  presence: m_presence,
  presence_callinfo: m_presence_callinfo,
  presence_dfks: m_presence_dfks,
  presence_dialoginfo: m_presence_dialoginfo,
  presence_mwi: m_presence_mwi,
  presence_reginfo: m_presence_reginfo,
  presence_xcapdiff: m_presence_xcapdiff,
  presence_xml: m_presence_xml,
  prometheus: m_prometheus,
  proto_bin: m_proto_bin,
  proto_bins: m_proto_bins,
  proto_hep: m_proto_hep,
  proto_ipsec: m_proto_ipsec,
  proto_msrp: m_proto_msrp,
  proto_sctp: m_proto_sctp,
  proto_smpp: m_proto_smpp,
  proto_tcp: m_proto_tcp,
  proto_tls: m_proto_tls,
  proto_udp: m_proto_udp,
  proto_ws: m_proto_ws,
  proto_wss: m_proto_wss,
  pua: m_pua,
  pua_bla: m_pua_bla,
  pua_dialoginfo: m_pua_dialoginfo,
  pua_mi: m_pua_mi,
  pua_reginfo: m_pua_reginfo,
  pua_usrloc: m_pua_usrloc,
  pua_xmpp: m_pua_xmpp,
  python: m_python,
  qos: m_qos,
  qrouting: m_qrouting,
  rabbitmq: m_rabbitmq,
  rabbitmq_consumer: m_rabbitmq_consumer,
  rate_cacher: m_rate_cacher,
  ratelimit: m_ratelimit,
  regex: m_regex,
  registrar: m_registrar,
  rest_client: m_rest_client,
  rls: m_rls,
  rr: m_rr,
  'rtp.io': m_rtp_io,
  rtp_relay: m_rtp_relay,
  rtpengine: m_rtpengine,
  rtpproxy: m_rtpproxy,
  script_helper: m_script_helper,
  seas: m_seas,
  signaling: m_signaling,
  sip_i: m_sip_i,
  sipcapture: m_sipcapture,
  sipmsgops: m_sipmsgops,
  siprec: m_siprec,
  siptrace: m_siptrace,
  sl: m_sl,
  sms: m_sms,
  sngtc: m_sngtc,
  snmpstats: m_snmpstats,
  sockets_mgm: m_sockets_mgm,
  speeddial: m_speeddial,
  sql_cacher: m_sql_cacher,
  sqlops: m_sqlops,
  sst: m_sst,
  statistics: m_statistics,
  status_report: m_status_report,
  stir_shaken: m_stir_shaken,
  stun: m_stun,
  tcp_mgm: m_tcp_mgm,
  textops: m_textops,
  tls_mgm: m_tls_mgm,
  tls_openssl: m_tls_openssl,
  tls_wolfssl: m_tls_wolfssl,
  tlsops: m_tlsops,
  tm: m_tm,
  topology_hiding: m_topology_hiding,
  tracer: m_tracer,
  trie: m_trie,
  uac: m_uac,
  uac_auth: m_uac_auth,
  uac_redirect: m_uac_redirect,
  uac_registrant: m_uac_registrant,
  uri: m_uri,
  userblacklist: m_userblacklist,
  usrloc: m_usrloc,
  uuid: m_uuid,
  xcap: m_xcap,
  xcap_client: m_xcap_client,
  xml: m_xml,
  xmpp: m_xmpp,
};
