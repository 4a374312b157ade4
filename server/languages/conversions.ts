/** The door through which the frame reaches the conversion of sip.conf to pjsip.conf. */
export { type AskedMessage, compareDrivers } from './asterisk/conversion/comparison/compare.ts';
export { loadConverted } from './asterisk/conversion/comparison/loadConverted.ts';
export { madeMessages } from './asterisk/conversion/comparison/messages.ts';
export { convertToPjsip } from './asterisk/conversion/convert.ts';
export { conversionMarkdown, conversionText } from './asterisk/conversion/report.ts';
export { sipConf } from './asterisk/sip-conf/index.ts';
export { SipConf } from './asterisk/sip-conf/model/model.ts';
