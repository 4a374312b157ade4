import type { Language } from '../languages/language.ts';
import type { LanguageSettings } from '../languages/project.ts';
import { answerText, type QuestionText, registrationText } from '../languages/questionText.ts';
import { optionSetting, serversOf, versionSetting } from '../languages/serverVersions.ts';
import { unusedIgnoreComment } from '../rules/ignore.ts';
import { RULE_SEVERITIES, type RuleSeverity } from '../rules/rule.ts';
import { pathMatcher } from '../text/shellPattern.ts';
import { expandBraces } from './glob.ts';
import { JsonFileError, objectAt, parseJson } from './jsonFile.ts';
import { baseName, folderOf, isBelow } from './location.ts';
import type { AssumedQuestion, Settings } from './settings.ts';

/** The file in which a project keeps its settings, for editors and the command line alike. */
export const PROJECT_FILE = 'sip-workbench.json';

/** What a project file says, for files in its folder and below. */
export interface ProjectFile {
  readonly uri: string;
  /** In order: what comes later overrides what comes before. The first one is for all files. */
  readonly entries: readonly ProjectEntry[];
}

interface ProjectEntry {
  readonly matches: (path: string) => boolean;
  readonly language: string | undefined;
  readonly versions: Readonly<Record<`${string}Version`, string>>;
  readonly severities: LanguageSettings['severities'];
  readonly options: Readonly<Record<string, string>>;
  readonly question: AssumedQuestion;
}

/** What can be said for all files and for some of them. */
const KEYS = ['versions', 'options', 'rules', 'registrations', 'answers'];

const LARGEST_FILE = 1024 * 1024;
/** Of all patterns together, with every alternative of their braces: each file in use is compared with all of them. */
const LONGEST_PATTERNS = 20_000;

/** Reads the text of a project file. Throws `JsonFileError`. */
export function readProjectFile(uri: string, text: string, languages: readonly Language[]): ProjectFile {
  if (text.length > LARGEST_FILE) throw new JsonFileError('The file has more than 1 MB.');
  const content = objectAt(parseJson(text), 'the file', ['$schema', ...KEYS, 'files']);
  const codes = new Set([
    unusedIgnoreComment.code as string,
    ...languages.flatMap(language => language.rules().map(({ code }) => code as string)),
  ]);
  const entryOf = (
    value: Readonly<Record<string, unknown>>,
    where: string,
    pattern: string,
  ): ProjectEntry => {
    const { language, versions = {}, options = {}, rules = {}, registrations, answers } = value;
    return {
      matches: matcherOf(pattern),
      language: languageAt(language, `${where}language`, languages),
      versions: versionsAt(versions, `${where}versions`, languages),
      options: optionsAt(options, `${where}options`, languages),
      severities: severitiesAt(rules, `${where}rules`, codes),
      question: {
        registrations: partsAt(registrations, `${where}registrations`, registrationText),
        answers: partsAt(answers, `${where}answers`, answerText),
      },
    };
  };
  const { files: written = {} } = content;
  const files = objectAt(written, '"files"');
  const patterns = Object.keys(files).flatMap(expandBraces);
  if (patterns.reduce((length, pattern) => length + pattern.length, 0) > LONGEST_PATTERNS)
    throw new JsonFileError(
      `The patterns of "files" are longer than ${LONGEST_PATTERNS} characters together, with all alternatives.`,
    );
  const entries = Object.entries(files).map(([pattern, value]) => {
    const where = `files["${pattern}"]`;
    return entryOf(
      objectAt(value, where, ['language', ...KEYS]),
      `${where}.`,
      pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`,
    );
  });
  return { uri, entries: [entryOf(content, '', '**'), ...entries] };
}

/** The alternatives of braces are patterns by themselves. */
function matcherOf(pattern: string): ProjectEntry['matches'] {
  const matchers = expandBraces(pattern).map(pathMatcher);
  return path => matchers.some(matches => matches(path));
}

function versionsAt(value: unknown, where: string, languages: readonly Language[]): ProjectEntry['versions'] {
  const servers = serversOf(languages);
  const keys = servers.map(({ key }) => key);
  const versions: Record<`${string}Version`, string> = {};
  for (const [key, version] of Object.entries(objectAt(value, where, keys))) {
    const server = servers.find(candidate => candidate.key === key);
    if (server === undefined) continue;
    if (typeof version !== 'string' || !(server.isVersion(version) || version === server.standard))
      throw new JsonFileError(
        `${where}.${key}: not a version of ${server.server}. Write it in quotes, such as ${server.examples}.`,
      );
    versions[versionSetting(server)] = version;
  }
  return versions;
}

function optionsAt(value: unknown, where: string, languages: readonly Language[]): ProjectEntry['options'] {
  const names = serversOf(languages).flatMap(server =>
    (server.options ?? []).map(option => optionSetting(server, option)),
  );
  const options: Record<string, string> = {};
  for (const [name, text] of Object.entries(objectAt(value, where, names))) {
    if (typeof text !== 'string') throw new JsonFileError(`${where}["${name}"]: write a text in quotes.`);
    options[name] = text;
  }
  return options;
}

function severitiesAt(value: unknown, where: string, rules: ReadonlySet<string>): ProjectEntry['severities'] {
  const severities: Record<string, RuleSeverity> = {};
  for (const [code, written] of Object.entries(objectAt(value, where, [...rules]))) {
    const severity = RULE_SEVERITIES.find(candidate => candidate === written);
    if (severity === undefined)
      throw new JsonFileError(`${where}["${code}"]: write one of ${RULE_SEVERITIES.join(', ')}.`);
    severities[code] = severity;
  }
  return severities;
}

/** Parts of a question about a message, as on the command line. A password is not repeated in the reason. */
function partsAt<Part>(
  value: unknown,
  where: string,
  { read, form }: QuestionText<Part>,
): readonly Part[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw new JsonFileError(`${where}: write a list, such as ["..."].`);
  return value.map((text, index) => {
    const part = typeof text === 'string' ? read(text) : undefined;
    if (part === undefined) throw new JsonFileError(`${where}[${index}]: write ${form}.`);
    return part;
  });
}

function languageAt(value: unknown, where: string, languages: readonly Language[]): string | undefined {
  if (value === undefined) return undefined;
  const ids = languages.map(({ id }) => id as string);
  if (typeof value !== 'string' || !ids.includes(value))
    throw new JsonFileError(`${where}: write one of ${ids.join(', ')}.`);
  return value;
}

/** What a project file says about one file. */
export function entryFor(project: ProjectFile, uri: string): Omit<ProjectEntry, 'matches'> {
  const folder = folderOf(project.uri);
  const path = isBelow(uri, folder)
    ? decodeURIComponent(uri.slice(folder.length).replace(/^\//, ''))
    : baseName(uri);
  const entries = project.entries.filter(({ matches }) => matches(path));
  return {
    language: entries.findLast(({ language }) => language !== undefined)?.language,
    versions: Object.assign({}, ...entries.map(({ versions }) => versions)),
    severities: Object.assign({}, ...entries.map(({ severities }) => severities)),
    options: Object.assign({}, ...entries.map(({ options }) => options)),
    question: {
      registrations: entries.findLast(({ question }) => question.registrations !== undefined)?.question
        .registrations,
      answers: entries.findLast(({ question }) => question.answers !== undefined)?.question.answers,
    },
  };
}

/** The settings of a user over those of a project file. */
export function withProjectFile(settings: Settings, project: ProjectFile, uri: string): Settings {
  const { versions, severities, options, question } = entryFor(project, uri);
  const { language } = settings;
  return {
    ...settings,
    question,
    language: {
      ...versions,
      ...language,
      severities: { ...severities, ...language.severities },
      options: { ...options, ...language.options },
    },
  };
}
