/** A sip.conf option that has no counterpart in pjsip.conf. */
export interface WithoutCounterpart {
  /** What changes, as the title of a difference. */
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  /** chan_pjsip does it anyway: nothing changes. */
  readonly isDone?: true;
}

/** What the dialplan has to set instead. */
export const channelVariable = (what: string, name: string): WithoutCounterpart => ({
  what,
  why: `chan_pjsip has no option for it.`,
  todo: `Set CHANNEL(${name}) at the start of the endpoint's context.`,
});

export const jitterBuffer: WithoutCounterpart = {
  what: 'There is no jitter buffer.',
  why: 'chan_pjsip has no built-in jitter buffer.',
  todo: 'Set JITTERBUFFER(adaptive)=default in the dialplan where a call needs one.',
};

export const realtime: WithoutCounterpart = {
  what: 'Devices in a database are not converted.',
  why: 'chan_pjsip reads its objects from a database through sorcery.conf.',
  todo: 'Configure sorcery.conf and extconfig.conf, and move the tables.',
};

export const completion: WithoutCounterpart = {
  what: 'Call completion is not offered.',
  why: 'chan_pjsip has no call completion.',
  todo: 'Implement it in the dialplan, or do without it.',
};

/** Nothing changes, and why. */
export const done = (why: string): WithoutCounterpart => ({ what: '', why, todo: '', isDone: true });

export const directAccess: WithoutCounterpart = {
  what: 'Direct media is not limited to networks.',
  why: 'chan_pjsip allows or forbids direct media for a whole endpoint.',
  todo: 'Set direct_media=no for endpoints that must not send media to each other.',
};
