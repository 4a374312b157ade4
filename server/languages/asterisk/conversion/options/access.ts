import { deviceAccess } from '../../sip-conf/model/deviceState.ts';
import { allOf, generalLine, type OptionView } from '../view.ts';
import type { Wanted } from '../wanted.ts';

/** Who may use the endpoint: permit, deny and named lists, in their order. */
export function accessOptions(view: OptionView): Wanted[] {
  return allOf(view.own, ['permit', 'deny', 'acl'], view.model)
    .filter(({ value }) => value !== '')
    .map(line => ({ name: line.option.key, value: line.value, from: [line] }));
}

/**
 * The same for an endpoint that is found by a header or the Request-URI: callers from anywhere could write those, so the
 * endpoint is restricted to its one address.
 */
export function tiedAccessOptions(view: OptionView, address: string): Wanted[] {
  const own = accessOptions(view);
  const lines = own.filter(({ name }) => name !== 'acl').flatMap(({ from }) => from);
  const { device, model } = view;
  const isAdmitted = device === undefined || deviceAccess(device, address, model).isAllowed;
  const isV6 = address.includes(':');
  const everybody = isV6 ? '::/0' : '0.0.0.0/0';
  const denied: Wanted = { name: 'deny', value: everybody, from: lines };
  const permitted: Wanted = { name: 'permit', value: `${address}/${isV6 ? 128 : 32}`, from: [] };
  // A list without an address of the other family allows that whole family.
  const other: Wanted = { name: 'deny', value: isV6 ? '0.0.0.0/0' : '::/0', from: [] };
  const named = own.filter(({ name }) => name === 'acl');
  return [denied, other, ...(isAdmitted ? [permitted] : []), ...named];
}

/** The addresses that a Contact may contain. chan_sip checks only the Contact of a REGISTER. */
export function contactAccessOptions(view: OptionView): Wanted[] {
  const names = ['contactpermit', 'contactdeny', 'contactacl'];
  const own = allOf(view.own, names, view.model);
  const hasCommon = names.some(name => generalLine(view.model, name) !== undefined);
  const lines = own.length > 0 || !hasCommon ? own : allOf(view.model.general.settings, names, view.model);
  return lines
    .filter(({ value }) => value !== '')
    .map(line => ({ name: line.option.key.replace('contact', 'contact_'), value: line.value, from: [line] }));
}
