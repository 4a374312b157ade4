import { message } from '../../../../rules/rule.ts';
import { parseUriText } from '../../../../sip/uri.ts';
import { words } from '../../facts/values.ts';
import { effective, type FlexisipModel, isKnown, isModuleOn } from '../../model/model.ts';
import { ownershipOf } from '../../model/ownUris.ts';
import { type FileRule, inValue } from '../rule.ts';

export const routeToItself: FileRule = {
  code: 'flexisip-conf/route-to-itself',
  severity: 'warning',
  family: 'settings',
  title: 'Next hop that is this server itself',
  why: 'A URI leads to this server if its host is an alias or the host of a transport, with the port of that transport; `maddr` counts instead of the host (`Agent::isUs`). A Route to the server itself is removed and has no effect. If the request is then for the server itself, the reply is `482 Loop Detected`; before 2.4.2, the request is dropped.',
  fix: 'Write the address of the other machine.',
  bad: '[global]\ntransports=sip:203.0.113.5:5060\n[module::Router]\nfallback-route=sip:203.0.113.5:5060\n',
  good: '[global]\ntransports=sip:203.0.113.5:5060\n[module::Router]\nfallback-route=sip:203.0.113.6:5060\n',
  on: 'file',
  *check(model) {
    for (const { section, key, effect } of places) {
      if (!isKnown(model, section, key) || !isModuleOn(model, section)) continue;
      const { value, setting } = effective(model, section, key);
      if (setting === undefined) continue;
      for (const { text, start } of uris(value, model)) {
        const uri = text.replace(/^<|>.*$/g, '');
        if (ownershipOf(model, parseUriText(uri)) !== 'own') continue;
        yield {
          ...inValue(setting, start, start + text.length),
          message: message(
            `${uri} is this server itself.`,
            effect,
            'Write the address of the other machine.',
          ),
        };
      }
    }
  },
};

interface Place {
  readonly section: string;
  readonly key: string;
  readonly effect: string;
}

const REMOVED = 'The Route is removed again, and the request is sent to its Request-URI.';

const places: readonly Place[] = [
  {
    section: 'module::Router',
    key: 'fallback-route',
    effect: 'The fallback call comes back here and is refused as a loop.',
  },
  { section: 'module::Forward', key: 'route', effect: REMOVED },
  { section: 'module::LoadBalancer', key: 'routes', effect: REMOVED },
  {
    section: 'module::GatewayAdapter',
    key: 'gateway',
    effect: 'Calls to the gateway come back here and are refused as a loop.',
  },
  {
    section: 'module::Redirect',
    key: 'contact',
    effect: 'Clients that follow the reply send the request here again, and get the same reply.',
  },
  { section: 'module::B2bua', key: 'b2bua-server', effect: REMOVED },
  { section: 'module::Presence', key: 'presence-server', effect: REMOVED },
  { section: 'module::RegEvent', key: 'regevent-server', effect: REMOVED },
];

/** The words of a value that contain a URI; a Contact or Route may start with a display name, which is ignored. */
function uris(
  value: string,
  model: FlexisipModel,
): readonly { readonly text: string; readonly start: number }[] {
  return words(value.replace(/\r$/, ''), model.version).filter(({ text }) => /^<?sips?:/i.test(text));
}
