import type { Converter } from '../../conversion.ts';
import type { SipConf } from '../sip-conf/model/model.ts';
import { compareDrivers } from './comparison/compare.ts';
import { loadConverted } from './comparison/loadConverted.ts';
import { madeMessages } from './comparison/messages.ts';
import { convertToPjsip } from './convert.ts';
import { conversionMarkdown, conversionText } from './report.ts';

/** A sip.conf as a pjsip.conf. */
export const toPjsip: Converter<SipConf> = {
  target: 'pjsip',
  convert: convertToPjsip,
  messagesFor: madeMessages,
  compare: (model, conversion, messages) => compareDrivers(model, loadConverted(conversion, model), messages),
  report: (conversion, comparison, name, format) =>
    format === 'text'
      ? conversionText(conversion, comparison, name)
      : conversionMarkdown(conversion, comparison, name),
};
