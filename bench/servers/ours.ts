import { join } from 'node:path';
import { asteriskLog } from '../sources/asteriskLog.ts';
import { opensipsCfgOf } from '../sources/opensipsCfgOf.ts';
import { pjsipConfOf } from '../sources/pjsipConfOf.ts';
import { printedDefault } from '../sources/printedDefault.ts';
import { sipConfOf } from '../sources/sipConfOf.ts';
import { type MeasuredText, placeOf, type Subject } from './subject.ts';

/** Our server with a document of each language, of which our client tells it when it starts. */
export function ours(dist: string): readonly Subject[] {
  const subject = (
    name: string,
    languageId: string,
    textOf: (lineCount: number) => MeasuredText,
  ): Subject => ({
    name,
    isOurs: true,
    languageId,
    fileName: name === 'trace' ? 'large.sip.log' : name,
    command: [join(dist, 'server.js'), '--stdio'],
    initializationOptions: { languages: [languageId] },
    settings: {},
    textOf,
  });
  return [
    subject('sip.conf', 'sip-conf', lineCount => {
      const text = sipConfOf(lineCount, true);
      return measured(text, /^directmedia=no/, 'x', /^directmedia/, /^directmedia=/);
    }),
    subject('pjsip.conf', 'pjsip-conf', lineCount => {
      const text = pjsipConfOf(lineCount);
      return measured(text, /^auth_type=md5/, 'x', /^context/, /^auth_type=/);
    }),
    subject('opensips.cfg', 'opensips-cfg', lineCount => {
      const text = opensipsCfgOf(lineCount);
      return measured(text, /^\tif \(!t_relay/, 'x', /^\tif \(!t_relay/, /^\tif \(!t_/);
    }),
    subject('flexisip.conf', 'flexisip-conf', lineCount => {
      const text = printedDefault(lineCount);
      return measured(text, /^enabled=true/, 'x', /^enabled/, /^enabled=/);
    }),
    subject('trace', 'sip-trace', lineCount => {
      const text = firstLines(asteriskLog(lineCount * 60), lineCount);
      return measured(text, /^CSeq: \d+/, 'x', /^CSeq/, /^Via: SIP/);
    }),
  ];
}

function measured(
  text: string,
  typed: RegExp,
  character: string,
  hover: RegExp,
  completion: RegExp,
): MeasuredText {
  return {
    text,
    typed: { position: placeOf(text, typed), character },
    hover: placeOf(text, hover, -1),
    completion: placeOf(text, completion),
  };
}

function firstLines(text: string, count: number): string {
  return `${text.split('\n').slice(0, count).join('\n')}\n`;
}
