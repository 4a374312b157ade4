import type { Conversion } from '../../../conversion.ts';
import type { LanguageSettings, Project } from '../../../project.ts';
import { type ConfigTree, parseConfig } from '../../config/parser.ts';
import { PjsipConf } from '../../pjsip-conf/model/model.ts';
import type { SipConf } from '../../sip-conf/model/model.ts';

/** The result of a conversion as chan_pjsip would load it, with the same extensions.conf and acl.conf. */
export function loadConverted({ files }: Conversion, model: SipConf): PjsipConf {
  const trees = new Map<string, ConfigTree>(files.map(({ file, text }) => [file, parseConfig(text)]));
  const root = files[0]?.file ?? '';
  const folder = root.slice(0, root.lastIndexOf('/') + 1);
  const { companions } = model.project;
  const project: Project<ConfigTree> = {
    root,
    trees,
    resolve: (_from, path) => {
      const wanted = path.startsWith('/') ? `file://${path}` : folder + path;
      if (trees.has(wanted)) return [wanted];
      if (!/[*?]/.test(path)) return [];
      const pattern = new RegExp(
        `^${wanted
          .split(/([*?])/)
          .map(patternPart)
          .join('')}$`,
      );
      return [...trees.keys()].filter(file => pattern.test(file)).sort();
    },
    companions: new Map(
      ['extensions.conf', 'acl.conf'].flatMap(name => {
        const text = companions.get(name);
        return text === undefined ? [] : [[name, text] as const];
      }),
    ),
  };
  return new PjsipConf(project, settingsOf(model));
}

function patternPart(part: string): string {
  if (part === '*') return '[^/]*';
  return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\/]/g, '\\$&');
}

/** For a server older than 13, the result is written for the newest release that has both drivers. */
function settingsOf({ settings, branch }: SipConf): LanguageSettings {
  return Number.parseFloat(branch) < 13 ? { ...settings, asteriskVersion: '20' } : settings;
}
