import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  INVENTORY_REQUEST,
  type InventoryAnswer,
  type InventoryNode,
  type InventoryParams,
  type InventoryProblems,
  SERVERS_REQUEST,
  type ServersAnswer,
  type ServersParams,
} from '../server/protocol/sipWorkbench/inventoryRequest.ts';
import { ChangedFiles } from './changedFiles.ts';
import { findConfigurations, watchConfigurations } from './configurations.ts';
import { isConfigurationLanguage } from './languages.ts';
import { afterPause } from './views/pause.ts';

/** What stands in the tree: a server, or something that it has. */
export type TreeNode =
  | { readonly kind: 'server'; readonly server: Server }
  | { readonly kind: 'node'; readonly server: Server; readonly node: InventoryNode; readonly id: string };

interface Server {
  readonly uri: string;
  readonly language: string;
  readonly title: string;
  /** The groups, and what they depend on; undefined until they are known. */
  answer: InventoryAnswer | undefined;
}

const VIEW = 'sipWorkbench.servers';

/**
 * The tree "SIP" below the explorer: the servers that files of the workspace configure. It is there only if there are such
 * files, and nothing is read before it is opened.
 */
export function provideServersView(
  { extension }: vscode.ExtensionContext,
  client: BaseLanguageClient,
): vscode.Disposable {
  const tree = new ServersTree(client, () => findConfigurations(extension));
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const changes = new ChangedFiles();
  const later = afterPause(() => {
    if (view.visible) void tree.update(changes.take());
  });
  const changed = (uris: readonly vscode.Uri[]): void => {
    changes.add(uris.map(uri => client.code2ProtocolConverter.asUri(uri)));
    later.restart();
  };
  const find = afterPause(async () => {
    const found = await findConfigurations(extension, 1);
    await vscode.commands.executeCommand('setContext', 'sipWorkbench.hasServers', found.length > 0);
    await tree.findAgain(view.visible);
  });
  find.restart();
  const ofOurs = ({ languageId }: vscode.TextDocument): boolean => isConfigurationLanguage(languageId);
  return vscode.Disposable.from(
    view,
    tree,
    later,
    find,
    tree.onDidCut(shown => {
      view.message = shown === undefined ? '' : `Only the first ${shown} servers are shown.`;
    }),
    watchConfigurations(extension, () => find.restart()),
    vscode.window.registerFileDecorationProvider({ provideFileDecoration: decorationOf }),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) later.restart();
    }),
    vscode.workspace.onDidOpenTextDocument(document => ofOurs(document) && find.restart()),
    vscode.workspace.onDidCloseTextDocument(document => ofOurs(document) && find.restart()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => ofOurs(document) && changed([document.uri])),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (!change.affectsConfiguration('sipWorkbench')) return;
      changes.addAll();
      later.restart();
    }),
    // The files of a server that no editor shows change without an event here; their problems do not.
    vscode.languages.onDidChangeDiagnostics(({ uris }) => changed(uris)),
  );
}

class ServersTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<TreeNode | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly cuts = new vscode.EventEmitter<number | undefined>();
  /** The number of servers that are shown, when there are more. */
  readonly onDidCut = this.cuts.event;
  private servers: Promise<TreeNode[]> | undefined;

  constructor(
    private readonly client: BaseLanguageClient,
    private readonly files: () => Promise<readonly vscode.Uri[]>,
  ) {}

  dispose(): void {
    this.changes.dispose();
    this.cuts.dispose();
  }

  async getChildren(parent?: TreeNode): Promise<TreeNode[]> {
    if (parent === undefined) {
      this.servers ??= this.findServers();
      return this.servers;
    }
    if (parent.kind === 'node') return this.below(parent);
    const answer = parent.server.answer ?? (await this.ask(parent.server));
    return nodesOf(parent.server, parent.server.uri, answer);
  }

  getTreeItem(element: TreeNode): vscode.TreeItem {
    return element.kind === 'server' ? this.serverItem(element.server) : this.nodeItem(element);
  }

  /** Looks for files again; other servers than before appear. */
  async findAgain(isVisible: boolean): Promise<void> {
    if (this.servers === undefined) return;
    const before = await this.servers;
    this.servers = undefined;
    if (!isVisible) return;
    this.servers = this.findServers(before);
    this.changes.fire(undefined);
  }

  /** Shows the servers again whose files have changed; asks no others. */
  async update(isChanged: ReturnType<ChangedFiles['take']>): Promise<void> {
    for (const element of (await this.servers) ?? []) {
      if (element.kind !== 'server' || !isChanged(element.server.answer?.files)) continue;
      const { server } = element;
      const before = server.answer;
      const now = await this.ask(server);
      if (before?.generation !== now?.generation) this.changes.fire(element);
    }
  }

  private async findServers(known: readonly TreeNode[] = []): Promise<TreeNode[]> {
    const files = (await this.files()).map(uri => this.client.code2ProtocolConverter.asUri(uri));
    const params: ServersParams = { files };
    const answer = await this.client.sendRequest<ServersAnswer | null>(SERVERS_REQUEST, params);
    const same = new Map(known.map(element => [element.server.uri, element]));
    const found = (answer?.servers ?? []).map(
      (server): TreeNode =>
        same.get(server.uri) ?? { kind: 'server', server: { ...server, answer: undefined } },
    );
    this.cuts.fire(answer?.isCut === true ? found.length : undefined);
    // The versions and problems of many servers appear one by one.
    setTimeout(() => void this.update(() => true));
    return found;
  }

  private async ask(server: Server): Promise<InventoryAnswer | undefined> {
    const params: InventoryParams = { textDocument: { uri: server.uri } };
    const answer = await this.client.sendRequest<InventoryAnswer | null>(INVENTORY_REQUEST, params);
    server.answer = answer ?? undefined;
    return server.answer;
  }

  private async below({ server, node, id }: TreeNode & { kind: 'node' }): Promise<TreeNode[]> {
    if (node.children === undefined) return [];
    const params: InventoryParams = { textDocument: { uri: server.uri }, ...node.children };
    const answer = await this.client.sendRequest<InventoryAnswer | null>(INVENTORY_REQUEST, params);
    return nodesOf(server, id, answer ?? undefined);
  }

  private serverItem({ uri, language, title, answer }: Server): vscode.TreeItem {
    const file = this.client.protocol2CodeConverter.asUri(uri);
    const path = vscode.workspace.asRelativePath(file);
    const item = new vscode.TreeItem(
      path.slice(path.lastIndexOf('/') + 1),
      vscode.TreeItemCollapsibleState.Collapsed,
    );
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    item.id = uri;
    item.iconPath = new vscode.ThemeIcon('server-environment');
    item.description = [answer?.label ?? title, ...(folder === '' ? [] : [folder])].join(' · ');
    item.contextValue = language === 'opensips-cfg' ? 'server routes' : 'server';
    const decorated = decoratedUri(answer?.problems);
    if (decorated !== undefined) item.resourceUri = decorated;
    item.tooltip = tooltipOf(path, answer?.label ?? title, answer?.problems);
    return item;
  }

  private nodeItem({ node, id }: TreeNode & { kind: 'node' }): vscode.TreeItem {
    const { label, detail, kind, problems, children, place, device, isAccount } = node;
    const item = new vscode.TreeItem(
      label,
      children === undefined
        ? vscode.TreeItemCollapsibleState.None
        : vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.id = id;
    item.description = detail;
    if (kind !== 'group') item.iconPath = new vscode.ThemeIcon(icons[kind]);
    item.contextValue = [
      ...(place === undefined ? [] : ['place']),
      ...(device === undefined ? [] : ['device']),
      ...(isAccount === true ? ['account'] : []),
    ].join(' ');
    const decorated = decoratedUri(problems);
    if (decorated !== undefined) item.resourceUri = decorated;
    item.tooltip = tooltipOf(label, detail, problems);
    if (place !== undefined) {
      const { uri, range } = place;
      item.command = {
        title: 'Go to Line',
        command: 'vscode.open',
        arguments: [
          this.client.protocol2CodeConverter.asUri(uri),
          { selection: this.client.protocol2CodeConverter.asRange(range), preview: true },
        ],
      };
    }
    return item;
  }
}

function nodesOf(server: Server, parent: string, answer: InventoryAnswer | undefined): TreeNode[] {
  const seen = new Map<string, number>();
  return (answer?.nodes ?? []).map(node => {
    const name = node.children === undefined ? `${node.kind} ${node.label}` : JSON.stringify(node.children);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return { kind: 'node', server, node, id: `${parent}\n${name}\n${count}` };
  });
}

const icons: Readonly<Record<Exclude<InventoryNode['kind'], 'group'>, string>> = {
  device: 'device-mobile',
  template: 'symbol-interface',
  trunk: 'globe',
  registration: 'sign-in',
  domain: 'home',
  transport: 'plug',
  route: 'git-branch',
  module: 'package',
  user: 'person',
  account: 'key',
  access: 'shield',
  other: 'circle-outline',
};

function tooltipOf(name: string, detail: string, problems: InventoryProblems | undefined): string {
  return [name, detail, problemWords(problems)].filter(text => text !== '').join('\n');
}

function problemWords(problems: InventoryProblems | undefined): string {
  const { errors, warnings } = problems ?? { errors: 0, warnings: 0 };
  return [
    ...(errors === 0 ? [] : [`${errors} ${errors === 1 ? 'error' : 'errors'}`]),
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`]),
  ].join(', ');
}

const DECORATED = 'sip-workbench-problems';

/** The editor decorates nodes by their URIs: this one holds the numbers of problems. */
function decoratedUri(problems: InventoryProblems | undefined): vscode.Uri | undefined {
  if (problems === undefined || problems.errors + problems.warnings === 0) return undefined;
  return vscode.Uri.from({ scheme: DECORATED, path: `/${problems.errors}/${problems.warnings}` });
}

function decorationOf({ scheme, path }: vscode.Uri): vscode.FileDecoration | undefined {
  if (scheme !== DECORATED) return undefined;
  const [errors = 0, warnings = 0] = path.slice(1).split('/').map(Number);
  const count = errors + warnings;
  return new vscode.FileDecoration(
    count > 9 ? '9+' : String(count),
    problemWords({ errors, warnings }),
    new vscode.ThemeColor(errors > 0 ? 'list.errorForeground' : 'list.warningForeground'),
  );
}
