// The schema of sip-workbench.json, by which editors complete and check it. `npm run docs` writes it; a test compares.

import { severities } from './manifest.mjs';

/**
 * @param {readonly { readonly code: string }[]} rules
 * @param {readonly string[]} languages ids
 * @param {readonly { readonly key: string; readonly server: string; readonly choices: readonly { readonly value: string }[]; readonly options?: readonly { readonly name: string; readonly description: string; readonly example: string }[] }[]} servers
 */
export function projectSchema(rules, languages, servers) {
  const versions = {
    type: 'object',
    description: 'The version of each server that reads the files.',
    additionalProperties: false,
    properties: Object.fromEntries(
      servers.map(({ key, server, choices }) => [
        key,
        {
          type: 'string',
          description: `Version of ${server}.`,
          examples: choices.map(({ value }) => value),
        },
      ]),
    ),
  };
  const options = {
    type: 'object',
    description: 'What the files do not tell about an installation.',
    additionalProperties: false,
    properties: Object.fromEntries(
      servers.flatMap(({ key, options = [] }) =>
        options.map(({ name, description, example }) => [
          `${key}.${name}`,
          { type: 'string', description: description.replaceAll('`', '"'), examples: [example] },
        ]),
      ),
    ),
  };
  const set = {
    type: 'object',
    description: 'The severity of each rule; "off" switches a rule off.',
    propertyNames: { enum: rules.map(({ code }) => code) },
    additionalProperties: { enum: severities },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'SIP Workbench project',
    description: 'Settings for the files in this folder and below, read by editors and the command line.',
    type: 'object',
    additionalProperties: false,
    definitions: {
      versions,
      options,
      rules: set,
      registrations: {
        type: 'array',
        description: 'Active registrations for explanations that name none, in order: NAME=IP:PORT.',
        items: { type: 'string', pattern: '^.+=.+:\\d+(/\\w+)?$' },
      },
      answers: {
        type: 'array',
        description: 'Answers of the client to challenges, for explanations that name none: USER:PASSWORD.',
        items: { type: 'string', pattern: '^[^:]*:' },
      },
    },
    properties: {
      $schema: { type: 'string' },
      versions: { $ref: '#/definitions/versions' },
      options: { $ref: '#/definitions/options' },
      rules: { $ref: '#/definitions/rules' },
      registrations: { $ref: '#/definitions/registrations' },
      answers: { $ref: '#/definitions/answers' },
      files: {
        type: 'object',
        description:
          'Settings for some of the files, by pattern, such as "old/**" or "*.cfg.j2"; later patterns override earlier ones.',
        additionalProperties: {
          type: 'object',
          additionalProperties: false,
          properties: {
            language: {
              enum: languages,
              description:
                'The language of these files on the command line; in VS Code, set files.associations.',
            },
            versions: { $ref: '#/definitions/versions' },
            options: { $ref: '#/definitions/options' },
            rules: { $ref: '#/definitions/rules' },
            registrations: { $ref: '#/definitions/registrations' },
            answers: { $ref: '#/definitions/answers' },
          },
        },
      },
    },
  };
}
