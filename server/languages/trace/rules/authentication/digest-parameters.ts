import { message } from '../../../../rules/rule.ts';
import { findParameter, parameterValue, parseParameters } from '../../../../sip/parameters.ts';
import { slicePiece } from '../../../../sip/piece.ts';
import type { Finding } from '../../model/finding.ts';
import { exampleMessage } from '../exampleMessage.ts';
import { isMasked } from '../masked.ts';
import type { HeaderRule } from '../rule.ts';

const ALGORITHMS = /^(?:MD5|SHA-256|SHA-512-256)(?:-sess)?$/i;
const GOOD =
  'Authorization: Digest username="alice", realm="example.com", nonce="84a4cc6f", uri="sip:bob@example.com", response="7587245234b3434cc3412213e5f113a5"';

export const digestParameters: HeaderRule = {
  code: 'sip-trace/digest-parameters',
  severity: 'error',
  family: 'authentication',
  title: 'Digest header with a missing or invalid parameter',
  why: 'Challenge and answer are compared parameter by parameter (RFC 3261 section 22.4, RFC 7616 section 3.4). An answer without username, realm, nonce, uri or response, or with qop but without nc and cnonce, can never be correct.',
  fix: 'Send all parameters, with the algorithm and qop that were offered.',
  bad: exampleMessage({ add: [GOOD.replace(', uri="sip:bob@example.com"', '')] }),
  good: exampleMessage({ add: [GOOD] }),
  on: 'header',
  kinds: ['authentication'],
  *check(header, { entry, message: sip }) {
    const scheme = slicePiece(header.value, 0, /^\S*/.exec(header.value.text)?.[0].length ?? 0);
    const isAnswer = header.canonical.endsWith('Authorization');
    if (entry.message.cut === 'header' && header === sip.headers.at(-1)) return;
    if (!/^Digest$/i.test(scheme.text)) {
      if (/^(?:Basic|Bearer|NTLM|Kerberos|TLS-DSK)$/i.test(scheme.text) || scheme.text === '') return;
      const finding: Finding = {
        ...place(scheme),
        severity: 'warning',
        message: message(
          `"${scheme.text}" is not an authentication scheme of SIP.`,
          'SIP programs do not answer or check it (RFC 3261 section 22).',
          'Use Digest.',
        ),
      };
      yield finding;
      return;
    }
    const parameters = parseParameters(slicePiece(header.value, scheme.text.length), ',');
    const needed = isAnswer ? ['username', 'realm', 'nonce', 'uri', 'response'] : ['realm', 'nonce'];
    const missing = needed.filter(
      name =>
        parameterValue(parameters, name) === undefined &&
        !(name === 'username' && findParameter(parameters, 'username*') !== undefined),
    );
    if (missing.length > 0) {
      yield {
        ...place(header.name),
        message: message(
          `${header.canonical} has no ${missing.join(', ')}.`,
          isAnswer ? 'The server cannot check it and refuses the request.' : 'The client cannot answer it.',
          'Add the missing parameters (RFC 3261 section 22.4).',
        ),
      };
    }
    const algorithm = findParameter(parameters, 'algorithm');
    const word = parameterValue(parameters, 'algorithm');
    if (algorithm !== undefined && word !== undefined && !ALGORITHMS.test(word)) {
      yield {
        ...place(algorithm),
        severity: 'warning',
        message: message(
          `"${word}" is not the name of a digest algorithm.`,
          'The other side ignores the challenge or refuses the answer (RFC 8760 section 2.1).',
          'Write MD5, SHA-256 or SHA-512-256.',
        ),
      };
    }
    if (isAnswer) yield* answerFindings(parameters, header.name);
  },
};

type ParameterList = ReturnType<typeof parseParameters>;

function* answerFindings(
  parameters: ParameterList,
  name: { start: number; end: number },
): Generator<Finding> {
  if (parameterValue(parameters, 'qop') !== undefined) {
    const missing = ['nc', 'cnonce'].filter(other => parameterValue(parameters, other) === undefined);
    if (missing.length > 0) {
      yield {
        ...place(name),
        message: message(
          `qop is present, but ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
          'With qop, both are part of the response hash (RFC 7616 section 3.4).',
          'Add them, or remove qop if the challenge has none.',
        ),
      };
    }
  }
  const word = parameterValue(parameters, 'algorithm') ?? '';
  if (
    /-sess$/i.test(word) &&
    parameterValue(parameters, 'qop') === undefined &&
    parameterValue(parameters, 'cnonce') === undefined
  ) {
    yield {
      ...place(name),
      message: message(
        `The algorithm is ${word}, but there is no cnonce.`,
        'The session algorithms hash it (RFC 7616 section 3.4.2).',
        'Add a cnonce.',
      ),
    };
  }
  yield* formFindings(parameters);
}

/** A nonce count or response in a form that servers do not accept. */
function* formFindings(parameters: ParameterList): Generator<Finding> {
  const nc = findParameter(parameters, 'nc');
  const count = parameterValue(parameters, 'nc');
  if (nc !== undefined && count !== undefined && !/^[0-9a-f]{8}$/i.test(count) && !isMasked(count)) {
    yield {
      ...place(nc),
      message: message(
        'The nonce count is not eight hexadecimal digits.',
        'Servers refuse any other form (RFC 7616 section 3.4).',
        'Write it in the form 00000001.',
      ),
    };
  }
  const response = findParameter(parameters, 'response');
  const hash = parameterValue(parameters, 'response');
  if (
    response !== undefined &&
    hash !== undefined &&
    !isMasked(hash) &&
    !/^[0-9a-f]{32}(?:[0-9a-f]{32})?$/.test(hash)
  ) {
    yield {
      ...place(response),
      severity: 'warning',
      message: message(
        'The response is not 32 or 64 hexadecimal digits in lowercase.',
        'Servers compare the text and refuse it (RFC 7616 section 3.4.1).',
        'Write the complete hash in lowercase.',
      ),
    };
  }
}

function place(piece: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start: piece.start, end: piece.end };
}
