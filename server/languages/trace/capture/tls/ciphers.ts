/** The ciphers of TLS that both encrypt and authenticate, by their names in OpenSSL. */
export type AeadName = 'aes-128-gcm' | 'aes-256-gcm' | 'aes-128-ccm' | 'aes-256-ccm' | 'chacha20-poly1305';

/** Block ciphers in CBC mode, by their names in OpenSSL. */
export type CbcName =
  | 'aes-128-cbc'
  | 'aes-256-cbc'
  | 'camellia-128-cbc'
  | 'camellia-256-cbc'
  | 'des-ede3-cbc';

export interface Ciphers {
  /** Decrypts a text that ends with its tag of `tagLength` bytes. Undefined if the key does not fit. */
  open(
    cipher: { readonly name: AeadName; readonly tagLength: number },
    key: Uint8Array,
    nonce: Uint8Array,
    header: Uint8Array,
    sealed: Uint8Array,
  ): Uint8Array | undefined;
  /** Decrypts whole blocks and keeps their padding. Undefined if the platform does not know the cipher. */
  decryptBlocks(name: CbcName, key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Uint8Array | undefined;
}

/** Made by the platform's cryptography; undefined in a browser, where it only works asynchronously. */
export function platformCiphers(): Ciphers | undefined {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (crypto === undefined) return undefined;
  return {
    open({ name, tagLength }, key, nonce, header, sealed) {
      if (sealed.length < tagLength) return undefined;
      try {
        // All names have the same interface; the types of Node distinguish them.
        const decipher = crypto.createDecipheriv(name as 'aes-128-ccm', key, nonce, {
          authTagLength: tagLength,
        });
        decipher.setAuthTag(sealed.subarray(-tagLength));
        decipher.setAAD(header, { plaintextLength: sealed.length - tagLength });
        const clear = decipher.update(sealed.subarray(0, -tagLength));
        decipher.final();
        return clear;
      } catch {
        return undefined;
      }
    },
    decryptBlocks(name, key, iv, blocks) {
      try {
        const decipher = crypto.createDecipheriv(name, key, iv).setAutoPadding(false);
        const clear = decipher.update(blocks);
        decipher.final();
        return clear;
      } catch {
        return undefined;
      }
    },
  };
}
