/** An XML document as libxml2 keeps it: names as written, lists in order. */
export interface XmlDocument {
  /** The attributes of the XML declaration, as the server prints them. */
  readonly declaration: string;
  readonly hasEncoding: boolean;
  /** Comments, instructions and the document type before and after the root, and the root. */
  readonly nodes: XmlNode[];
}

export type XmlNode = XmlElement | XmlText | XmlOther;

export interface XmlElement {
  readonly kind: 'element';
  readonly name: string;
  /** Declared namespaces, each as it is printed. */
  readonly namespaces: readonly string[];
  readonly attributes: XmlAttribute[];
  readonly children: XmlNode[];
}

export interface XmlAttribute {
  /** With its prefix. */
  readonly written: string;
  /** Without a prefix that is declared. */
  readonly name: string;
  value: string;
}

export interface XmlText {
  readonly kind: 'text' | 'cdata';
  text: string;
}

export interface XmlOther {
  readonly kind: 'comment' | 'instruction' | 'doctype';
  readonly name: string;
  readonly text: string;
}

export function rootOf(document: XmlDocument): XmlElement | undefined {
  return document.nodes.find(node => node.kind === 'element');
}

/** The whole document, without the end of its last line. */
export function printDocument({ declaration, hasEncoding, nodes }: XmlDocument): string {
  return [`<?xml ${declaration}?>`, ...nodes.map(node => printNode(node, hasEncoding, true))].join('\n');
}

/** A node; without a declared encoding, attributes and the texts of a whole document are in ASCII. */
export function printNode(node: XmlNode, hasEncoding: boolean, isWhole = false): string {
  switch (node.kind) {
    case 'element': {
      const attributes = node.attributes.map(
        ({ written, value }) => ` ${written}="${escapedValue(value, hasEncoding)}"`,
      );
      const head = `<${node.name}${node.namespaces.map(one => ` ${one}`).join('')}${attributes.join('')}`;
      if (node.children.length === 0) return `${head}/>`;
      const inside = node.children.map(child => printNode(child, hasEncoding, isWhole)).join('');
      return `${head}>${inside}</${node.name}>`;
    }
    case 'text':
      return escapedText(node.text, isWhole && !hasEncoding);
    case 'cdata':
      return `<![CDATA[${node.text}]]>`;
    case 'comment':
      return `<!--${node.text}-->`;
    case 'instruction':
      return `<?${node.name}${node.text === '' ? '' : ` ${node.text}`}?>`;
    default:
      return `<!DOCTYPE ${node.name}${node.text}>`;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

function escapedText(text: string, isAscii: boolean): string {
  const escaped = text.replace(/[&<>]/g, letter => escapes[letter] ?? letter);
  return isAscii ? inAscii(escaped.replace(/\r/g, '&#xD;')) : escaped.replace(/\r/g, '&#13;');
}

function escapedValue(value: string, hasEncoding: boolean): string {
  const escaped = value.replace(/[&<>"\n\r\t]/g, letter => escapes[letter] ?? letter);
  return hasEncoding ? escaped : inAscii(escaped);
}

function inAscii(text: string): string {
  return text.replace(
    /[^\0-\x7f]/gu,
    letter => `&#x${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase()};`,
  );
}
