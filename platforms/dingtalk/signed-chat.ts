import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const PURPOSE = 'dutybell:tapped-chat:1';
const KEY_BYTES = 32;
/** Short, as each button carries it; whoever guesses has to tap for each guess. */
const MAC_BYTES = 9;
const MARK = '|';

/** The chat into which a card is posted, as its buttons hand it back: a changed client could name another group there. */
export interface ChatSigner {
  /** @param chat its `externalId` */
  sign(chat: string): string;
  /** @returns the chat; undefined for what was not signed with this app's secret */
  read(signed: string): string | undefined;
}

export function createChatSigner(clientSecret: string): ChatSigner {
  const key = Buffer.from(hkdfSync('sha256', clientSecret, '', PURPOSE, KEY_BYTES));
  const sign = (chat: string): string => {
    const mac = createHmac('sha256', key).update(chat).digest().subarray(0, MAC_BYTES);
    return `${chat}${MARK}${mac.toString('base64url')}`;
  };
  return {
    sign,
    read(signed) {
      const chat = signed.slice(0, Math.max(0, signed.lastIndexOf(MARK)));
      const [given, right] = [Buffer.from(signed), Buffer.from(sign(chat))];
      return chat !== '' && given.length === right.length && timingSafeEqual(given, right) ? chat : undefined;
    },
  };
}
