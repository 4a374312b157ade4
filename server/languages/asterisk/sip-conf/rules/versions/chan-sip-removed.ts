import { message } from '../../../../../rules/rule.ts';
import { versionIn } from '../../../../serverVersions.ts';
import { asteriskVersions } from '../../../config/versions.ts';
import type { ReadingRule } from '../rule.ts';

export const chanSipRemoved: ReadingRule = {
  code: 'sip-conf/chan-sip-removed',
  severity: 'information',
  family: 'versions',
  title: 'Target version without chan_sip',
  why: 'Asterisk 21 and later do not include chan_sip, so nothing reads this file unless an external module adds the driver. The file is checked for Asterisk 20.',
  fix: 'Move to pjsip.conf (the hovers show the counterpart of each option), or select the version that the server really runs.',
  bad: '',
  good: '',
  on: 'reading',
  *check(_reading, model) {
    if (model.hasChanSip) return;
    const section = model.project.trees
      .get(model.project.root)
      ?.sections.find(({ lines }) => lines.length > 0);
    if (section === undefined) return;
    const index = model.project.trees.get(model.project.root)?.sections.indexOf(section) ?? 0;
    const what = `Asterisk ${versionIn(model.settings, asteriskVersions)} does not include chan_sip.`;
    yield {
      place: { file: model.project.root, section, index },
      line: 0,
      start: 0,
      end: section.lines[0]?.text.trimEnd().length ?? 0,
      message: message(
        what,
        'It was removed in 21 and exists only as an external module. The file is checked for Asterisk 20.',
        'Move to pjsip.conf, or select the version that the server runs.',
      ),
    };
  },
};
