import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { version } from '../../../package.json';
import { linesWithoutSecrets } from '../../text/secrets.ts';
import { outwardText } from '../../text/visible.ts';
import { checkCommand } from '../check.ts';
import { convertCommand } from '../convert.ts';
import { digestCommand } from '../digest.ts';
import { explainCommand } from '../explain.ts';
import type { Io } from '../io.ts';
import { migrateCommand } from '../migrate.ts';
import { type AddCommand, runProgram } from '../program.ts';
import { rulesCommand } from '../rules.ts';
import { testCommand } from '../test.ts';
import { traceCommand } from '../trace.ts';
import { rootedIo } from './rootedIo.ts';
import type { RunCommand, Tool, ToolAnswer } from './tool.ts';
import { check } from './tools/check.ts';
import { convert } from './tools/convert.ts';
import { describe } from './tools/describe.ts';
import { digestCompute } from './tools/digestCompute.ts';
import { digestVerify } from './tools/digestVerify.ts';
import { explain } from './tools/explain.ts';
import { migrate } from './tools/migrate.ts';
import { rule } from './tools/rule.ts';
import { test } from './tools/test.ts';
import { traceSummary } from './tools/traceSummary.ts';

const tools: readonly Tool[] = [
  check,
  convert,
  describe,
  digestCompute,
  digestVerify,
  explain,
  migrate,
  rule,
  test,
  traceSummary,
];

/** The subcommands that the tools call. */
const commands: readonly AddCommand[] = [
  checkCommand,
  convertCommand,
  digestCommand,
  explainCommand,
  migrateCommand,
  rulesCommand,
  testCommand,
  traceCommand,
];

/** Serves agents over standard input and output until the input ends. */
export async function serveAgents(io: Io, roots: readonly string[]): Promise<void> {
  await agentServer(io, roots).connect(new StdioServerTransport());
}

/** A server whose tools read only below the roots. */
export function agentServer(io: Io, roots: readonly string[]): McpServer {
  const server = new McpServer({ name: 'sip-workbench', version });
  const runCommand: RunCommand = async (args, given = {}) => {
    const world = rootedIo(io, roots, given);
    await runProgram(commands, args, world.io);
    return world.ran();
  };
  for (const { name, title, description, input, makesHashes, run } of tools) {
    const annotations = { title, readOnlyHint: true, openWorldHint: false };
    server.registerTool(name, { title, description, inputSchema: input, annotations }, async given =>
      resultOf(await run(given, runCommand), makesHashes === true),
    );
  }
  return server;
}

/**
 * The result of a tool, without the secrets of the files that it read, and with control characters and marks of direction made
 * visible: an agent may print it, or take what a person does not see for an instruction.
 */
function resultOf(answer: ToolAnswer, makesHashes: boolean): CallToolResult {
  if ('problem' in answer) {
    const text = outwardText(linesWithoutSecrets(answer.problem));
    return { content: [{ type: 'text', text }], isError: true };
  }
  const text = JSON.stringify(answer.data, (_key, value: unknown) =>
    typeof value === 'string' ? outwardText(makesHashes ? value : linesWithoutSecrets(value)) : value,
  );
  return { content: [{ type: 'text', text }], structuredContent: JSON.parse(text) };
}
