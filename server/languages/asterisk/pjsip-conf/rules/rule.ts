import type { RuleInfo } from '../../../../rules/rule.ts';
import type { Entry, LinePlace } from '../../config/entry.ts';
import type { Finding } from '../../config/finding.ts';
import type { HeaderTrait } from '../../config/headerTraits.ts';
import type { ConfigLine } from '../../config/line.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';

export {
  atHeader,
  atLine,
  atName,
  atValue,
  type Finding,
  type Fix,
  type FixEdit,
  type Related,
  removingLine,
  replacing,
} from '../../config/finding.ts';

type Findings = Iterable<Finding> | undefined;

/** Judges a single line. */
export interface LineRule extends RuleInfo {
  readonly on: 'line';
  /** The kinds of lines that it is called for. */
  readonly kinds: readonly ConfigLine['kind'][];
  /** It is called for lines of a pjsip_wizard.conf only, and for plain ones too, in which others find nothing. */
  readonly isAboutWizards?: boolean;
  check(line: ConfigLine, at: LinePlace, model: PjsipConf): Findings;
}

/** Judges all sections with one name together, objects or not. Called again when one of them changes. */
export interface NameRule extends RuleInfo {
  readonly on: 'name';
  /** It is called only for names of which a header has one of these. */
  readonly headers?: readonly HeaderTrait[];
  /** It is called only for names of which a section is not an object, or has several types. */
  readonly isAboutFaults?: boolean;
  /** Its findings suggest names of templates: called again when such a name appears or goes. */
  readonly looksAround?: boolean;
  check(entries: readonly Entry[], key: string, model: PjsipConf): Findings;
}

/**
 * Judges an object as the server creates it, or drops it. With `types`, it is called only for these. Called again when the
 * section changes, or an object that refers to it or that it refers to.
 */
export interface ObjectRule extends RuleInfo {
  readonly on: 'object';
  readonly types?: readonly string[];
  /** It is called only for objects that set one of these, in their own lines or in those of a template. */
  readonly options?: readonly string[];
  /**
   * It is called for each object of a kind: it reads names, user names, passwords or hashes, or asks what refers to the object or
   * whether the object that it refers to exists. Other rules find nothing in an object if they found nothing in one that it is like.
   */
  readonly isIndividual?: true;
  /** Its findings suggest names of other objects: called again when such a name appears or goes. */
  readonly looksAround?: boolean;
  /** It is called only for objects of which a line or the whole has a problem. */
  readonly isAboutFaults?: boolean;
  check(object: PjsipObject, model: PjsipConf): Findings;
}

/** Judges all objects together, or what happened while the files were read. Called after every change. */
export interface WholeRule extends RuleInfo {
  readonly on: 'whole';
  check(model: PjsipConf): Findings;
}

export type PjsipRule = LineRule | NameRule | ObjectRule | WholeRule;
