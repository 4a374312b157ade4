import { message } from '../../../../rules/rule.ts';
import { existsIn } from '../../facts/facts.ts';
import { atHeader, type FileRule } from '../rule.ts';

export const deprecatedSection: FileRule = {
  code: 'flexisip-conf/deprecated-section',
  severity: 'warning',
  family: 'keys',
  title: 'Section that the server skips',
  why: 'The server logs that the section has moved to another program and ignores all its keys.',
  fix: 'Move the settings to the program that reads them now.',
  bad: '[global]\nwatchdog-notify-interval=1s\n[conference-server]\nenabled=true\n',
  good: '[global]\nwatchdog-notify-interval=1s\n',
  on: 'file',
  *check(model) {
    // The program that now reads the section has a file of the same form, usually named after it.
    if (/conference[^/]*$/i.test(model.uri)) return;
    for (const { facts, parts } of model.groups.values()) {
      if (facts?.deprecated == null || facts.removed === null || existsIn(facts, model.version)) continue;
      for (const index of parts) {
        const section = model.tree.sections[index];
        if (section === undefined) continue;
        const text = message(
          `[${facts.name}] is deprecated since ${facts.deprecated.since}.`,
          'The server ignores all keys of this section.',
          `They now belong to the ${facts.deprecated.movedTo}.`,
        );
        yield { ...atHeader(index, section), message: text, tag: 'deprecated' };
      }
    }
  },
};
