import type { OutboxRow } from '../db/store.ts';
import type { ChatId, Instant } from '../domain/types.ts';
import { createAddressees } from './addressees.ts';
import type { Deps } from './deps.ts';
import { type KeyedQueue, keyedQueue } from './keyed-queue.ts';
import { Lane, type LaneTools } from './lane.ts';
import { createSettlements } from './settlements.ts';
import { createSpeech, type MuteSpan, type Speech } from './speech.ts';

/** Deliveries that are under way at once, in as many chats. */
const CHATS_AT_ONCE = 64;
const POLL_MAX = 500;

export interface DispatcherOptions {
  /** False for a platform on which this process must not speak: its rows stay where they are. */
  readonly maySpeak: (platform: string) => boolean;
  readonly onMute: (span: MuteSpan) => void;
  /** Since when this process has the one connection of a platform; undefined where several may speak, or another does. */
  readonly connectedSince: (platform: string) => Instant | undefined;
  /** Timers are in hand: a reminder waits a moment for others of the same instant. `gathered` ends it. */
  readonly isGathering: () => boolean;
}

/** Brings outbox rows to their chats: several chats at once, one lane for each. */
export class Dispatcher {
  readonly #deps: Deps;
  readonly #options: DispatcherOptions;
  readonly #lanes = new Map<ChatId, Lane>();
  /** Chats that wait for their turn: what is added meanwhile leaves with it. */
  readonly #queued = new Set<ChatId>();
  /** What was handed over for a chat whose lane is not open yet. */
  readonly #handed = new Map<ChatId, OutboxRow[]>();
  readonly #queue: KeyedQueue;
  readonly #tools: LaneTools;
  readonly #speech = createSpeech();
  #progress = 0;
  #isStopping = false;

  constructor(deps: Deps, options: DispatcherOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#queue = keyedQueue({
      limit: CHATS_AT_ONCE,
      onError: (error) => deps.log.error({ err: error }, 'a chat could not be served; it is tried again'),
    });
    const settlements = createSettlements(deps);
    const speech = this.#speech;
    const tell = (span: MuteSpan | undefined) => span && options.onMute(span);
    this.#tools = {
      addressees: createAddressees(deps),
      settlements: {
        add: (settlement) => {
          this.#progress += 1;
          settlements.add(settlement);
        },
        idle: () => settlements.idle(),
        retry: () => settlements.retry(),
        get isBehind() {
          return settlements.isBehind;
        },
      },
      onDelivered: (chat) => tell(speech.succeeded(chat, deps.clock.now())),
      onFailed(chat, reason) {
        // What was under way when another process took over is that one's to say.
        if (options.maySpeak(chat.platform)) tell(speech.failed(chat, deps.clock.now(), reason));
      },
      connectedSince: options.connectedSince,
      isGathering: options.isGathering,
      isStopping: () => this.#isStopping,
    };
  }

  /** Platforms that have taken nothing for a while. */
  get speech(): Pick<Speech, 'muteSince'> {
    return this.#speech;
  }

  /** Another process speaks there from now on: that nothing leaves from here is no silence. */
  standby(platform: string): void {
    for (const span of this.#speech.left(platform, this.#deps.clock.now())) this.#options.onMute(span);
  }

  /** Rows that left or were dropped since the start. */
  get progress(): number {
    return this.#progress;
  }

  /** When a lane waits for its rate budget or its next attempt. */
  nextWakeAt(): Instant | undefined {
    const instants = [...this.#lanes.values()].flatMap((lane) => lane.wakeAt ?? []);
    return instants.length === 0 ? undefined : Math.min(...instants);
  }

  /** Rows of a commit of this process: their chats are served at once. */
  take(rows: readonly OutboxRow[]): void {
    for (const [id, ofChat] of Map.groupBy(rows, (row) => row.outgoing.chatId)) {
      const lane = this.#lanes.get(id);
      if (lane) lane.take(ofChat);
      else this.#handed.set(id, [...(this.#handed.get(id) ?? []), ...ofChat]);
      this.#serve(id);
    }
  }

  /** All timers in hand have fired: what waited for them leaves. */
  gathered(): void {
    for (const [id, lane] of this.#lanes) if (lane.isGathering) this.#serve(id);
  }

  /** The safety net: serves chats with rows that nobody handed over, and those whose time to try again has come. */
  async poll(): Promise<void> {
    const { clock, platforms, store } = this.#deps;
    const { settlements } = this.#tools;
    const now = clock.now();
    settlements.retry();
    const served = [...platforms.keys()].filter((platform) => this.#options.maySpeak(platform));
    for (const id of await store.chatsWithPending(now, POLL_MAX, served)) this.#serve(id);
    for (const [id, lane] of this.#lanes) {
      if (lane.wakeAt !== undefined && lane.wakeAt <= now) this.#serve(id);
      // What it has sent and is not marked yet it alone knows.
      else if (lane.isAtRest(now) && !this.#queued.has(id) && !settlements.isBehind) this.#lanes.delete(id);
    }
  }

  /** Lets deliveries that are under way end, and begins no other. */
  stop(): void {
    this.#isStopping = true;
    this.#queue.close();
  }

  open(): void {
    this.#queue.open();
  }

  close(): void {
    this.#queue.close();
  }

  /** Resolves when nothing may leave now, and what left is marked so. */
  async idle(): Promise<void> {
    await this.#queue.idle();
    await this.#tools.settlements.idle();
  }

  #serve(id: ChatId): void {
    if (this.#queued.has(id)) return;
    this.#queued.add(id);
    this.#queue.push(id, async () => {
      this.#queued.delete(id);
      const lane = this.#lanes.get(id) ?? (await this.#openLane(id));
      if (!lane) return;
      if (this.#options.maySpeak(lane.platform)) await lane.work();
      else lane.rest();
    });
  }

  async #openLane(id: ChatId): Promise<Lane | undefined> {
    const chat = await this.#deps.store.chatById(id);
    const handed = this.#handed.get(id) ?? [];
    this.#handed.delete(id);
    const platform = chat && this.#deps.platforms.get(chat.platform);
    if (!chat || !platform) {
      this.#deps.log.debug({ chatId: id }, 'messages wait for a chat that is not served by this process');
      return undefined;
    }
    const lane = new Lane({ ...this.#deps, ...this.#tools, chat, platform });
    this.#lanes.set(id, lane);
    lane.take(handed);
    return lane;
  }
}
