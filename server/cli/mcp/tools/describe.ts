import { z } from 'zod';
import { languages } from '../../../languages/registry.ts';
import type { Tool } from '../tool.ts';

export const describe: Tool = {
  name: 'describe',
  title: 'Describe an option, function or variable',
  description:
    'Describes what a name means to a server: an option of sip.conf; a function, parameter, variable or module of OpenSIPS; or a key of flexisip.conf. Returns type, default, versions and security notes as Markdown.',
  input: {
    name: z.string().describe('such as insecure, t_relay, $ru, module::Registrar/reg-domains'),
    language: z.string().optional().describe('sip-conf, opensips-cfg, flexisip-conf ...; all by default'),
    version: z.string().optional().describe('version of the server'),
  },
  run: async input => {
    const { name, language, version } = input;
    if (language !== undefined && !languages.some(({ id }) => id === language))
      return {
        problem: `There is no language ${String(language)}. Use one of ${languages.map(({ id }) => id).join(', ')}.`,
      };
    const asked = languages.filter(({ id }) => language === undefined || id === language);
    const found = asked.flatMap(one =>
      (one.describeName?.(String(name), String(version ?? 'auto')) ?? []).map(markdown => ({
        language: one.id,
        markdown,
      })),
    );
    return found.length === 0
      ? { problem: `No option, function or variable is called ${String(name)}.` }
      : { data: { found: found.slice(0, 20) } };
  },
};
