import { message } from '../../../../rules/rule.ts';
import type { Setting } from '../../model/groups.ts';
import { type FlexisipModel, list, written } from '../../model/model.ts';
import { isTlsTransport } from '../../model/transports.ts';
import { type FileRule, inValue, type Place } from '../rule.ts';

export const doubtfulCertificateFile: FileRule = {
  code: 'flexisip-conf/doubtful-certificate-file',
  severity: 'warning',
  family: 'settings',
  title: 'Certificate file with an unexpected name',
  why: 'The server reads PEM files: `tls-certificates-file` has its certificate and those of the intermediate authorities, `tls-certificates-private-key` has the key. If the files are swapped, or in another format, no TLS transport opens. `cert.pem` of Let\u2019s Encrypt does not contain the intermediate certificate, so many clients do not trust the server.',
  fix: 'Use the chain (`fullchain.pem`) as the certificate, and the key (`privkey.pem`) as the key; convert other formats with `openssl`.',
  bad: '[global]\ntransports=sips:*:5061\ntls-certificates-file=/etc/ssl/privkey.pem\ntls-certificates-private-key=/etc/ssl/fullchain.pem\n',
  good: '[global]\ntransports=sips:*:5061\ntls-certificates-file=/etc/ssl/fullchain.pem\ntls-certificates-private-key=/etc/ssl/privkey.pem\n',
  since: '2.2.0-beta',
  on: 'file',
  *check(model) {
    const files = [...filesOf(model)];
    const named = (role: Role, path: string): boolean =>
      files.some(other => other.role === role && other.path === path);
    for (const { role, path, at } of files) {
      // One file may contain both.
      if (named('certificate', path) && named('key', path)) continue;
      const doubt = doubtOf(role, path);
      if (doubt === undefined) continue;
      yield {
        ...at,
        ...(doubt.severity === undefined ? {} : { severity: doubt.severity }),
        message: doubt.text,
      };
    }
  },
};

type Role = 'certificate' | 'key';

interface CertificateFile {
  readonly role: Role;
  readonly path: string;
  readonly at: Place;
}

const keys: Readonly<Record<string, Role>> = {
  'tls-certificates-file': 'certificate',
  'tls-certificates-private-key': 'key',
};

/** The files in [global] and in the parameters of its transports. */
function* filesOf(model: FlexisipModel): Generator<CertificateFile> {
  for (const [key, role] of Object.entries(keys)) {
    const setting = written(model, 'global', key);
    const path = setting?.entry.value.trim() ?? '';
    if (setting !== undefined && path !== '') yield { role, path, at: inValue(setting, 0, path.length) };
  }
  const transports = written(model, 'global', 'transports');
  if (transports !== undefined) yield* filesOfTransports(model, transports);
}

function* filesOfTransports(model: FlexisipModel, transports: Setting): Generator<CertificateFile> {
  for (const { text, start } of list(model, 'global', 'transports')) {
    if (!isTlsTransport(text)) continue;
    for (const match of text.matchAll(/;(tls-certificates-(?:file|private-key))=([^;>\r]+)/gi)) {
      const [whole, name = '', path = ''] = match;
      const role = keys[name.toLowerCase()];
      const from = start + match.index + whole.length - path.length;
      if (role !== undefined) yield { role, path, at: inValue(transports, from, from + path.length) };
    }
  }
}

function doubtOf(
  role: Role,
  path: string,
): { readonly text: string; readonly severity?: 'information' } | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/\.(p12|pfx|jks|der|p7b)$/.test(name))
    return {
      text: message(`"${name}" is not a PEM file.`, 'The server cannot read it.', 'Convert it with openssl.'),
    };
  const isKey = /(^|[._-])(priv(ate)?[._-]?)?key([._-]|$)/.test(name);
  const isCertificate = /cert|chain|\.(crt|cer)([._]|$)/.test(name);
  if (isKey === isCertificate) return undefined;
  if (role === 'certificate' && isKey)
    return {
      text: message(
        `"${name}" looks like a private key, but this setting needs the certificate.`,
        'With a file that has no certificate, no client can connect over TLS.',
        'Set the certificate here, and the key in `tls-certificates-private-key`.',
      ),
    };
  if (role === 'key' && isCertificate)
    return {
      text: message(
        `"${name}" looks like a certificate, but this setting needs the private key.`,
        'With a file that has no key, no client can connect over TLS.',
        'Set the key here, and the certificate in `tls-certificates-file`.',
      ),
    };
  if (role === 'certificate' && /\/live\/[^/]+\/cert\.pem$/i.test(path))
    return {
      severity: 'information',
      text: message(
        'This file contains only the certificate of the server.',
        'Clients that do not know the intermediate authority refuse the connection.',
        'Use fullchain.pem in the same folder.',
      ),
    };
  return undefined;
}
