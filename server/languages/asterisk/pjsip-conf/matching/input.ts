import type { ConfigurationLine } from '../../../../sip/explanation.ts';
import type { SipMessage } from '../../../../sip/message.ts';
import type { PacketSource } from '../../../../sip/packetSource.ts';
import { newTrail, type Trail } from '../../../explanationTrail.ts';
import type { LinePlace, Setting } from '../../config/entry.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import type { KnownCall } from './dialog/knownCall.ts';

/** One message and what is known about its circumstances. */
export interface RequestInput {
  readonly message: SipMessage;
  readonly source: PacketSource;
  /** The client's answers to challenges, in order. */
  readonly answers: readonly PasswordAnswer[];
  /** The nonce of a challenge that the message itself answers. */
  readonly nonce?: string | undefined;
  /** Contact URIs that are registered, by address of record. */
  readonly contacts: ReadonlyMap<string, readonly string[]>;
  /** Calls and subscriptions that earlier messages opened. */
  readonly calls?: readonly KnownCall[] | undefined;
}

export interface PasswordAnswer {
  readonly username: string;
  readonly password: string;
  /** Picks one of the challenges; when absent, the first one with MD5, SHA-256 or SHA-512-256. */
  readonly algorithm?: string;
  /** Uses the algorithm even if it is not offered. */
  readonly isForced?: boolean;
  /** A realm instead of the one in the challenge. */
  readonly realm?: string;
}

export type PjsipTrail = Trail<PjsipBecause>;

/** What decided a step: lines or the header of an object, lines of files next to pjsip.conf. */
export interface PjsipBecause {
  readonly lines?: readonly (LinePlace | undefined)[];
  readonly object?: PjsipObject | undefined;
  readonly beside?: readonly ConfigurationLine[];
}

export function newPjsipTrail(model: PjsipConf): PjsipTrail {
  return newTrail(({ lines = [], object, beside = [] }) => {
    const places = [...(object === undefined ? [] : [{ place: object.entry.place, line: 0 }]), ...lines];
    const found: ConfigurationLine[] = [];
    for (const place of places) {
      if (place === undefined) continue;
      const line = { file: place.place.file, line: model.lineOf(place) };
      if (!found.some(other => other.file === line.file && other.line === line.line)) found.push(line);
    }
    return [...found, ...beside];
  });
}

/** The last line of an option of an object. */
export function settingOf(object: PjsipObject, key: string): Setting | undefined {
  return object.settings.findLast(({ option }) => option.key === key);
}

/** The value of an option in force, or the default without a line. */
export function optionOf(object: PjsipObject, key: string, otherwise: string): string {
  return settingOf(object, key)?.value ?? otherwise;
}
