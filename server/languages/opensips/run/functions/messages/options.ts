import type { ModuleModel } from '../model.ts';
import { signalingReply } from '../transactions/signaling.ts';

const headers = [
  ['Accept', 'accept', '*/*'],
  ['Accept-Encoding', 'accept_encoding', ''],
  ['Accept-Language', 'accept_language', 'en'],
  ['Supported', 'support', ''],
] as const;

export const options: ModuleModel = {
  name: 'options',
  functions: {
    options_reply: x => {
      const { message, server } = x;
      if (message.method !== 'OPTIONS' || message.parsedUri === undefined || message.parsedUri.user)
        return -1;
      for (const [name, parameter, otherwise] of headers) {
        const value = server.parameter('options', parameter) ?? otherwise;
        if (value !== '') message.replyHeaders.push(`${name}: ${value}\r\n`);
      }
      return signalingReply(x, 200, 'OK') < 0 ? -1 : 0;
    },
  },
};
