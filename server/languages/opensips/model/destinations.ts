import type { Uses } from '../syntax/uses.ts';

/** Functions that neither change the destination nor the request in a way that makes a second try useful. */
const keeps =
  /^(?:xlog|xdbg|log|exit|drop|return|t_relay|t_on_\w+|t_was_cancelled|t_check_status|t_any_\w+|t_local_replied|t_reply|send_reply|sl_send_reply|setflag|resetflag|isflagset|setbflag|resetbflag|isbflagset|do_accounting|drop_accounting|acc_\w+|is_method|has_totag|has_body|is_present_hf|append_hf|remove_hf|rtpproxy_\w+|rtpengine_\w+|is_avp_set|record_route)$/;

/** Whether statements may give the request a new destination; unknown functions may. */
export function maySetDestination({ calls, assignments, includes }: Uses): boolean {
  if (includes.length > 0) return true;
  if (
    calls.some(
      ({ call }) => !keeps.test(call.name.text) || (call.name.text === 't_relay' && hasProxy(call.args)),
    )
  )
    return true;
  return assignments.some(({ assignment }) =>
    /^\$\(?(?:r[uUdp]|ruri|d[u]|duri|dd|dp|branch|msg\.branch)/.test(assignment.target.text),
  );
}

/** The outbound proxy: the last argument, an address. */
function hasProxy(args: readonly { readonly token?: { readonly text: string } }[]): boolean {
  return args.some(({ token }) => token !== undefined && /[:$]/.test(token.text));
}
