/** What the server says to one request. Success is the number 0, never its absence. */
export type Answer = Accepted | Refusal;

export interface Accepted {
  readonly errcode: 0;
  readonly errmsg: 'ok';
  readonly body?: object;
}

export interface Refusal {
  readonly errcode: number;
  readonly errmsg: string;
}

export const OK: Accepted = { errcode: 0, errmsg: 'ok' };

export const isRefusal = (value: object): value is Refusal => 'errcode' in value && value.errcode !== 0;

/** The beginnings of the server's sentences; whoever compares more than the number is found out by what follows them. */
const SENTENCES: Readonly<Record<number, string>> = {
  40001: 'invalid credential',
  40004: 'invalid media type',
  40006: 'invalid file size',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40009: 'invalid image size',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40016: 'invalid button size',
  40058: 'invalid Request Parameter',
  41001: 'access_token missing',
  41005: 'media data missing',
  42001: 'access_token expired',
  42014: 'invalid task_id',
  42039: 'invalid button url',
  44004: 'empty content',
  45009: 'api freq out of limit',
  60020: 'not allow to access from your ip',
  60111: 'userid not found',
  81013: 'user & party & tag all invalid',
  93000: 'invalid webhook url',
  93001: 'not allow send msg in room',
  93006: 'invalid chatid',
  301019: 'image md5 mismatch',
  846605: 'invalid req_id',
  846607: 'aibot send msg frequency limit exceeded',
  846608: 'stream message update expired (>6 minutes), cannot update',
  846609: 'aibot websocket not subscribed',
  853000: 'invalid bot_id or secret',
};

export function refusal(errcode: number, about = ''): Refusal {
  const sentence = [SENTENCES[errcode] ?? 'system error', about].filter((part) => part !== '').join(': ');
  return {
    errcode,
    errmsg: `${sentence}, hint: [1780000000123456789012345], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`,
  };
}
