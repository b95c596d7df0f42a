import type { Capabilities, Delivery, DeliveryReceipt, Platform, Receiver } from '../../platforms/types.ts';
import { PlatformError } from '../../platforms/types.ts';

/** Everything possible, nothing limited; a test takes away what it is about. */
export const CAPABLE: Capabilities = {
  reachesRealPeople: false,
  updateCard: 'anytime',
  privateAnswer: 'ephemeral',
  cards: 'all',
  buttonsPerViewer: true,
  replaysMissed: false,
};

/** A chat service in memory. It shows the same key once, as the platforms do. */
export class FakePlatform implements Platform {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Everything that was taken, in order; a repeated key is not in it. */
  readonly delivered: Delivery[] = [];
  /** How often it was asked to deliver. */
  asked = 0;
  /** What it answers instead of taking a delivery. */
  refuse: (delivery: Delivery) => PlatformError | Promise<PlatformError | undefined> | undefined = () => undefined;
  /** Keys of the posts that rang before they could be said. */
  readonly rung: string[] = [];
  /** How many messages each delivery takes. */
  messages = 1;
  receiver: Receiver | undefined;

  constructor(capabilities: Partial<Capabilities> = {}, name = 'fake') {
    this.name = name;
    this.capabilities = { ...CAPABLE, ...capabilities };
  }

  get keys(): string[] {
    return this.delivered.map((delivery) => delivery.key);
  }

  async start(receiver: Receiver): Promise<void> {
    this.receiver = receiver;
    receiver.connection('up', 'connected');
  }

  async deliver(delivery: Delivery): Promise<DeliveryReceipt> {
    this.asked += 1;
    const refusal = await this.refuse(delivery);
    if (refusal) throw refusal;
    if (!this.keys.includes(delivery.key)) this.delivered.push(delivery);
    return { handle: `h:${delivery.key}`, messages: this.messages };
  }

  async ring({ key }: Delivery): Promise<void> {
    this.rung.push(key);
  }

  async stop(): Promise<void> {
    this.receiver = undefined;
  }
}

export const unavailable = () => new PlatformError('no answer', { code: 'unavailable', retryable: true });
/** It may have been taken. */
export const unclear = () => new PlatformError('lost', { code: 'no_answer', retryable: true, isUnsure: true });
export const shut = () => new PlatformError('not in this group', { code: 'shut', retryable: true, isShut: true });
export const forbidden = () => new PlatformError('not allowed', { code: 'forbidden', retryable: false });
export const busyFor = (retryAfterMs: number) =>
  new PlatformError('too many', { code: 'rate_limited', retryable: true, retryAfterMs });
