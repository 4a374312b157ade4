import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type ToolInput, toolNames } from './tool.ts';

/**
 * Offers the tools to the language models of the editor, which newer editors than the oldest supported one have. What they
 * read are files of the workspace.
 */
export function provideLanguageModelTools(client: Promise<BaseLanguageClient>): readonly vscode.Disposable[] {
  const api: object = vscode;
  if (!hasTools(api)) return [];
  return toolNames.map(name =>
    api.lm.registerTool(name, {
      prepareInvocation: async ({ input }) => {
        const { tools } = await import('./tools.ts');
        return { invocationMessage: tools[name].progress(input) };
      },
      invoke: async ({ input }) => {
        const { tools } = await import('./tools.ts');
        const text = await tools[name].answer(input, await client);
        return new api.LanguageModelToolResult([new api.LanguageModelTextPart(text)]);
      },
    }),
  );
}

/** The part of the API that came after the oldest supported editor. */
interface ToolApi {
  readonly lm: {
    registerTool(
      name: string,
      tool: {
        prepareInvocation(options: {
          readonly input: ToolInput;
        }): Promise<{ readonly invocationMessage: string }>;
        invoke(options: { readonly input: ToolInput }): Promise<object>;
      },
    ): vscode.Disposable;
  };
  readonly LanguageModelToolResult: new (content: readonly object[]) => object;
  readonly LanguageModelTextPart: new (text: string) => object;
}

function hasTools(api: object): api is ToolApi {
  return (
    'LanguageModelToolResult' in api &&
    'LanguageModelTextPart' in api &&
    'lm' in api &&
    typeof api.lm === 'object' &&
    api.lm !== null &&
    'registerTool' in api.lm
  );
}
