import { createHmac } from 'node:crypto';

const hmac = (key: string, message: string): string => createHmac('sha256', key).update(message).digest('base64');

/** What a test may get wrong on purpose. */
export interface Mistakes {
  readonly sign?: string;
  readonly timestamp?: number;
  /** Text that is sent as it is, instead of the body. */
  readonly text?: string;
}

export interface Posted {
  readonly status: number;
  readonly text: string;
}

/** DingTalk's side of the callback addresses: signs and posts. */
export interface CallbackClient {
  robot(url: string, secret: string, body: object, mistakes?: Mistakes): Promise<Posted>;
  card(url: string, secret: string | undefined, body: object, mistakes?: Mistakes): Promise<Posted>;
}

export function createCallbackClient(now: () => number): CallbackClient {
  const post = async (url: string, headers: Record<string, string>, text: string): Promise<Posted> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: text,
    });
    return { status: response.status, text: await response.text() };
  };
  return {
    robot(url, secret, body, mistakes = {}) {
      const timestamp = String(mistakes.timestamp ?? now());
      const sign = mistakes.sign ?? hmac(secret, `${timestamp}\n${secret}`);
      return post(url, { timestamp, sign }, mistakes.text ?? JSON.stringify(body));
    },
    card(url, secret, body, mistakes = {}) {
      const timestamp = String(mistakes.timestamp ?? now());
      const signature = mistakes.sign ?? (secret === undefined ? '' : hmac(secret, timestamp));
      const headers = { 'x-ddpaas-signature-timestamp': timestamp, 'x-ddpaas-signature': signature };
      return post(url, headers, mistakes.text ?? JSON.stringify(body));
    },
  };
}
