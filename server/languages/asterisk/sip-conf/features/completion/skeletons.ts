import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types';
import { isAtLeast } from '../../../config/branch.ts';
import { lineRange } from '../../../config/columns.ts';
import type { CompletionPlace } from './completionPlace.ts';

/** Whole sections to start from, replacing the text between two columns. */
export function skeletons(
  { view, number, text }: CompletionPlace,
  start: number,
  end: number,
): CompletionItem[] {
  const hasRemoteSecret = isAtLeast(view.model.branch, '1.6.2');
  const range = lineRange(number, start, Math.max(start, end));
  const isBracket = text[start] === '[';
  return sections(hasRemoteSecret).map(({ label, detail, lines }) => ({
    label,
    kind: CompletionItemKind.Snippet,
    detail,
    filterText: isBracket ? `[${label}` : label,
    sortText: `z${label}`,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range, newText: `${lines.join('\n')}\n` },
  }));
}

interface Skeleton {
  readonly label: string;
  readonly detail: string;
  readonly lines: readonly string[];
}

function sections(hasRemoteSecret: boolean): readonly Skeleton[] {
  return [
    {
      label: 'phone',
      detail: 'Device that registers and makes calls',
      lines: [
        `[${placeholder(1, 'name')}]`,
        'type=friend',
        'host=dynamic',
        `secret=${placeholder(2)}`,
        `context=${placeholder(3, 'phones')}`,
        'disallow=all',
        `allow=${placeholder(4, 'ulaw,alaw')}`,
      ],
    },
    {
      label: 'phone from template',
      detail: 'Device that inherits its options from a template',
      lines: [`[${placeholder(1, 'name')}](${placeholder(2, 'template')})`, `secret=${placeholder(3)}`],
    },
    {
      label: 'trunk by IP address',
      detail: 'Provider recognized by its address, without a password',
      lines: [
        `[${placeholder(1, 'provider')}]`,
        'type=peer',
        `host=${placeholder(2, '192.0.2.1')}`,
        'insecure=port,invite',
        `context=${placeholder(3, 'from-provider')}`,
        'disallow=all',
        `allow=${placeholder(4, 'alaw,ulaw')}`,
      ],
    },
    registeringTrunk(hasRemoteSecret),
    {
      label: 'template',
      detail: 'Options that several devices inherit',
      lines: [
        `[${placeholder(1, 'phone-template')}](!)`,
        'type=friend',
        'host=dynamic',
        `context=${placeholder(2, 'phones')}`,
        'disallow=all',
        `allow=${placeholder(3, 'ulaw,alaw')}`,
      ],
    },
  ];
}

/** Since 1.6.2, the device itself requests the registration; before, a line of [general] does. */
function registeringTrunk(hasRemoteSecret: boolean): Skeleton {
  const provider = placeholder(1, 'provider');
  const account = placeholder(3, 'account');
  const extension = placeholder(4, 's');
  const login = hasRemoteSecret
    ? [
        `defaultuser=${account}`,
        `fromuser=${account}`,
        `remotesecret=${placeholder(5)}`,
        `callbackextension=${extension}`,
      ]
    : [`username=${account}`, `fromuser=${account}`, `secret=${placeholder(5)}`];
  return {
    label: 'trunk by registration',
    detail: 'Provider that this server registers with',
    lines: [
      ...(hasRemoteSecret
        ? []
        : [`; In [general]: register => ${account}:password@${provider}/${extension}`]),
      `[${provider}]`,
      'type=peer',
      `host=${placeholder(2, 'sip.example.com')}`,
      ...login,
      'insecure=port,invite',
      `context=${placeholder(6, 'from-provider')}`,
    ],
  };
}

/** A placeholder for the user to fill in. */
export function placeholder(number: number, proposed = ''): string {
  return ['$', `{${number}:${proposed}}`].join('');
}
