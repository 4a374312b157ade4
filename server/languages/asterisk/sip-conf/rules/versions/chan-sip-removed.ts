import { message } from '../../../../../rules/rule.ts';
import { versionIn } from '../../../../serverVersions.ts';
import { asteriskVersions } from '../../../config/versions.ts';
import type { ReadingRule } from '../rule.ts';

export const chanSipRemoved: ReadingRule = {
  code: 'sip-conf/chan-sip-removed',
  severity: 'information',
  family: 'versions',
  title: 'Target version without chan_sip',
  why: 'Asterisk 21 and later come without chan_sip, so nothing reads this file unless an external module brings the driver back. The file is checked as Asterisk 20 reads it.',
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
    const what = `Asterisk ${versionIn(model.settings, asteriskVersions)} comes without chan_sip.`;
    yield {
      place: { file: model.project.root, section, index },
      line: 0,
      start: 0,
      end: section.lines[0]?.text.trimEnd().length ?? 0,
      message: message(
        what,
        'It was removed in 21; only an external module still builds it. The file is checked as Asterisk 20 reads it.',
        'Move to pjsip.conf, or choose the version that the server runs.',
      ),
    };
  },
};
