import { hostAndPort, type LogFormat, logContext } from './format.ts';

/** Kamailio's sipdump module: a block of `name: value` lines between `====` and `~~~~`, then the message, then `||||`. */
export const kamailio: LogFormat = {
  name: 'Kamailio sipdump',
  reach: 16,
  announces(line) {
    return /^={20}\s*$/.test(line) ? {} : undefined;
  },
  adds(line, context) {
    const found =
      /^(tag|pid|process|time|date|proto|srcip|srcport|dstip|dstport|flags|mode): ?(.*?)\s*$/.exec(line);
    if (found === null) return /^~{20}\s*$/.test(line) ? context : undefined;
    const value = found[2] ?? '';
    switch (found[1]) {
      case 'tag':
        return { ...context, direction: value === 'snd' ? 'sent' : 'received' };
      case 'time':
        return { ...context, time: value };
      case 'proto':
        return { ...context, ...logContext({ transport: /^[a-z]+/i.exec(value)?.[0] }) };
      case 'srcip':
        return { ...context, source: hostAndPort(value, undefined) };
      case 'srcport':
        return { ...context, source: `${context.source ?? ''}:${value}` };
      case 'dstip':
        return { ...context, destination: hostAndPort(value, undefined) };
      case 'dstport':
        return { ...context, destination: `${context.destination ?? ''}:${value}` };
      default:
        return context;
    }
  },
};
