import { besideRoot } from '../../companions/companionConf.ts';
import { type ConfigTree, parseConfig, printConfig } from '../../config/parser.ts';
import { isReadWhole } from '../../config/unread.ts';
import { MAIN_FILE, WIZARD_FILE } from '../model/fileNames.ts';
import { PjsipConf } from '../model/model.ts';
import type { PjsipView } from './view.ts';

/**
 * The model that knows the objects of pjsip.conf and of pjsip_wizard.conf. For a view of pjsip.conf, that is its own model; for one
 * of the wizards, the pjsip.conf next to them is read when a feature needs it.
 */
export function modelOfBoth({ tree, model }: PjsipView): PjsipConf {
  const text = model.mainText;
  if (!model.isWizardFile || typeof text !== 'string') return model;
  let known = models.get(model);
  if (known?.text !== text || known.tree !== tree) {
    const { project, settings } = model;
    const root = besideRoot(project.root, MAIN_FILE);
    const main = known?.text === text ? known.main : parseConfig(text);
    const both = {
      root,
      trees: new Map([[root, main]]),
      resolve: () => undefined,
      companions: new Map([...project.companions, [WIZARD_FILE, printConfig(tree)]]),
    };
    known = { text, main, tree, model: new PjsipConf(both, settings) };
    models.set(model, known);
  }
  return known.model;
}

const models = new WeakMap<
  PjsipConf,
  {
    readonly text: string;
    readonly main: ConfigTree;
    readonly tree: ConfigTree;
    readonly model: PjsipConf;
  }
>();

/** False when a part of the files was not read, so that there may be more references. */
export function isEverythingRead(both: PjsipConf): boolean {
  return isReadWhole(both.conf);
}
