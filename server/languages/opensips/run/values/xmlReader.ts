import type { XmlAttribute, XmlDocument, XmlElement, XmlNode } from './xmlTree.ts';

const space = '[ \\t\\n]';
const nameText = '[A-Za-z_:\\x80-\\uffff][-.\\w:\\x80-\\uffff]*';
const patterns = {
  declaration: new RegExp(
    `<\\?xml${space}+version${space}*=${space}*(?:"(1\\.\\d+)"|'(1\\.\\d+)')(?:${space}+encoding${space}*=${space}*(?:"([A-Za-z][-.\\w]*)"|'([A-Za-z][-.\\w]*)'))?(?:${space}+standalone${space}*=${space}*["'](yes|no)["'])?${space}*\\?>`,
    'y',
  ),
  doctype: new RegExp(
    `<!DOCTYPE${space}+(${nameText})(?:${space}+(SYSTEM${space}+"[^"]*"|PUBLIC${space}+"[^"]*"${space}+"[^"]*"))?${space}*>`,
    'y',
  ),
  space: /[ \t\n]+/y,
  comment: /<!--((?:(?!--)[\s\S])*)-->/y,
  instruction: new RegExp(
    `<\\?(?![xX][mM][lL][ \\t\\n?])(${nameText})(?:${space}+((?:(?!\\?>)[\\s\\S])*))?\\?>`,
    'y',
  ),
  cdata: /<!\[CDATA\[((?:(?!\]\]>)[\s\S])*)\]\]>/y,
  close: new RegExp(`</(${nameText})${space}*>`, 'y'),
  open: new RegExp(`<(${nameText})`, 'y'),
  attribute: new RegExp(`${space}+(${nameText})${space}*=${space}*(?:"([^"<]*)"|'([^'<]*)')`, 'y'),
  end: new RegExp(`${space}*(/?)>`, 'y'),
  text: /[^<]+/y,
} as const;

/** Encodings that the server can read without a library. */
const encodings = /^(?:utf-8|us-ascii|ascii|iso-8859-\d+|windows-125\d)$/i;

/** The nesting depth that libxml2 accepts. */
const depthLimit = 256;

/** An element that is not closed yet, with the prefixes that are declared there. */
interface Open {
  readonly element: XmlElement;
  readonly prefixes: ReadonlySet<string>;
}

/** Reads a document; undefined when it is malformed. */
export function readXml(written: string): XmlDocument | undefined {
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(written)) return undefined;
  return new Reader(written.replace(/\r\n?/g, '\n')).document();
}

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): XmlDocument | undefined {
    const declared = this.take(patterns.declaration);
    if (declared === undefined && /^<\?xml[ \t\n?]/.test(this.text)) return undefined;
    const encoding = declared?.[3] ?? declared?.[4];
    if (encoding !== undefined && !encodings.test(encoding)) return undefined;
    const version = declared?.[1] ?? declared?.[2] ?? '1.0';
    const standalone = declared?.[5];
    const declaration = [
      `version="${version}"`,
      encoding === undefined ? '' : ` encoding="${encoding}"`,
      standalone === undefined ? '' : ` standalone="${standalone}"`,
    ].join('');
    const nodes: XmlNode[] = [];
    const isRead = this.outside(nodes, true) && this.root(nodes) && this.outside(nodes, false);
    if (!isRead || this.at < this.text.length) return undefined;
    return { declaration, hasEncoding: encoding !== undefined, nodes };
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }

  /** Comments, instructions and the document type beside the root. */
  private outside(nodes: XmlNode[], isBefore: boolean): boolean {
    for (;;) {
      const doctype = isBefore ? this.take(patterns.doctype) : undefined;
      if (doctype !== undefined) {
        if (nodes.some(({ kind }) => kind === 'doctype')) return false;
        const where = doctype[2] === undefined ? '' : ` ${doctype[2].replace(/[ \t\n]+(?=")/g, ' ')}`;
        nodes.push({ kind: 'doctype', name: doctype[1] ?? '', text: where });
      } else if (this.take(patterns.space) === undefined && !this.remark(nodes)) return true;
    }
  }

  private remark(nodes: XmlNode[]): boolean {
    const comment = this.take(patterns.comment);
    if (comment !== undefined) {
      nodes.push({ kind: 'comment', name: 'comment', text: comment[1] ?? '' });
      return true;
    }
    const found = this.take(patterns.instruction);
    if (found === undefined) return false;
    nodes.push({ kind: 'instruction', name: found[1] ?? '', text: found[2] ?? '' });
    return true;
  }

  /** The root with all its content; false when it is malformed. */
  private root(nodes: XmlNode[]): boolean {
    const open: Open[] = [];
    do {
      const inner = open.at(-1);
      const children = inner?.element.children ?? nodes;
      const closed = this.take(patterns.close);
      if (closed !== undefined) {
        if (open.pop()?.element.name !== closed[1]) return false;
        continue;
      }
      if (inner !== undefined && this.content(children)) continue;
      const begun = this.element(inner?.prefixes ?? new Set());
      if (begun === undefined || open.length >= depthLimit) return false;
      children.push(begun.element);
      if (!begun.isEmpty) open.push(begun);
    } while (open.length > 0);
    return true;
  }

  private content(children: XmlNode[]): boolean {
    if (this.remark(children)) return true;
    const before = children.at(-1);
    const cdata = this.take(patterns.cdata);
    if (cdata !== undefined) {
      if (before?.kind === 'cdata') before.text += cdata[1] ?? '';
      else children.push({ kind: 'cdata', text: cdata[1] ?? '' });
      return true;
    }
    const start = this.at;
    const text = this.take(patterns.text)?.[0];
    const plain = text === undefined || text.includes(']]>') ? undefined : withoutReferences(text);
    if (plain === undefined) this.at = start;
    else children.push({ kind: 'text', text: plain });
    return plain !== undefined;
  }

  private element(outer: ReadonlySet<string>): (Open & { readonly isEmpty: boolean }) | undefined {
    const name = this.take(patterns.open)?.[1];
    if (name === undefined) return undefined;
    const written = new Map<string, string>();
    for (;;) {
      const found = this.take(patterns.attribute);
      if (found === undefined) break;
      const value = withoutReferences((found[2] ?? found[3] ?? '').replace(/[\t\n]/g, ' '));
      if (value === undefined || written.has(found[1] ?? '')) return undefined;
      written.set(found[1] ?? '', value);
    }
    const end = this.take(patterns.end);
    if (end === undefined) return undefined;
    const declared = [...written].filter(([one]) => /^xmlns(?::|$)/.test(one));
    const prefixes = new Set([...outer, ...declared.map(([one]) => one.slice('xmlns:'.length))]);
    const attributes = [...written]
      .filter(([one]) => !/^xmlns(?::|$)/.test(one))
      .map(([one, value]): XmlAttribute => ({ written: one, name: localName(one, prefixes), value }));
    const namespaces = declared.map(([one, value]) => `${one}="${value}"`);
    const element: XmlElement = { kind: 'element', name, namespaces, attributes, children: [] };
    return { element, prefixes, isEmpty: end[1] === '/' };
  }
}

function localName(name: string, prefixes: ReadonlySet<string>): string {
  const colon = name.indexOf(':');
  const prefix = name.slice(0, Math.max(0, colon));
  return prefix === 'xml' || prefixes.has(prefix) ? name.slice(colon + 1) : name;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text with its references replaced; undefined for one that does not exist. */
function withoutReferences(text: string): string | undefined {
  let isRight = true;
  const plain = text.replace(/&(?:(\w+);|#(\d+);|#x([\da-fA-F]+);)?/g, (_, name, decimal, hex) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal);
    const letter = name === undefined ? letterOf(code) : entities[name];
    if (letter === undefined) isRight = false;
    return letter ?? '';
  });
  return isRight ? plain : undefined;
}

function letterOf(code: number): string | undefined {
  const isAllowed =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 32 && code < 0xd800) ||
    (code > 0xdfff && code < 0x110000);
  return isAllowed ? String.fromCodePoint(code) : undefined;
}
