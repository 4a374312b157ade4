import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types';
import { isAtLeast } from '../../../config/branch.ts';
import { lineRange } from '../../../config/columns.ts';
import type { CompletionPlace } from './completionPlace.ts';

/** Whole sections to start from, put in place of what is typed between two columns. */
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
        `[${blank(1, 'name')}]`,
        'type=friend',
        'host=dynamic',
        `secret=${blank(2)}`,
        `context=${blank(3, 'phones')}`,
        'disallow=all',
        `allow=${blank(4, 'ulaw,alaw')}`,
      ],
    },
    {
      label: 'phone from template',
      detail: 'Device that takes its options from a template',
      lines: [`[${blank(1, 'name')}](${blank(2, 'template')})`, `secret=${blank(3)}`],
    },
    {
      label: 'trunk by IP address',
      detail: 'Provider that is known by its address, without passwords',
      lines: [
        `[${blank(1, 'provider')}]`,
        'type=peer',
        `host=${blank(2, '192.0.2.1')}`,
        'insecure=port,invite',
        `context=${blank(3, 'from-provider')}`,
        'disallow=all',
        `allow=${blank(4, 'alaw,ulaw')}`,
      ],
    },
    {
      label: 'trunk with registration',
      detail: 'Provider that this server registers at',
      lines: [
        ...(hasRemoteSecret
          ? []
          : [
              `; In [general]: register => ${blank(3, 'account')}:password@${blank(1, 'provider')}/${blank(4, 's')}`,
            ]),
        `[${blank(1, 'provider')}]`,
        'type=peer',
        `host=${blank(2, 'sip.example.com')}`,
        hasRemoteSecret ? `defaultuser=${blank(3, 'account')}` : `username=${blank(3, 'account')}`,
        `fromuser=${blank(3, 'account')}`,
        hasRemoteSecret ? `remotesecret=${blank(5)}` : `secret=${blank(5)}`,
        ...(hasRemoteSecret ? [`callbackextension=${blank(4, 's')}`] : []),
        'insecure=port,invite',
        `context=${blank(6, 'from-provider')}`,
      ],
    },
    {
      label: 'template',
      detail: 'Options that several devices take over',
      lines: [
        `[${blank(1, 'phone-template')}](!)`,
        'type=friend',
        'host=dynamic',
        `context=${blank(2, 'phones')}`,
        'disallow=all',
        `allow=${blank(3, 'ulaw,alaw')}`,
      ],
    },
  ];
}

/** A place that the editor lets the user fill in. */
export function blank(number: number, proposed = ''): string {
  return ['$', `{${number}:${proposed}}`].join('');
}
