import type { Language } from '../language.ts';
import { checkFile } from './check.ts';
import { buildModel, type FlexisipModel, statusOf } from './model.ts';
import { editFlexisip, type FlexisipTree, parseFlexisip, printFlexisip } from './parser.ts';
import { rules } from './rules.ts';

/** flexisip.conf, the configuration of the Flexisip proxy and its companion servers. */
export const flexisipConf: Language<FlexisipTree, FlexisipModel> = {
  id: 'flexisip-conf',
  title: 'Flexisip',
  rules,
  commentPrefixes: ['#'],
  recognizes: (name, head) => /^flexisip.*\.conf(\.|$)/i.test(name) || isFlexisipHead(head),
  parse: parseFlexisip,
  edit: editFlexisip,
  print: printFlexisip,
  includes: () => [],
  companions: [],
  model: (project, settings) => buildModel(project, settings),
  check: view => checkFile(view.model),
  status: view => statusOf(view.model),
};

/** A printed default, or sections that no other server has. */
function isFlexisipHead(head: string): boolean {
  return /^##? This is the default Flexisip/m.test(head) || /^ *\[ *module::[A-Z]\w+ *\]/m.test(head);
}
