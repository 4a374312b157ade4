import type { SipMessage } from '../../../../../sip/message.ts';
import { type SdpFacts, sdpFactsSummary } from '../../../../../sip/sdpFacts.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { Setting } from '../../../config/entry.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { answerFacts } from './answerFacts.ts';
import { type MediaDialog, newMediaDialog } from './mediaDialog.ts';
import { mediaSettings } from './mediaSettings.ts';
import { processOffer } from './processOffer.ts';
import { sdpLines } from './sdpLines.ts';

/** What the server decides about the session description of an INVITE. */
export interface OfferDecision {
  /** `none`: there is no description, and the server offers its own later. */
  readonly kind: 'none' | 'accepted' | 'refused';
  readonly detail: string;
  readonly lines: readonly (Setting | undefined)[];
  /** The description in the 200 if the dialplan answers; null for a refusal. */
  readonly answer: SdpFacts | null;
  /** The media state of the call. */
  readonly dialog: MediaDialog;
}

/** The part of handle_request_invite that reads the body. `device` undefined: a guest. `before`: the same call, if established. */
export function judgeOffer(
  message: SipMessage,
  device: Device | undefined,
  model: SipConf,
  before?: MediaDialog,
): OfferDecision {
  const dialog = before ?? openMedia(device, model);
  const { settings } = dialog;
  const lines = sdpLines(message);
  if (lines === undefined) {
    dialog.offered = [];
    dialog.jointCodecs = settings.codecs;
    if (dialog.isEstablished) dialog.hold = undefined;
    const answer = answerFacts(dialog);
    const type =
      message.body.text.trim() === ''
        ? ''
        : ' The body is not read, because its Content-Type or Content-Length does not indicate a session description.';
    return {
      kind: 'none',
      detail: `The message has no session description; the server will offer its own codecs.${type} Its offer: ${sdpFactsSummary(answer) || 'nothing'}.`,
      lines: settings.codecLines,
      answer,
      dialog,
    };
  }
  const verdict = processOffer(dialog, lines);
  if (verdict.kind === 'refused')
    return { kind: 'refused', detail: verdict.detail, lines: verdict.lines, answer: null, dialog };
  const answer = answerFacts(dialog);
  const detail =
    verdict.kind === 'unchanged'
      ? 'The version in o= is not higher than in the last description, so the server does not read this one (ignoresdpversion=no).'
      : `The offer is accepted.`;
  return {
    kind: 'accepted',
    detail: `${detail} Answer: ${sdpFactsSummary(answer) || 'nothing'}.`,
    lines: [...settings.codecLines, ...decidingLines(dialog)],
    answer,
    dialog,
  };
}

/** Lines that affect the answer, besides the codecs. */
function decidingLines({ settings }: MediaDialog): readonly (Setting | undefined)[] {
  return [
    settings.encryption,
    settings.dtls,
    settings.avpf,
    settings.forceAvp,
    settings.ice,
    settings.rtcpMux,
    settings.preferredOnly,
  ].map(({ line }) => line);
}

function openMedia(device: Device | undefined, model: SipConf): MediaDialog {
  const dialog = newMediaDialog(mediaSettings(device, model), {
    hasDtls: isAtLeast(model.branch, '11'),
    keysAreEnough: isAtLeast(model.branch, '16'),
    knowsKeys: isAtLeast(model.branch, '1.8'),
    secondStream: isAtLeast(model.branch, '11') ? 'declined' : model.branch === '1.8' ? 'refused' : 'taken',
  });
  // Only check_peer_ok sets what a call without an offer gets: a guest is not offered telephone events.
  if (device === undefined) dialog.sendsEvents = false;
  return dialog;
}
