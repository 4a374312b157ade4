/**
 * What `npm run mutation` changes, and which tests must detect it. An area has the one to four files with its
 * logic, and their tests, which run in seconds: a mutant that no test detects runs all tests that reach it.
 *
 * To add files for one run: `npm run mutation -- --mutate server/sip/uri.ts --tests test/sip`. To add a file permanently: add
 * the file here, with the folder of its tests.
 * @typedef {{ readonly name: string, readonly mutate: readonly string[], readonly tests: readonly string[] }} Area
 */

/** @type {readonly Area[]} */
export const areas = [
  {
    name: 'parsers',
    mutate: [
      'server/languages/asterisk/config/readLine.ts',
      'server/languages/opensips/reading/lexer.ts',
      'server/languages/flexisip/reading/parser.ts',
      'server/sip/message.ts',
    ],
    tests: [
      'test/asterisk/blockComments.test.ts',
      'test/asterisk/configReader.test.ts',
      'test/flexisip/idleKeys.test.ts',
      'test/flexisip/oracle.test.ts',
      'test/flexisip/reader.test.ts',
      'test/flexisip/refusals.test.ts',
      'test/fuzz/flexisipParser.test.ts',
      'test/fuzz/sip-conf.test.ts',
      'test/opensips/lexer.test.ts',
      'test/opensips/parser.test.ts',
      'test/sip/message.test.ts',
      'test/sip/messageReader.test.ts',
    ],
  },
  {
    name: 'matching',
    mutate: [
      'server/languages/asterisk/sip-conf/matching/findDevice.ts',
      'server/languages/asterisk/sip-conf/matching/addressTable.ts',
    ],
    tests: [
      'test/asterisk/deviceSearch.test.ts',
      'test/asterisk/matchingLines.test.ts',
      'test/asterisk/matchingRules.test.ts',
      'test/oracle/asterisk-matching.test.ts',
    ],
  },
  {
    name: 'digest',
    mutate: ['server/sip/digest/digest.ts', 'server/sip/digest/verify.ts'],
    tests: ['test/digest'],
  },
  {
    name: 'flow',
    mutate: [
      'server/sip/transaction.ts',
      'server/sip/dialog/dialogState.ts',
      'server/sip/dialog/retransmissions.ts',
      'server/languages/trace/model/flow.ts',
    ],
    tests: [
      'test/sip/dialog.test.ts',
      'test/trace/acknowledgements.test.ts',
      'test/trace/explanations.test.ts',
      'test/trace/features.test.ts',
      'test/trace/flow.test.ts',
      'test/trace/peers.test.ts',
      'test/trace/rules.test.ts',
    ],
  },
  {
    name: 'redact',
    mutate: [
      'server/languages/trace/writing/redact/redactTrace.ts',
      'server/languages/trace/writing/redact/redactedLines.ts',
      'server/languages/trace/writing/redact/standIns.ts',
      'server/languages/trace/writing/redact/keptInHeader.ts',
    ],
    tests: [
      'test/trace/redact.test.ts',
      'test/trace/redactedBodies.test.ts',
      'test/trace/redactedHeaders.test.ts',
      'test/trace/redactedLogs.test.ts',
    ],
  },
  {
    name: 'documents',
    mutate: ['server/workspace/documents.ts', 'server/text/lines.ts'],
    tests: [
      'test/text/lines.test.ts',
      'test/workspace/documentChanges.test.ts',
      'test/workspace/documents.test.ts',
    ],
  },
  {
    name: 'report',
    mutate: ['server/languages/report.ts', 'server/rules/ignore.ts', 'server/cli/formats/*.ts'],
    tests: [
      'test/cli/check.test.ts',
      'test/cli/formats.test.ts',
      'test/cli/outward.test.ts',
      'test/cli/testFormats.test.ts',
      'test/languages/report.test.ts',
      'test/rules/habits.test.ts',
      'test/rules/ignore.test.ts',
    ],
  },
];
