export const canary = 'Hu5hCanary42x';

/** Where a text shows the secret or a part of it; empty when it does not. */
export function canaryIn(text: string): string {
  const at = text.search(/Hu5h|Canary|42x/);
  return at < 0 ? '' : text.slice(Math.max(0, at - 100), at + 60);
}

/** A secret that only quotation marks or the end of a line end. */
const spaced = 'Hu5h, Canary; 42x';
/** As Asterisk reads it: a bare semicolon would start a comment. */
const escaped = spaced.replace(';', '\\;');

/** URIs whose password begins before a place where texts are cut, and ends behind it: after 34, 40, 60, 80, 100 or 200 characters. */
const longUris = [16, 22, 28, 48, 68, 80, 186].map(length => `sip:${'n'.repeat(length)}:${canary}@h`);
const linesWith = (line: (uri: string) => string): string => longUris.map(line).join('');

/** Lines with a secret in every place where one can stand, right and misspelt. */
export const secretTexts: Readonly<Record<string, string>> = {
  'sip-conf': `[general]\nregister => u:${canary}@host\noutboundproxy=sip:u:${canary}@p.example.com\n[${'a'}]\ntype=friend\nhost=dynamic\nsecret=${canary}\nsecret=${escaped}\nsecert=${canary}\nmy-pasword=${canary}\nfromuser=u:${canary}@h\nsetvar=PASSWORD=${canary}\nsetvar=API_KEY=${canary}\nsetvar=PASSWORD="${escaped}"\ncanreinvite=yes\nauth=u:${canary}@r\n#exec "/bin/x --password ${canary}"\n[u:${canary}@h]\ntype=peer\n${linesWith(uri => `[${uri.length}](a)\noutboundproxy=x\noutboundproxy=${uri}\nfullname=${uri}\n`)}`,
  'pjsip-conf': `[a]\ntype=auth\nusername=a\npassword=${canary}\npasword=${canary}\npassword=${escaped}\n[r]\ntype=registration\nserver_uri=sip:u:${canary}@h\nclient_uri=sip:u:${canary}@h\n[e]\ntype=endpoint\noutbound_proxy=sip:u:${canary}@p\nset_var=PASSWORD=${canary}\n${linesWith(uri => `[${uri.length}](e)\noutbound_proxy=x\noutbound_proxy=${uri}\ncontext=x\ncontext=${uri}\n[a](${uri.length})\ntype=registration\nserver_uri=${uri}\n`)}`,
  'flexisip-conf': `[global]\ntransports=sip:u:${canary}@10.0.0.1:5060\naliases=u:${canary}@h\nredis-auth-pasword=${canary}\n[module::Router]\nroutes=<sip:u:${canary}@h>\n[module::Registrar]\nredis-auth-password=${canary}\ndb-connection=host=h password='${spaced}'\n[module::PushNotification]\nfirebase-projects-api-keys=p:AAAAabcdefg:${canary.repeat(8)}\n[module::Forward]\nroute=sip:u:${canary}@h\noutbound-proxy=sip:u:${canary}@h\n[module::Authentication]\ndb-password=${canary}\n${linesWith(uri => `[module::Registrar]\nreg-domains=${uri}\n[module::Router]\nfallback-route=${uri}\n`)}`,
  'flexisip-users': `version:1\n\na@b clrtxt:${canary} ;\n`,
  'opensips-cfg': `socket=udp:127.0.0.1:5060\nloadmodule "db_mysql.so"\nmodparam("usrloc", "db_url", "mysql://u:${canary}@localhost/x")\nmodparam("auth", "secret", "${spaced}")\nroute {\n\t$avp(password) = "${spaced}";\n\txlog("$avp(password)");\n\txlog("sip:u:${canary}@h\\n");\n\t$du = "sip:u:${canary}@h";\n${linesWith(uri => `\t$var(a) = "${uri}";\n\troute("${uri}");\n\tsl_send_reply(500, "${uri}");\n`)}}\n`,
  'sip-trace': `INVITE sip:u:${canary}@h SIP/2.0\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\nFrom: <sip:u:${canary}@h>\nTo: <sip:u:${canary}@h>;tag=1\nContact: <sip:u:${canary}@h>\nCall-ID: x\nCSeq: 1 INVITE\n\n${linesWith(uri => `SIP/2.0 500 ${uri}\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\nFrom: <${uri}>\nTo: <${uri}>;tag=1\nCall-ID: x\nX-CID: ${uri}\nCSeq: 1 INVITE\n\n`)}`,
};

/** A request with a secret in every place where one can stand. */
export const secretMessage = `INVITE sip:u:${canary}@h SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\nFrom: "a" <sip:a:${canary}@h>;tag=1\r\nTo: <sip:u:${canary}@h>\r\nContact: <sip:u:${canary}@192.0.2.9>\r\nRoute: <sip:u:${canary}@h;lr>\r\nP-Asserted-Identity: <sip:u:${canary}@h>\r\nRemote-Party-ID: <sip:somebody-with-a-name-that-is-rather-long:${canary}@h>\r\nProxy-Authorization: Basic ${canary}==\r\nAuthorization: Bearer ${canary}\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nContent-Type: text/plain\r\nContent-Length: 23\r\n\r\npassword=${canary}\r\n`;
