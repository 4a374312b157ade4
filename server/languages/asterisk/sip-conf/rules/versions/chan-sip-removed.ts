import { message } from '../../../../../rules/rule.ts';
import { versionIn } from '../../../../serverVersions.ts';
import { asteriskVersions } from '../../../config/versions.ts';
import type { ReadingRule } from '../rule.ts';

export const chanSipRemoved: ReadingRule = {
  code: 'sip-conf/chan-sip-removed',
  severity: 'error',
  family: 'versions',
  title: 'Target version without chan_sip',
  why: 'Asterisk 21 and later have no chan_sip: this file is never read.',
  fix: 'Move to pjsip.conf; the hovers name the counterpart of each option. Or choose the version that the server really runs.',
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
    const what = `Asterisk ${versionIn(model.settings, asteriskVersions)} has no chan_sip.`;
    yield {
      place: { file: model.project.root, section, index },
      line: 0,
      start: 0,
      end: section.lines[0]?.text.trimEnd().length ?? 0,
      message: message(
        what,
        'It was removed in 21, and this file is never read.',
        'Move to pjsip.conf, or choose the version that the server runs.',
      ),
    };
  },
};
