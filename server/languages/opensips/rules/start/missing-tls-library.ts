import { message } from '../../../../rules/rule.ts';
import type { ScriptRule } from '../rule.ts';

export const missingTlsLibrary: ScriptRule = {
  code: 'opensips-cfg/missing-tls-library',
  severity: 'error',
  family: 'start',
  title: 'TLS without a module that implements it',
  why: 'Since 3.2 `tls_mgm` only manages certificates; `tls_openssl` and `tls_wolfssl` do the encryption. Without one of them the server does not start and logs "No TLS library module loaded". `opensips -C` does not report it.',
  fix: 'Load `tls_openssl.so` or `tls_wolfssl.so`. With both, set `tls_library` of `tls_mgm`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tls_mgm.so"\nmodparam("tls_mgm", "server_domain", "self")\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tls_openssl.so"\nloadmodule "/modules/tls_mgm.so"\nmodparam("tls_mgm", "server_domain", "self")\n',
  since: '3.2',
  on: 'script',
  modules: ['tls_mgm'],
  *check(model) {
    const manager = model.modules.get('tls_mgm');
    if (!model.isComplete || manager === undefined) return;
    if (model.modules.has('tls_openssl') || model.modules.has('tls_wolfssl')) return;
    // An unknown module may bring its own library.
    if ([...model.modules.values()].some(({ facts }) => facts === undefined)) return;
    yield {
      place: manager.place,
      span: manager.path,
      missingModules: ['tls_openssl', 'tls_wolfssl'],
      message: message(
        '`tls_mgm` needs a TLS library.',
        '`opensips -C` does not report this, but OpenSIPS does not start.',
        'Add `loadmodule "tls_openssl.so"` or `loadmodule "tls_wolfssl.so"`.',
      ),
    };
  },
};
