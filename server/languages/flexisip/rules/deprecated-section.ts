import { message } from '../../../rules/rule.ts';
import { isSince, sectionFacts } from '../facts.ts';
import { atHeader, type LineRule } from '../rule.ts';

export const deprecatedSection: LineRule = {
  code: 'flexisip-conf/deprecated-section',
  severity: 'warning',
  family: 'keys',
  title: 'Section that the server reads over',
  why: 'The server logs that the section has moved to another program and ignores all its keys.',
  fix: 'Move the settings to the program that reads them now.',
  bad: '[global]\nwatchdog-notify-interval=1s\n[conference-server]\nenabled=true\n',
  good: '[global]\nwatchdog-notify-interval=1s\n',
  on: 'line',
  check({ section, sectionIndex, line, version }) {
    if (line !== 0 || section.header === undefined) return undefined;
    const facts = sectionFacts(section.header.name);
    if (facts?.deprecated == null || facts.removed === null || !isSince(version, facts.removed))
      return undefined;
    const text = message(
      `[${facts.name}] is deprecated since ${facts.deprecated.since}.`,
      'The server ignores all keys of this section.',
      `They belong to the ${facts.deprecated.movedTo} now.`,
    );
    return [{ ...atHeader(sectionIndex, section), message: text, tag: 'deprecated' }];
  },
};
