/** Schemes of the documents that have no file; `documents.ts` gives their texts. */
export const CAPTURE_SCHEME = 'sip-capture';
export const REPORT_SCHEME = 'sip-workbench-report';
export const RULE_SCHEME = 'sip-rule';
