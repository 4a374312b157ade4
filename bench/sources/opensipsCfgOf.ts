/** A script of routes of 14 lines that call each other. */
export function opensipsCfgOf(lines: number): string {
  const text = [
    'log_level=3',
    'socket=udp:127.0.0.1:5060',
    'mpath="/usr/lib/x86_64-linux-gnu/opensips/modules/"',
    ...[
      'proto_udp',
      'signaling',
      'sl',
      'tm',
      'rr',
      'maxfwd',
      'sipmsgops',
      'dialog',
      'usrloc',
      'registrar',
    ].map(name => `loadmodule "${name}.so"`),
    'modparam("tm", "fr_timeout", 5)',
    'route {',
    '\tif (!mf_process_maxfwd_header(10)) {',
    '\t\tsend_reply(483, "Too Many Hops");',
    '\t\texit;',
    '\t}',
    '\troute(r0);',
    '}',
  ];
  for (let number = 0; text.length < lines; number++) {
    text.push(
      `route[r${number}] {`,
      `\t$var(n${number}) = $(ru{uri.user}) + "-${number}";`,
      '\tif (is_method("INVITE|SUBSCRIBE") && $rd =~ "^sip[0-9]+\\.example\\.com$") {',
      `\t\txlog("L_INFO", "call ${number} from $fu to $ru, $(hdr(Via)[0]{param.value,branch})\\n");`,
      '\t\tcreate_dialog("bye-on-timeout");',
      '\t\tsetflag("NAT");',
      '\t\tt_on_failure("missed");',
      '\t}',
      `\troute(r${number + 1});`,
      '\tif (!t_relay())',
      '\t\tsl_reply_error();',
      '\texit;',
      '}',
      '',
    );
    if (text.length >= lines) text.push(`route[r${number + 1}] {`, '\texit;', '}');
  }
  text.push('failure_route[missed] {', '\tif (t_was_cancelled())', '\t\texit;', '}');
  return `${text.join('\n')}\n`;
}
