import type { Project } from '../../../project.ts';
import { besideRoot } from '../../companions/companionConf.ts';
import type { Branch } from '../../config/branch.ts';
import { AsteriskConf } from '../../config/conf.ts';
import type { Entry, LinePlace, Setting } from '../../config/entry.ts';
import { type ConfigTree, parseConfig } from '../../config/parser.ts';
import type { Surroundings } from './completeness.ts';
import { WIZARD_FILE } from './fileNames.ts';
import type { PjsipObject } from './object.ts';
import { isWizard, wizardObjects } from './wizard.ts';

/** The pjsip_wizard.conf next to a pjsip.conf, and the objects that its wizards add. */
export class WizardsBeside {
  private text: string | undefined;
  private conf: AsteriskConf | undefined;
  /** Loaded or dropped, by the name of the wizard. */
  private readonly made = new Map<string, readonly PjsipObject[]>();

  /** Adopts the text of the file next to the root of a project. */
  read({ root, companions }: Project<ConfigTree>, branch: Branch): void {
    const text = companions.get(WIZARD_FILE);
    if (typeof text !== 'string') {
      this.text = undefined;
      this.conf = undefined;
    } else if (this.text !== text) {
      this.text = text;
      const uri = besideRoot(root, WIZARD_FILE);
      const trees = new Map([[uri, parseConfig(text)]]);
      const project = { root: uri, trees, resolve: () => undefined, companions: new Map() };
      this.conf = new AsteriskConf(project, branch);
    }
  }

  /** Creates the objects of all wizards again. Among wizards with the same name, the last one counts. */
  create(surroundings: Surroundings): readonly PjsipObject[] {
    this.made.clear();
    const { conf } = this;
    if (conf?.stops.some(({ place }) => place.file === conf.project.root) !== false) return [];
    const last = new Map<string, { readonly entry: Entry; readonly settings: readonly Setting[] }>();
    for (const entry of conf.reading.entries) {
      if (!conf.isVisible(entry)) continue;
      const settings = conf.settingsOf(entry);
      if (isWizard(settings)) last.set(entry.header.name, { entry, settings });
    }
    for (const [name, { entry, settings }] of last)
      this.made.set(name, wizardObjects(entry, settings, surroundings).objects);
    return this.objects;
  }

  get objects(): readonly PjsipObject[] {
    return [...this.made.values()].flat();
  }

  madeBy(wizard: string): readonly PjsipObject[] {
    return this.made.get(wizard) ?? [];
  }

  /** The sections of the file, if the place is in it. */
  confOf({ place }: LinePlace): AsteriskConf | undefined {
    return place.file === this.conf?.project.root ? this.conf : undefined;
  }

  /** Number of a line of the file; undefined for a place in another file. */
  lineOf(place: LinePlace): number | undefined {
    return place.place.file === this.conf?.project.root ? this.conf.lineOf(place) : undefined;
  }
}
