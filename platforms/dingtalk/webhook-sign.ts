import { createHmac } from 'node:crypto';
import type { Instant } from '../../domain/types.ts';

/** How DingTalk and its robots sign a moment: HMAC-SHA256 of `<timestamp>\n<secret>` under the secret, in base64. */
export function signatureOf(secret: string, timestamp: Instant): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}
