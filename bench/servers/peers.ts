import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type MeasuredText, placeOf, type Subject } from './subject.ts';

/** Widely used language servers written in JavaScript, and the versions that are measured. */
const PACKAGES = {
  'vscode-langservers-extracted': '4.10.0',
  'dockerfile-language-server-nodejs': '0.15.0',
  'yaml-language-server': '2.0.0',
};

/** Peers answer as completely as we do: by default, they name the first 5,000 symbols of a document only. */
const NO_LIMIT = 1_000_000_000;

/** Peers with a document of theirs; installed into `folder` on the first run. */
export function peers(folder: string): readonly Subject[] {
  install(folder);
  const schemaFile = join(folder, 'phones.schema.json');
  writeFileSync(schemaFile, JSON.stringify(SCHEMA));
  const program = (path: string): readonly string[] => [join(folder, 'node_modules', path), '--stdio'];
  return [
    {
      name: 'json',
      isOurs: false,
      languageId: 'json',
      fileName: 'phones.json',
      command: program('vscode-langservers-extracted/bin/vscode-json-language-server'),
      settings: {
        json: {
          resultLimit: NO_LIMIT,
          validate: { enable: true },
          schemas: [{ fileMatch: ['*.json'], schema: SCHEMA }],
        },
      },
      textOf: jsonOf,
    },
    {
      name: 'dockerfile',
      isOurs: false,
      languageId: 'dockerfile',
      fileName: 'Dockerfile',
      command: program('dockerfile-language-server-nodejs/bin/docker-langserver'),
      settings: {},
      textOf: dockerfileOf,
    },
    {
      name: 'yaml',
      isOurs: false,
      languageId: 'yaml',
      fileName: 'phones.yaml',
      command: program('yaml-language-server/bin/yaml-language-server'),
      settings: {
        yaml: {
          maxItemsComputed: NO_LIMIT,
          validate: true,
          hover: true,
          completion: true,
          schemas: { [pathToFileURL(schemaFile).href]: '*.yaml' },
          schemaStore: { enable: false },
        },
      },
      textOf: yamlOf,
    },
  ];
}

function install(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const manifest = `${JSON.stringify({ private: true, dependencies: PACKAGES }, null, 2)}\n`;
  const file = join(folder, 'package.json');
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return;
  writeFileSync(file, manifest);
  console.log(`  installing ${Object.keys(PACKAGES).join(', ')} into ${folder}`);
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
    cwd: folder,
    stdio: 'inherit',
  });
}

const PHONE = {
  name: { type: 'string', description: 'The name of the phone.' },
  port: { type: 'number', description: 'The port of the phone.' },
  media: { enum: ['direct', 'relayed'], description: 'How media flows.' },
};

const SCHEMA = {
  type: 'array',
  items: { type: 'object', properties: PHONE, required: ['name'] },
};

function jsonOf(lineCount: number): MeasuredText {
  const lines = ['['];
  for (let phone = 0; lines.length < lineCount - 12; phone++) {
    lines.push(
      '  {',
      `    "name": "phone${phone}",`,
      `    "port": ${5060 + (phone % 1000)},`,
      '    "media": "direct",',
      '    "codecs": ["alaw", "ulaw"],',
      `    "mailbox": "${phone}@default",`,
      '    "context": "internal",',
      '    "qualify": true',
      '  },',
      '',
    );
  }
  lines.push('  {}', ']', '');
  const text = lines.join('\n');
  return {
    text,
    typed: { position: placeOf(text, /"port": /), character: 'x' },
    hover: placeOf(text, /"media/, -2),
    completion: placeOf(text, /"media": /),
  };
}

function dockerfileOf(lineCount: number): MeasuredText {
  const lines = ['FROM debian:stable'];
  for (let phone = 0; lines.length < lineCount; phone++) {
    lines.push(
      `# phone ${phone}`,
      `ENV PHONE_${phone}=phone${phone} \\`,
      `    PORT_${phone}=${5060 + (phone % 1000)}`,
      `RUN echo "phone ${phone}" >> /etc/phones \\`,
      '    && chmod 644 /etc/phones',
      `LABEL phone${phone}="internal"`,
      `COPY phone${phone} /srv/`,
      'WORKDIR /srv',
      `EXPOSE ${5060 + (phone % 1000)}`,
      '',
    );
  }
  const text = lines.join('\n');
  return {
    text,
    typed: { position: placeOf(text, /^WORKDIR/), character: 'X' },
    hover: placeOf(text, /^LABEL/, -2),
    completion: placeOf(text, /^EXP/),
  };
}

function yamlOf(lineCount: number): MeasuredText {
  const lines: string[] = [];
  for (let phone = 0; lines.length < lineCount; phone++) {
    lines.push(
      `- name: phone${phone}`,
      `  port: ${5060 + (phone % 1000)}`,
      '  media: direct',
      '  codecs: [alaw, ulaw]',
      `  mailbox: ${phone}@default`,
      '  context: internal',
      '  qualify: true',
      '  # end',
      '',
      '',
    );
  }
  const text = lines.join('\n');
  return {
    text,
    typed: { position: placeOf(text, /^ {2}port: /), character: 'x' },
    hover: placeOf(text, /^ {2}media/, -2),
    completion: placeOf(text, /^ {2}media: /),
  };
}
