import type { Execution } from '../../server.ts';
import { advertised, endpointText } from '../../sockets.ts';
import type { ModuleModel } from '../model.ts';

export const path: ModuleModel = {
  name: 'path',
  functions: {
    add_path: (x, args) => addPath(x, args.text(0), false),
    add_path_received: (x, args) => addPath(x, args.text(0), true),
    prepend_path: (x, args) => addPath(x, args.text(0), false),
    prepend_path_received: (x, args) => addPath(x, args.text(0), true),
  },
};

function addPath(x: Execution, user: string | undefined, hasReceived: boolean): number {
  const { message, server } = x;
  const { socket, source } = message.reception;
  const place = endpointText(advertised(server, socket, message)).replace(/:5060$/, '');
  const received = hasReceived ? `;received=sip:${source.address}:${source.port}` : '';
  const at = message.first('path')?.start ?? message.headersEnd;
  const name = user === undefined ? '' : `${user}@`;
  message.edit({ at, remove: 0, insert: `Path: <sip:${name}${place};lr${received}>\r\n` });
  return 1;
}
