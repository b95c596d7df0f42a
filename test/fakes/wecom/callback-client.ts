import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

const KEY_BYTES = 32;

/** How a bot is reached that has a callback URL instead of a long connection. */
export interface CallbackTarget {
  readonly url: string;
  readonly token: string;
  /** 43 characters. */
  readonly aesKey: string;
  readonly receiveId: string;
}

/** What a test may get wrong on purpose. */
export interface Mistakes {
  readonly signature?: string;
  readonly receiveId?: string;
  readonly timestamp?: number;
  readonly nonce?: string;
}

export interface CallbackClient {
  /** As the administrator's console does when the URL is saved. @returns the status and the text of the answer */
  verify(echo: string, mistakes?: Mistakes): Promise<{ readonly status: number; readonly text: string }>;
  /** Posts a callback. @returns the status, and the bot's reply where it gave one */
  post(body: object, mistakes?: Mistakes): Promise<{ readonly status: number; readonly reply?: unknown }>;
}

const encrypted = z.object({
  encrypt: z.string(),
  msgsignature: z.string(),
  timestamp: z.union([z.int(), z.string()]),
  nonce: z.string(),
});

/** WeCom's side of the callback URL: signs, encrypts, and checks what comes back. */
export function createCallbackClient(target: CallbackTarget, now: () => number): CallbackClient {
  const key = Buffer.from(`${target.aesKey}=`, 'base64');
  const sign = (timestamp: string, nonce: string, encrypt: string): string =>
    createHash('sha1').update([target.token, timestamp, nonce, encrypt].sort().join('')).digest('hex');

  function sealed(text: string, mistakes: Mistakes) {
    const encrypt = seal(text, key, mistakes.receiveId ?? target.receiveId);
    const timestamp = String(mistakes.timestamp ?? Math.floor(now() / 1000));
    const nonce = mistakes.nonce ?? String(randomBytes(4).readUInt32BE());
    const query = new URLSearchParams({
      msg_signature: mistakes.signature ?? sign(timestamp, nonce, encrypt),
      timestamp,
      nonce,
    });
    return { encrypt, query };
  }

  function opened(text: string): unknown {
    const parsed = encrypted.parse(JSON.parse(text));
    if (sign(String(parsed.timestamp), parsed.nonce, parsed.encrypt) !== parsed.msgsignature)
      throw new Error('the signature of the reply is wrong');
    return JSON.parse(unseal(parsed.encrypt, key, target.receiveId));
  }

  return {
    async verify(echo, mistakes = {}) {
      const { encrypt, query } = sealed(echo, mistakes);
      query.set('echostr', encrypt);
      const response = await fetch(`${target.url}?${query}`);
      return { status: response.status, text: await response.text() };
    },
    async post(body, mistakes = {}) {
      const { encrypt, query } = sealed(JSON.stringify(body), mistakes);
      const response = await fetch(`${target.url}?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ encrypt }),
      });
      const text = await response.text();
      const hasReply = response.status === 200 && text !== '' && text !== 'success';
      return { status: response.status, ...(hasReply && { reply: opened(text) }) };
    },
  };
}

/** 16 random bytes, the length, the message, the receiver; padded to whole blocks of 32 bytes. */
function seal(text: string, key: Buffer, receiveId: string): string {
  const message = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const plain = Buffer.concat([randomBytes(16), length, message, Buffer.from(receiveId)]);
  const pad = KEY_BYTES - (plain.length % KEY_BYTES);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    'base64',
  );
}

function unseal(encrypt: string, key: Buffer, receiveId: string): string {
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
  decipher.setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(Buffer.from(encrypt, 'base64')), decipher.final()]);
  const pad = plain.at(-1) ?? 0;
  const length = plain.readUInt32BE(16);
  const receiver = plain.subarray(20 + length, plain.length - pad).toString();
  if (receiver !== receiveId) throw new Error(`the reply is for ${receiver}`);
  return plain.subarray(20, 20 + length).toString();
}

/** What a reply on the callback's own response asks for, as a command of the long connection. */
export function cmdOfReply(reply: unknown, kind: 'message' | 'tap' | 'enter'): string {
  if (typeof reply === 'object' && reply !== null && 'response_type' in reply) return 'aibot_respond_update_msg';
  return kind === 'enter' ? 'aibot_respond_welcome_msg' : 'aibot_respond_msg';
}
