import { z } from 'zod';

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
export const CARD_TOPIC = '/v1.0/card/instances/callback';

export interface Push {
  readonly type: 'CALLBACK' | 'EVENT' | 'SYSTEM';
  readonly topic: string;
  readonly messageId: string;
  /** Becomes a JSON string in the frame. */
  readonly data: unknown;
  /** More headers: of an event. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A frame as the server writes it. */
export function frameOf(push: Push, place: number, now: number): object {
  return {
    specVersion: '1.0',
    type: push.type,
    headers: {
      ...{ appId: '765ed67b-0000', connectionId: `conn-${place}`, contentType: 'application/json' },
      ...{ messageId: push.messageId, time: String(now), topic: push.topic },
      ...push.headers,
    },
    data: JSON.stringify(push.data),
  };
}

/** What a client writes: the acknowledgement of one frame. */
export const ackFrame = z.looseObject({
  code: z.int(),
  headers: z.looseObject({ messageId: z.string().min(1) }),
  message: z.string(),
  /** A JSON string. */
  data: z.string().optional(),
});
export type AckFrame = z.infer<typeof ackFrame>;
