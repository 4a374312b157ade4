// The schema of *.siptest.json, by which editors complete and check test files. `npm run docs` writes it; a test compares.

/** @param {string} description @param {readonly string[]} examples */
const text = (description, examples) => ({ type: 'string', minLength: 1, description, examples });

/** One text or a list of them. @param {string} description @param {readonly string[]} examples */
const texts = (description, examples) => ({
  description,
  oneOf: [
    { type: 'string', examples },
    { type: 'array', items: { type: 'string', examples } },
  ],
});

/** @param {readonly { readonly choices: readonly { readonly value: string }[] }[]} servers */
export function testSchema(servers) {
  const versions = [...new Set(servers.flatMap(({ choices }) => choices.map(({ value }) => value)))].filter(
    value => value !== 'auto',
  );
  const config = text(
    'Path of the configuration from this folder. By default the file of the same name, or the only one next to this file.',
    ['sip.conf', 'pjsip.conf', 'opensips.cfg', 'flexisip.conf'],
  );
  const version = text('Version of the server.', versions);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'SIP Workbench tests',
    description: 'Messages, and what a server with a configuration should do with them.',
    type: 'object',
    required: ['tests'],
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      config,
      version,
      tests: { type: 'array', items: { $ref: '#/definitions/test' } },
    },
    definitions: {
      test: {
        type: 'object',
        required: ['name', 'expect'],
        oneOf: [{ required: ['messages'] }, { required: ['device'] }],
        additionalProperties: false,
        properties: {
          name: text('What should happen, in a few words.', ['A call to an unknown user gets 404']),
          config,
          version,
          messages: {
            description: 'The messages in the order in which they arrive.',
            oneOf: [
              { $ref: '#/definitions/file' },
              { type: 'array', items: { $ref: '#/definitions/message' } },
            ],
          },
          device: text('Instead of messages: a call from this device of an Asterisk configuration.', [
            'alice',
          ]),
          source: texts(
            'Where each message comes from; the last one applies to the rest. By default, from the topmost Via.',
            ['192.0.2.9:5060'],
          ),
          destination: texts('Address of the server that received each message.', ['192.0.2.1:5060']),
          transport: texts('udp, tcp, tls, ws or wss for each message.', ['udp', 'tcp', 'tls', 'ws', 'wss']),
          registrations: texts('Devices that have registered, in this order.', ['alice=192.0.2.9:5060']),
          contacts: texts('Contacts that the server has stored.', [
            'bob@example.org=sip:bob@192.0.2.20:5060',
          ]),
          answers: texts('How the client answers a challenge: user name and password.', ['alice:password']),
          hosts: texts('Addresses of host names, which are never looked up.', [
            'trunk.example.com=192.0.2.1',
          ]),
          tables: texts('Files with database tables of the same name.', ['subscriber.csv']),
          assume: texts('Answers to questions that the files leave open, by line.', ['42=yes']),
          replies: texts('What a next hop replies, in this order; none or timeout if it does not.', [
            '192.0.2.20:5060=180,486',
          ]),
          time: text('When the first message arrives.', ['2026-01-31T14:30:00Z']),
          expect: {
            description: 'What the last message should lead to, or a list with one item for each request.',
            oneOf: [
              { $ref: '#/definitions/expectation' },
              { type: 'array', items: { $ref: '#/definitions/expectation' } },
            ],
          },
        },
      },
      file: text('The path of a file with the message from this folder, or the message itself.', [
        'invite.sip',
      ]),
      message: {
        oneOf: [
          { $ref: '#/definitions/file' },
          { type: 'array', description: 'The lines of the message.', items: { type: 'string' } },
          {
            type: 'object',
            description: 'A request in a few words; it gets all the headers that it needs.',
            required: ['request', 'from'],
            additionalProperties: false,
            properties: {
              request: text('Method and URI.', ['INVITE sip:bob@example.org']),
              from: text('The caller.', ['sip:alice@example.org']),
              to: text('The called party; by default the URI of the request.', ['sip:bob@example.org']),
              headers: {
                type: 'object',
                description: 'More headers, or others in place of those of the same name.',
                additionalProperties: {
                  oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
                },
              },
              body: { type: 'string' },
            },
          },
        ],
      },
      lines: {
        oneOf: [{ $ref: '#/definitions/line' }, { type: 'array', items: { $ref: '#/definitions/line' } }],
      },
      line: {
        oneOf: [
          { type: 'integer', minimum: 1 },
          { type: 'string', minLength: 1 },
        ],
      },
      expectation: {
        type: 'object',
        description:
          'Fields of the JSON of `sip-workbench explain`; fields that are not listed are not compared.',
        minProperties: 1,
        properties: {
          outcome: { type: 'string', description: 'Such as accepted, challenged, refused or forwarded.' },
          certain: { type: 'boolean', description: 'False if a question is open.' },
          matched: { type: ['string', 'null'], description: 'The device, endpoint or account.' },
          by: { type: ['string', 'null'], description: 'How it was found.' },
          firstCode: { type: ['integer', 'null'], description: 'The first reply.' },
          finalCode: { type: ['integer', 'null'], description: 'The final reply.' },
          codes: { type: 'array', items: { type: 'integer' }, description: 'All replies.' },
          context: { type: ['string', 'null'] },
          exten: { type: ['string', 'null'] },
          replies: { type: 'array', items: { type: 'object' }, description: 'opensips.cfg: all replies.' },
          forwarded: {
            type: 'array',
            items: { type: 'object' },
            description: 'opensips.cfg: all requests that were forwarded.',
          },
          routes: {
            type: 'array',
            items: { type: 'string' },
            description: 'opensips.cfg: all routes that ran.',
          },
          reached: {
            $ref: '#/definitions/lines',
            description: 'Lines of the configuration that take part: numbers, or texts that are in them.',
          },
          notReached: { $ref: '#/definitions/lines', description: 'Lines that do not take part.' },
        },
      },
    },
  };
}
