import { message } from '../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const tabBeforeSection: LineRule = {
  code: 'flexisip-conf/tab-before-section',
  severity: 'warning',
  family: 'reading',
  title: 'Tab in front of a section line',
  why: 'Only spaces may stand in front of `[`. With a tab the line opens no section: the keys below belong to the section above.',
  fix: 'Remove the tab.',
  bad: '[global]\n\t[module::Registrar]\n',
  good: '[global]\n[module::Registrar]\n',
  on: 'line',
  check({ source, sectionIndex, line }) {
    const match = /^\s*\[[^\]]*\]/.exec(source.text);
    const { kind } = source.statement;
    if (match === null || (kind !== 'dropped' && kind !== 'entry')) return undefined;
    const start = source.text.indexOf('[');
    if (!source.text.slice(0, start).includes('\t')) return undefined;
    return [
      {
        sectionIndex,
        line,
        start: 0,
        end: match[0].length,
        message: message(
          'A tab stands in front of this section.',
          'The server does not take the line for a section: the keys below belong to the section above.',
          'Remove the tab.',
        ),
        fixes: [replacing('Remove the spaces', { sectionIndex, line, start: 0, end: start }, '', true)],
      },
    ];
  },
};
