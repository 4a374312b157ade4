import type { Release } from '../pjsip-conf/facts/facts.ts';
import type { Device, SipConf } from '../sip-conf/model/model.ts';
import type { UniqueName } from './devices/authentication.ts';
import type { Recognition } from './devices/recognition.ts';
import type { Ledger } from './ledger.ts';

/** One conversion in progress. */
export interface Course {
  readonly model: SipConf;
  /** The release that the result is written for. */
  readonly release: Release;
  readonly ledger: Ledger;
  /** The devices that chan_sip loads, in the order of their last sections. */
  readonly devices: readonly Device[];
  readonly recognitions: ReadonlyMap<string, Recognition>;
  /** Names of the auth objects of [authentication], which answer challenges everywhere. */
  readonly commonAuths: readonly string[];
  readonly unique: UniqueName;
  /** `anonymous` means unknown callers in chan_pjsip, so a device with this name gets another one. */
  readonly endpointName: (device: Device) => string;
}
