import { message } from '../../../../../rules/rule.ts';
import { lastValue } from '../../model/object.ts';
import { atName, type ObjectRule } from '../rule.ts';

export const externalAddressWithoutLocalNet: ObjectRule = {
  code: 'pjsip-conf/external-address-without-local-net',
  severity: 'warning',
  family: 'network',
  title: 'External address without local networks',
  why: 'With `external_signaling_address` or `external_media_address`, Asterisk uses that address in requests to all peers outside the local networks. Only `local_net` defines the local networks: without it, every peer is outside, and phones on your own network are told to send to the router.',
  fix: 'Add `local_net` for each of your own networks.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\nexternal_media_address=203.0.113.5\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\nexternal_media_address=203.0.113.5\nlocal_net=192.168.0.0/16\n',
  types: ['transport'],
  on: 'object',
  *check(object) {
    const settings = object.settings;
    if (object.loss !== undefined || (lastValue(settings, 'local_net') ?? '') !== '') return;
    const setting = settings.find(
      ({ option, value }) => /^external_(signaling|media)_address$/.test(option.key) && value !== '',
    );
    if (setting === undefined) return;
    yield {
      ...atName(setting),
      message: message(
        'No local_net defines the local networks.',
        'Phones on your own network get the external address too.',
        'Add local_net= with your networks.',
      ),
    };
  },
};
