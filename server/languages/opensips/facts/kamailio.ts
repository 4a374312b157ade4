/**
 * Names of Kamailio, whose scripts look like those of OpenSIPS and are copied between the two: what to write here. According to the
 * documentation of the modules of both.
 */

/** Modules of Kamailio alone; undefined if nothing in OpenSIPS does their work. */
export const kamailioModules: ReadonlyMap<string, string | undefined> = new Map([
  ['app_lua', 'Use `lua`.'],
  ['app_perl', 'Use `perl`.'],
  ['app_python', 'Use `python`.'],
  ['app_python3', 'Use `python`.'],
  ['app_jsdt', undefined],
  ['app_ruby', undefined],
  ['cfg_rpc', 'Load a module of the management interface, such as `mi_fifo`.'],
  ['corex', 'Remove the line: most of it is in core.'],
  ['ctl', 'Load a module of the management interface, such as `mi_fifo`.'],
  ['dmq', 'Use `clusterer`.'],
  ['dmq_usrloc', 'Use `clusterer`, and `usrloc` with a cluster.'],
  ['evapi', undefined],
  ['geoip', 'Use `mmgeoip`.'],
  ['geoip2', 'Use `mmgeoip`.'],
  ['htable', 'Use `cachedb_local`.'],
  ['http_async_client', 'Use `rest_client` with `async`.'],
  ['http_client', 'Use `rest_client`.'],
  ['ipops', undefined],
  ['jansson', 'Use `json`.'],
  ['jsonrpcs', 'Load a module of the management interface, such as `mi_http`.'],
  ['kazoo', undefined],
  ['kex', 'Remove the line: most of it is in core.'],
  ['mi_rpc', 'Load a module of the management interface, such as `mi_fifo`.'],
  ['mtree', 'Use `trie`.'],
  ['ndb_mongodb', 'Use `cachedb_mongodb`.'],
  ['ndb_redis', 'Use `cachedb_redis`.'],
  ['nosip', undefined],
  ['outbound', undefined],
  ['pipelimit', 'Use `ratelimit`.'],
  ['pv', 'Remove the line: the variables are in core.'],
  ['rtimer', 'Remove the line, and write a `timer_route`.'],
  ['sanity', 'Use `sipmsgops`, and call `sipmsg_validate`.'],
  ['sctp', 'Use `proto_sctp`.'],
  ['sdpops', 'Use `sipmsgops`, which has the functions for codecs and streams.'],
  ['secfilter', undefined],
  ['sipdump', undefined],
  ['siputils', 'Use `sipmsgops`.'],
  ['tcpops', undefined],
  ['textopsx', 'Use `textops` and `sipmsgops`.'],
  ['tls', 'Use `proto_tls` and `tls_mgm`.'],
  ['tmrec', undefined],
  ['tmx', 'Remove the line: most of it is in `tm`.'],
  ['topoh', 'Use `topology_hiding`.'],
  ['topos', 'Use `topology_hiding`.'],
  ['websocket', 'Use `proto_ws`, or `proto_wss` for TLS.'],
  ['xhttp', 'Use `httpd`.'],
  ['xhttp_rpc', 'Use `mi_http`.'],
  ['xlog', 'Remove the line: `xlog` is in core.'],
]);

/** Functions of Kamailio alone. */
export const kamailioFunctions: ReadonlyMap<string, string> = new Map([
  ['add_contact_alias', 'Call `fix_nated_contact`.'],
  ['auth_challenge', 'Call `www_challenge` for REGISTER, and `proxy_challenge` for other requests.'],
  ['auth_check', 'Call `www_authorize` for REGISTER, and `proxy_authorize` for other requests.'],
  ['dlg_manage', 'Call `create_dialog` for the first INVITE.'],
  ['geoip2_match', 'Call `mmg_lookup`.'],
  ['handle_ruri_alias', 'Remove the call, and call `fix_nated_contact` where the alias is added.'],
  ['http_client_query', 'Call `rest_get` or `rest_post`.'],
  ['is_null', 'Compare the variable with NULL.'],
  ['jansson_get', 'Read a `$json` variable.'],
  ['pv_isset', 'Compare the variable with NULL.'],
  ['pv_proxy_authenticate', 'Call `pv_proxy_authorize`.'],
  ['pv_www_authenticate', 'Call `pv_www_authorize`.'],
  ['rtpproxy_manage', 'Call `rtpproxy_offer` and `rtpproxy_answer`, or `rtpproxy_engage`.'],
  ['sanity_check', 'Call `sipmsg_validate`.'],
  ['sdp_keep_codecs_by_name', 'Call `codec_delete_except_re`.'],
  ['sdp_remove_media', 'Call `stream_delete`.'],
  ['sdp_with_media', 'Call `stream_exists`.'],
  ['set_contact_alias', 'Call `fix_nated_contact`.'],
  ['sql_query_async', 'Call `async(sql_query(...), resume_route)`.'],
  ['t_is_canceled', 'Call `t_was_cancelled`.'],
  ['t_precheck_trans', 'Call `t_check_trans`.'],
  ['xdbg', 'Call `xlog("L_DBG", ...)`.'],
  ['xerr', 'Call `xlog("L_ERR", ...)`.'],
  ['xinfo', 'Call `xlog("L_INFO", ...)`.'],
  ['xnotice', 'Call `xlog("L_NOTICE", ...)`.'],
  ['xwarn', 'Call `xlog("L_WARN", ...)`.'],
]);

/** Route blocks of Kamailio, by the keyword of the same block here. */
export const kamailioRoutes: ReadonlyMap<string, string> = new Map([
  ['request_route', 'route'],
  ['reply_route', 'onreply_route'],
]);

/** A comment that Kamailio reads as a directive. */
export const kamailioDirective =
  /^#!(?:KAMAILIO|SER|OPENSER|MAXCOMPAT|ALL|if(?:n?def|exp)|else|endif|(?:try|re)?def(?:ine|envs?|exps?)?|subst(?:defs?)?|(?:include|import)_file)\b/;
