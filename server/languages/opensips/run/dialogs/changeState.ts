import { dummyMessage } from '../messages/dummy.ts';
import { newExecution, runTopRoute } from '../routes.ts';
import type { Server } from '../server.ts';
import { integerValue, textValue, type Value } from '../values/value.ts';
import { calleeLeg, DELETED, type Dialog, dialogName } from './dialogs.ts';

const event = 'E_DLG_STATE_CHANGED';

/** Moves a dialog to a state, and runs the event route of the script about it (raise_state_changed_event). */
export function changeState(server: Server, dialog: Dialog, state: number): void {
  const before = dialog.state;
  if (before === state) return;
  dialog.state = state;
  if (state === DELETED) dialog.profiles = [];
  const socket = dialog.legs[0]?.socket;
  if (socket === undefined || server.route('event', event) === undefined) return;
  const param = (name: string, value: Value): { readonly name: string; readonly value: Value } => ({
    name,
    value,
  });
  const eventParams = [
    param('id', textValue(dialogName(dialog))),
    param('db_id', textValue(String(dialog.id))),
    param('callid', textValue(dialog.callId)),
    param('from_tag', textValue(dialog.legs[0]?.tag ?? '')),
    param('to_tag', textValue(dialog.legs[calleeLeg(dialog)]?.tag ?? '')),
    param('old_state', integerValue(before)),
    param('new_state', integerValue(state)),
  ];
  server.clock.schedule(0.00001, () =>
    runTopRoute(
      newExecution(server, { kind: 'event', name: event, message: dummyMessage(socket), eventParams }),
    ),
  );
}
