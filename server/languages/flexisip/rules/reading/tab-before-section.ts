import { message } from '../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const tabBeforeSection: LineRule = {
  code: 'flexisip-conf/tab-before-section',
  severity: 'warning',
  family: 'reading',
  title: 'Tab before a section line',
  why: 'Only spaces are allowed before `[`. With a tab, the line does not start a section: the keys below belong to the section above.',
  fix: 'Remove the tab.',
  bad: '[global]\n\t[module::Registrar]\n',
  good: '[global]\n[module::Registrar]\n',
  on: 'line',
  kinds: ['entry', 'dropped'],
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
          'There is a tab before this section line.',
          'The server does not recognize the section: the keys below belong to the section above.',
          'Remove the tab.',
        ),
        fixes: [replacing('Remove the tab', { sectionIndex, line, start: 0, end: start }, '', true)],
      },
    ];
  },
};
