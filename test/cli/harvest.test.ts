import { describe, expect, test } from 'vitest';
import { harvestCommand } from '../../server/cli/harvest.ts';
import { runCli } from './fakeIo.ts';

const source = `
/* {"commented_out", 0, {{0,0,0}}, ALL_ROUTES} */
static const cmd_export_t cmds[] = {
	{"bill_call", (cmd_function)w_bill, {
		{CMD_PARAM_STR, 0, 0}, {0,0,0}},
		REQUEST_ROUTE|FAILURE_ROUTE},
	{"bind_billing", (cmd_function)bind_billing, {{0,0,0}}, 0},
	{0,0,{{0,0,0}},0}
};
static const acmd_export_t acmds[] = {
	{"bill_later", (acmd_function)w_later, {{0,0,0}}},
	{0,0,{{0,0,0}}}
};
static const param_export_t params[] = {
	{"rate", INT_PARAM, &rate}, // {"old_rate", INT_PARAM, &rate},
	{"table{", STR_PARAM, &table.s},
	{0, 0, 0}
};
struct module_exports exports = {
	"billing",
	MOD_TYPE_DEFAULT,
};
`;
const patched = `
static cmd_export_t cmds[] = {
	{"t_relay", (cmd_function)w_t_relay, {{0,0,0}}, REQUEST_ROUTE},
	{"t_relay_twice", (cmd_function)w_t_relay, {{0,0,0}}, REQUEST_ROUTE},
	{0,0,{{0,0,0}},0}
};
struct module_exports exports= { "tm", MOD_TYPE_DEFAULT };
`;
const prefixed = 'struct module_exports exports = {\n\tPROTO_PREFIX "ours",\n};\n';

const files = {
  '/src/modules/billing/billing.c': source,
  '/src/modules/billing/unrelated.c': 'int x;',
  '/src/modules/tm/tm.c': patched,
  '/src/modules/proto_ours/proto.c': prefixed,
};

const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runCli(['harvest', ...args], { ...files, ...more }, '', [harvestCommand]);

const written = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
  const text = (await run(args, more)).files.get('file:///etc/asterisk/sip-workbench.json');
  return text === undefined ? undefined : JSON.parse(text);
};

const names = {
  'opensips.modules': 'billing proto_ours',
  'opensips.functions': 'billing.bill_call billing.bill_later tm.t_relay_twice',
  'opensips.parameters': 'billing.rate',
};

describe('from the source of modules', () => {
  test('a project file is written with what upstream does not have', async () => {
    expect(await written(['/src'])).toEqual({ options: names });
    expect((await run(['/src'])).out).toContain(
      '3 modules read, private: 2 modules, 3 functions, 1 parameter.',
    );
  });

  test('an existing one keeps what it says', async () => {
    const before = { versions: { opensips: '3.6' }, options: { 'opensips.modules': 'billing other' } };
    expect(await written(['/src'], { 'sip-workbench.json': JSON.stringify(before) })).toEqual({
      versions: { opensips: '3.6' },
      options: { ...names, 'opensips.modules': 'billing other proto_ours' },
    });
  });

  test('nothing is written twice, or with --dry-run', async () => {
    const { out } = await run(['/src', '--dry-run']);
    expect(JSON.parse(out)).toEqual({ options: names });
    expect(await written(['/src', '--dry-run'])).toBeUndefined();
    const again = await run(['/src'], { 'sip-workbench.json': out });
    expect(again.out).toContain('Nothing to add');
    expect(again.files.get('file:///etc/asterisk/sip-workbench.json')).toBe(out);
  });
});

describe('from installed modules', () => {
  const installed = { '/usr/lib64/opensips/modules/tm.so': '', '/usr/lib64/opensips/modules/billing.so': '' };

  test('only the names of modules are known', async () => {
    expect(await written(['/usr/lib64/opensips/modules'], installed)).toEqual({
      options: { 'opensips.modules': 'billing' },
    });
  });

  test('without a folder, the usual ones are searched', async () => {
    expect(await written([], installed)).toEqual({ options: { 'opensips.modules': 'billing' } });
  });
});

test('a folder without modules, and a broken project file, are wrong usage', async () => {
  const nothing = await run(['/src/modules/none']);
  expect(nothing.code).toBe(2);
  expect(nothing.err).toContain('no OpenSIPS module was found in /src/modules/none');
  expect((await run([])).err).toContain('name the folder of its modules or its source');
  const broken = await run(['/src'], { 'sip-workbench.json': '{' });
  expect(broken.code).toBe(2);
  expect(broken.err).toContain('sip-workbench.json: It is not valid JSON.');
});
