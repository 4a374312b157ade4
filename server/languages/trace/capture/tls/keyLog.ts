/** The secrets of TLS connections by the label of their line and the random of the ClientHello, both as in the key log. */
export type TlsSecrets = Map<string, Uint8Array>;

/** Adds the lines of a key log (`SSLKEYLOGFILE`, RFC 9850): label, random of the client, secret. */
export function addKeyLog(secrets: TlsSecrets, text: string): void {
  for (const line of text.split(/\r?\n/)) {
    const found = /^([A-Z_0-9]+) ([0-9a-f]{64}) ((?:[0-9a-f]{2})+)\s*$/i.exec(line);
    if (found === null) continue;
    const [, label = '', random = '', secret = ''] = found;
    secrets.set(keyOf(label, random), fromHex(secret));
  }
}

export function secretOf(secrets: TlsSecrets, label: string, clientRandom: string): Uint8Array | undefined {
  return secrets.get(keyOf(label, clientRandom));
}

function keyOf(label: string, random: string): string {
  return `${label} ${random.toLowerCase()}`;
}

export function toHex(data: Uint8Array): string {
  return Array.from(data, byte => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_none, at) =>
    Number.parseInt(text.slice(2 * at, 2 * at + 2), 16),
  );
}
