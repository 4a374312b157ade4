import { appendAll } from '../../../../../text/longLists.ts';
import type { VariableSyntax } from '../../../syntax/variableSyntax.ts';
import { type Execution, stateKey } from '../../server.ts';
import { isNull, nullValue, textValue, type Value } from '../../values/value.ts';
import { getVariable, variableOf } from '../../values/variables.ts';
import { readXml } from '../../values/xmlReader.ts';
import {
  printDocument,
  printNode,
  rootOf,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNode,
  type XmlText,
} from '../../values/xmlTree.ts';
import type { ModuleModel } from '../model.ts';

/** Documents live as long as the worker process; one that was emptied has a place but no content. */
const documents = stateKey(() => new Map<string, XmlDocument | undefined>());

export const xml: ModuleModel = {
  name: 'xml',
  functions: {},
  variables: { xml: { get: read, set: write } },
};

interface Path {
  readonly document: string;
  readonly steps: readonly { readonly name: string; readonly index: number }[];
  readonly access: 'element' | 'value' | { readonly attribute: string };
}

/** `document/name[index]/name.attr/name`; names and indexes may be variables. Undefined for one without a value. */
function pathOf(x: Execution, variable: VariableSyntax): Path | undefined {
  const text = variable.inner?.text ?? '';
  const document = /^[^/]*/.exec(text)?.[0] ?? '';
  const [, inside = '', tail] = /^(.*?)(?:\.(val.*|attr\/.*))?$/s.exec(text.slice(document.length)) ?? [];
  const steps: Path['steps'][number][] = [];
  for (const [, written = '', at] of inside.matchAll(/\/([^/[]*)(?:\[([^\]]*)\])?/g)) {
    const name = textOf(x, written);
    const index = at?.startsWith('$') === true ? valueWritten(x, at)?.number : Number(at ?? 0);
    if (name === undefined || index === undefined) return undefined;
    steps.push({ name, index });
  }
  if (tail === undefined || !tail.startsWith('attr/'))
    return { document, steps, access: tail === undefined ? 'element' : 'value' };
  const attribute = textOf(x, tail.slice('attr/'.length));
  return attribute === undefined ? undefined : { document, steps, access: { attribute } };
}

function valueWritten(x: Execution, written: string): Value | undefined {
  const variable = variableOf(x, written);
  return variable === undefined ? undefined : getVariable(x, variable);
}

function textOf(x: Execution, written: string): string | undefined {
  return written.startsWith('$') ? valueWritten(x, written)?.text : written;
}

interface Place {
  readonly node: XmlNode;
  /** The list that contains the node. */
  readonly among: XmlNode[];
}

/** The node at a path; its first step begins at the root (get_node_by_path). */
function find(x: Execution, document: XmlDocument, steps: Path['steps']): Place | undefined {
  let place: Place | undefined;
  let among = document.nodes;
  let start = among.findIndex(({ kind }) => kind === 'element');
  for (const { name, index } of steps) {
    if (among[start]?.kind === 'cdata')
      x.server.stop(
        'OpenSIPS crashes here: $xml cannot look behind a CDATA section at the start of an element.',
      );
    // The first node of an element is compared even if it is a text or a comment.
    const named = among.filter(
      (one, at) => (at === start || (at > start && one.kind === 'element')) && pathName(one) === name,
    );
    const node = named[index];
    if (node === undefined) return undefined;
    place = { node, among };
    among = node.kind === 'element' ? node.children : [];
    start = 0;
  }
  return place;
}

/** The name of a node in a path, without its prefix. */
function pathName(node: XmlNode): string {
  const name = isContent(node) ? node.kind : node.name;
  return name.slice(name.indexOf(':') + 1);
}

function read(x: Execution, variable: VariableSyntax): Value {
  const path = pathOf(x, variable);
  const document = path === undefined ? undefined : x.server.state(documents).get(path.document);
  if (path === undefined || document === undefined) return nullValue;
  if (path.steps.length === 0) return textValue(printDocument(document));
  const node = find(x, document, path.steps)?.node;
  if (node === undefined) return nullValue;
  if (path.access === 'element') return textValue(printNode(node, document.hasEncoding));
  if (path.access === 'value') return textValue(contentOf(node));
  const { attribute } = path.access;
  const found = node.kind === 'element' ? node.attributes.find(({ name }) => name === attribute) : undefined;
  return found === undefined ? nullValue : textValue(found.value);
}

function isContent(node: XmlNode): node is XmlText {
  return node.kind === 'text' || node.kind === 'cdata';
}

function contentOf(node: XmlNode): string {
  if (node.kind !== 'element') return '';
  return node.children
    .filter(isContent)
    .map(({ text }) => text)
    .join('');
}

/** Assigns like pv_set_xml: a document replaces the variable, an element is added to the one of the path. */
function write(x: Execution, variable: VariableSyntax, value: Value): boolean {
  const all = x.server.state(documents);
  const path = pathOf(x, variable);
  if (path === undefined) return false;
  const document = all.get(path.document);
  const place = document === undefined ? undefined : find(x, document, path.steps);
  if (document !== undefined && path.steps.length > 0 && place === undefined) return false;
  if (isNull(value)) return clear(all, path, place);
  const { text } = value;
  if (text === undefined) return false;
  if (path.access === 'element') {
    if (path.steps.length > 0) return place !== undefined && insert(x, place.node, text);
    if (!all.has(path.document)) all.set(path.document, undefined);
    const read = text === '' ? undefined : parsed(x, text);
    if (read === undefined && text !== '') return false;
    all.set(path.document, read);
    return true;
  }
  if (place?.node.kind !== 'element') return false;
  if (path.access === 'value') return setContent(x, place.node, text);
  setAttribute(document, place.node, path.access.attribute, text);
  return true;
}

function clear(all: Map<string, XmlDocument | undefined>, path: Path, place: Place | undefined): boolean {
  if (!all.has(path.document)) return false;
  if (path.steps.length === 0) {
    all.set(path.document, undefined);
    return true;
  }
  if (place === undefined) return false;
  const { node, among } = place;
  if (path.access === 'element') {
    among.splice(among.indexOf(node), 1);
    return true;
  }
  if (node.kind !== 'element') return false;
  if (path.access === 'value') {
    keep(node.children, child => !isContent(child));
    return true;
  }
  const { attribute } = path.access;
  const found = node.attributes.find(({ written }) => written === attribute);
  if (found === undefined) return false;
  keep(node.attributes, one => one !== found);
  return true;
}

function keep<Item>(list: Item[], isKept: (item: Item) => boolean): void {
  const kept = list.filter(isKept);
  list.length = 0;
  appendAll(list, kept);
}

/** Adds an element, with the space around it. */
function insert(x: Execution, parent: XmlNode, text: string): boolean {
  const document = text === '' ? undefined : parsed(x, text);
  const root = document === undefined ? undefined : rootOf(document);
  if (root === undefined || parent.kind !== 'element') return false;
  const [, before = '', after = ''] = /^([ \t\n]*)(?:.*[^ \t\n])?([ \t\n]*)$/s.exec(text) ?? [];
  if (before !== '') parent.children.push({ kind: 'text', text: before });
  parent.children.push(root);
  if (after !== '') parent.children.push({ kind: 'text', text: after });
  return true;
}

/** Replaces texts and CDATA sections; what is written as CDATA stays CDATA. */
function setContent(x: Execution, node: XmlElement, text: string): boolean {
  const { children } = node;
  if (text.includes('<![CDATA[') && text.length > '<![CDATA[]]>'.length) {
    keep(children, child => !isContent(child));
    const document = parsed(x, `<x>${text}</x>`);
    const root = document === undefined ? undefined : rootOf(document);
    if (root === undefined) return false;
    appendAll(children, root.children.filter(isContent));
    return true;
  }
  const first = children.find(({ kind }) => kind === 'text');
  keep(children, child => child === first || !isContent(child));
  if (first !== undefined && isContent(first)) first.text = text;
  else children.push({ kind: 'text', text });
  return true;
}

function setAttribute(
  document: XmlDocument | undefined,
  node: XmlElement,
  written: string,
  value: string,
): void {
  const found = node.attributes.find(one => one.written === written);
  if (found !== undefined) {
    found.value = value;
    return;
  }
  const colon = written.indexOf(':');
  const declaration = `xmlns:${written.slice(0, colon)}="`;
  const isDeclared =
    document !== undefined &&
    colon > 0 &&
    (ancestors(rootOf(document), node) ?? []).some(({ namespaces }) =>
      namespaces.some(one => one.startsWith(declaration)),
    );
  const name = isDeclared ? written.slice(colon + 1) : written;
  const added: XmlAttribute = { written, name, value };
  node.attributes.push(added);
}

/** The element and those that contain it; undefined outside of the tree. */
function ancestors(from: XmlElement | undefined, node: XmlElement): readonly XmlElement[] | undefined {
  if (from === undefined || from === node) return from === undefined ? undefined : [node];
  for (const child of from.children) {
    const inside = child.kind === 'element' ? ancestors(child, node) : undefined;
    if (inside !== undefined) return [...inside, from];
  }
  return undefined;
}

/** Declarations of entities are not followed. */
function parsed(x: Execution, text: string): XmlDocument | undefined {
  const found = readXml(text);
  if (found === undefined && /<!DOCTYPE[^>]*\[/.test(text))
    x.server.questions.ask(`Can the server read this as XML: ${text}?`, 'no', ['no']);
  return found;
}
