import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Texts that leave the program and come back by strangers' hands: nobody else can read, make or change one. */
export interface Sealer {
  /** In letters, digits, `-` and `_`; the same for the same text. */
  seal(text: string): string;
  /** @returns undefined for what was not sealed with this key for this purpose */
  open(sealed: string): string | undefined;
}

/**
 * @param secret of the program; whoever has it can seal
 * @param purpose what is sealed for one is nothing to another
 */
export function createSealer(secret: string, purpose: string): Sealer {
  const keys = Buffer.from(hkdfSync('sha256', secret, '', purpose, 2 * KEY_BYTES));
  const cipherKey = keys.subarray(0, KEY_BYTES);
  const nonceKey = keys.subarray(KEY_BYTES);
  // Of the text, so that two texts never share one.
  const nonceOf = (text: string) => createHmac('sha256', nonceKey).update(text).digest().subarray(0, NONCE_BYTES);

  return {
    seal(text) {
      const nonce = nonceOf(text);
      const cipher = createCipheriv(CIPHER, cipherKey, nonce, { authTagLength: TAG_BYTES });
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      // Else one text could be written in several ways, and be used as often.
      if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== sealed) return undefined;
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const cipher = createDecipheriv(CIPHER, cipherKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        return Buffer.concat([cipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()]).toString();
      } catch {
        return undefined;
      }
    },
  };
}
