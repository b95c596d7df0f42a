import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { memoryMedia } from '../../bot/media-folder.ts';
import { plainPapers } from '../../bot/plain-papers.ts';
import { Composer } from '../../bot/router.ts';
import { CATALOGUES, languageOf } from '../../cards/language.ts';
import type { Card } from '../../cards/types.ts';
import { loadPack } from '../../contracts/load.ts';
import type { Cause, Changes, Outgoing, Tx } from '../../db/changes.ts';
import { type OpenStore, openStore } from '../../db/open.ts';
import type { Chat, Member } from '../../db/records.ts';
import type { OutboxRow } from '../../db/store.ts';
import type { Contract } from '../../domain/contract.ts';
import { isSupplier } from '../../domain/sides.ts';
import type { Ticket, TicketCommandType } from '../../domain/ticket-types.ts';
import { chatId, type Instant, personId, ticketId } from '../../domain/types.ts';
import type { Log, Scene, UpdateContext } from '../../handlers/context.ts';
import type { Papers } from '../../handlers/papers.ts';
import { remindDraft } from '../../handlers/remind-draft.ts';
import { registerHandlers } from '../../handlers/routes.ts';
import type { Routine } from '../../handlers/routine-types.ts';
import { wakeTicket } from '../../handlers/wake-ticket.ts';
import type { Attachment, Update } from '../../platforms/types.ts';
import { readLine } from '../cards/read-card.ts';

export const NINE = Date.parse('2026-03-03T09:00:00+08:00');

const PEOPLE = {
  wang: { name: '王敏', roles: ['reporter'] },
  chen: { name: '陈晓', roles: ['reporter'] },
  li: { name: '李工', roles: ['engineer'], dutyOrder: 1 },
  zhou: { name: '周工', roles: ['engineer'], dutyOrder: 2 },
  zhao: { name: '赵经理', roles: ['manager'] },
  qian: { name: '钱监理', roles: ['supervisor'] },
} as const;
export type PersonKey = keyof typeof PEOPLE;

const PLATFORM = 'test';
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Handlers over the true store, without the workers: what one update or wake-up makes the bot say. */
export class Desk {
  now: Instant = NINE;
  /** Another one, where a new pack comes into force. */
  contract: Contract;
  readonly store: OpenStore;
  readonly said: Outgoing[] = [];
  /** Where pictures and documents are kept that the bot sends. */
  readonly media = memoryMedia();
  papers: Papers = plainPapers(this.media);
  /** Where pages are served, kept files can be opened there. */
  fileLink?: NonNullable<Scene['fileLink']>;
  readonly #router = new Composer();
  #members: readonly Member[];
  readonly #handles = new Map<Outgoing, string>();
  #counter = 0;
  /** The packs that were in force, where the contract's own was not so all the time. */
  earlierPacks: UpdateContext['packsOver'] | undefined;

  private constructor(store: OpenStore, contract: Contract) {
    this.store = store;
    this.contract = contract;
    this.#members = Object.entries(PEOPLE).map(([key, person]) => ({ id: personId(key), posts: [], ...person }));
    registerHandlers(this.#router);
  }

  /** @param changes to the Guangzhou pack */
  static async open(changes: Partial<Contract> = {}): Promise<Desk> {
    const loaded = await loadPack(join(import.meta.dirname, '../../contracts/guangzhou-credit.yaml'));
    const holder: { desk?: Desk } = {};
    const store = await openStore(':memory:', { clock: { now: () => holder.desk?.now ?? NINE }, random: () => 0.5 });
    await store.migrate();
    // What most tests are about is one ticket for each report.
    const { sameFault: _sameFault, ...contract } = loaded.contract;
    const desk = new Desk(store, { ...contract, ...changes });
    holder.desk = desk;
    for (const chat of [desk.chat('ops'), desk.chat('other')]) await store.saveChat(chat);
    for (const member of desk.#members) {
      await store.savePerson({ id: member.id, name: member.name }, { platform: PLATFORM, userId: member.id });
      await store.saveMember(desk.contract.id, { personId: member.id, roles: member.roles });
    }
    return desk;
  }

  /** Another contract of everybody's, to be meant by what they say in private. */
  elsewhere?: Contract;

  /** As before the supplier has named anybody. */
  withoutSupplier(): void {
    this.#members = this.#members.filter((member) => !isSupplier(member));
  }

  /** Somebody does another job from now on. */
  appoint(key: PersonKey, roles: Member['roles']): void {
    this.#members = this.#members.map((member) => (member.id === personId(key) ? { ...member, roles } : member));
  }

  chat(key: string, kind: Chat['kind'] = 'group'): Chat {
    const id = chatId(PLATFORM, key);
    return { id, platform: PLATFORM, externalId: key, kind, title: key, contractId: this.contract.id };
  }

  /** @returns what the bot said because of it */
  say(by: PersonKey, text: string, how: How = {}): Promise<Said> {
    const { addressed = true, attachments, quote, withheld } = how;
    const parts = { ...(quote && { quote }), ...(attachments && { attachments }), ...(withheld && { withheld }) };
    return this.#handle(by, how, { type: 'message', text, addressed, ...parts });
  }

  /** Taps a button of the card as it stands now, or of an older one by its `version`. */
  tap(
    by: PersonKey,
    action: string,
    subject: { readonly id: string; readonly version: number },
    form: Readonly<Record<string, string>> = {},
    /** The message that holds the tapped card. */
    handle?: string,
    chat = 'ops',
    tapToken?: string,
  ): Promise<Said> {
    const tapped = { ...(handle !== undefined && { handle }), ...(tapToken !== undefined && { tapToken }) };
    return this.#handle(
      by,
      { chat },
      { type: 'action', action, subject: subject.id, version: subject.version, form, ...tapped },
    );
  }

  join(by: PersonKey): Promise<Said> {
    return this.#handle(by, {}, { type: 'join' });
  }

  /** How a reply to the first post among these names it. */
  handleOf(said: Said): string {
    const handle = said.all.map((outgoing) => this.#handles.get(outgoing)).find((found) => found !== undefined);
    if (handle === undefined) throw new Error('nothing was posted that one could reply to');
    return handle;
  }

  /** What handlers without an update are given. */
  scene(): Scene {
    return this.#scene('zh');
  }

  readonly missingTicket = ticketId('no-such-ticket');

  async wake(ticket: Ticket): Promise<Said> {
    const before = this.said.length;
    await wakeTicket(this.#scene('zh'), ticket.id);
    return new Said(this.said.slice(before));
  }

  /** Fires every timer that is due, as the workers do. */
  async fireTimers(): Promise<Said> {
    const before = this.said.length;
    const rows = await this.store.claimTimers(this.now, { token: 'desk', until: this.now + 1 }, 10);
    for (const { key, kind, leaseToken, subject } of rows) {
      const scene = this.#scene('zh', { kind: 'timer', key, leaseToken });
      await (kind === 'remind_draft' ? remindDraft(scene, subject) : wakeTicket(scene, ticketId(subject)));
    }
    return new Said(this.said.slice(before));
  }

  /** Runs a routine now, without its timer. */
  async run(routine: Routine, dueAt = this.now): Promise<Said> {
    const before = this.said.length;
    const scene = this.#scene('zh');
    await scene.commit(await routine.changes(scene, dueAt));
    return new Said(this.said.slice(before));
  }

  /** Reports the fault that most tests are about. @returns its ticket, as the store has it */
  async report(text = '信用广州网站打不开了，大厅没法办业务', by: PersonKey = 'wang'): Promise<Ticket> {
    await this.say(by, text);
    const all = await this.tickets();
    const last = all.at(-1);
    if (!last) throw new Error('no ticket was opened');
    return last;
  }

  async tickets(): Promise<readonly Ticket[]> {
    return this.store.ticketsReported(this.contract.id, 0, this.now + 1, 100);
  }

  async fresh(ticket: Ticket): Promise<Ticket> {
    const found = await this.store.ticket(ticket.id);
    if (!found) throw new Error('the ticket is gone');
    return found;
  }

  /** Does a command by tap on the present card and expects nothing of it. */
  async do(by: PersonKey, command: TicketCommandType, ticket: Ticket, form: Record<string, string> = {}) {
    await this.tap(by, command, await this.fresh(ticket), form);
    return this.fresh(ticket);
  }

  async #handle(by: PersonKey, how: How, what: DistributiveOmit<Update, keyof UpdateHead>): Promise<Said> {
    const before = this.said.length;
    this.#counter += 1;
    const chat = this.chat(how.chat ?? 'ops', how.private ? 'private' : 'group');
    const person = { id: personId(by), name: PEOPLE[by].name };
    const head: UpdateHead = {
      platform: PLATFORM,
      updateId: `u${this.#counter}`,
      chat: { externalId: chat.externalId, kind: chat.kind },
      from: { userId: by, name: person.name },
      receivedAt: how.receivedAt ?? this.now,
      ...(how.sentAt !== undefined && { sentAt: how.sentAt }),
    };
    const language = what.type === 'message' ? languageOf(what.text) : 'zh';
    const update: Update = { ...head, ...what };
    const roles = this.#members.find(({ id }) => id === person.id)?.roles ?? PEOPLE[by].roles;
    const actor = { id: person.id, roles };
    const taught = await this.store.taughtNames(this.contract.id);
    const ctx: UpdateContext = { ...this.#scene(language), taught, update, chat, person, actor, isAdmin: false };
    const { elsewhere } = this;
    const several = elsewhere &&
      how.private && {
        inContract: async () => ({ ...ctx, contract: elsewhere }),
        otherContracts: async () => [elsewhere.id],
      };
    await this.#router.middleware()({ ...ctx, ...several }, async () => {});
    return new Said(this.said.slice(before));
  }

  /** Everything is shown at once; a post gets the handle by which a reply names it. */
  async #deliver(rows: readonly OutboxRow[]): Promise<void> {
    for (const { seq, outgoing } of rows) {
      const { chatId: chat, op } = outgoing;
      const cardKey = op === 'post' && outgoing.cardKey !== undefined ? { cardKey: outgoing.cardKey } : {};
      const handle = op === 'post' ? { handle: `m${seq}` } : {};
      await this.store.settleOutbox([{ seq, outcome: 'sent', chatId: chat, ...handle, ...cardKey }], this.now);
      this.said.push(outgoing);
      if (op === 'post') this.#handles.set(outgoing, `m${seq}`);
    }
  }

  #scene(language: 'zh' | 'en', cause: Cause = { kind: 'none' }): Scene {
    const next = (now: Instant) => {
      this.#counter += 1;
      return `${String(now).padStart(14, '0')}${String(this.#counter).padStart(6, '0')}`;
    };
    return {
      now: this.now,
      contract: this.contract,
      store: this.store,
      ids: { next },
      log: quiet,
      members: this.#members,
      roster: { rotas: this.contract.rotas, plans: [], changes: [], members: this.#members },
      platforms: new Set([PLATFORM]),
      papers: this.papers,
      ...(this.fileLink && { fileLink: this.fileLink }),
      taught: [],
      hasAdvisor: false,
      text: CATALOGUES[language],
      packsOver: async (from, to) => this.earlierPacks?.(from, to) ?? [{ contract: this.contract, from, to }],
      keepText: (body) => {
        const hash = createHash('sha256').update(body).digest('hex');
        return { ref: { id: next(this.now), hash }, salt: '', body };
      },
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      commit: async (changes: Changes | ((tx: Tx) => Promise<Changes>)) => {
        const meta = { contractId: this.contract.id, now: this.now, cause };
        const rows: readonly OutboxRow[] = await this.store.commit(meta, changes);
        await this.#deliver(rows);
      },
    };
  }
}

interface How {
  readonly chat?: string;
  readonly private?: boolean;
  readonly addressed?: boolean;
  readonly quote?: { readonly handle?: string; readonly text?: string };
  readonly sentAt?: Instant;
  /** Where the bot gets to it later. */
  readonly receivedAt?: Instant;
  readonly attachments?: readonly Attachment[];
  readonly withheld?: 'quota';
}
type UpdateHead = Pick<Update, 'platform' | 'updateId' | 'chat' | 'from' | 'receivedAt' | 'sentAt'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What the bot said because of one thing. */
export class Said {
  readonly all: readonly Outgoing[];

  constructor(all: readonly Outgoing[]) {
    this.all = all;
  }

  /** Lines outside of cards, mentions as `@id`, of posts and answers. */
  get lines(): readonly string[] {
    return this.all.flatMap(({ content }) => content.lines.map(readLine));
  }

  get ops(): readonly string[] {
    return this.all.map(({ op }) => op);
  }

  card(index = 0): Card {
    const card = this.all.flatMap(({ content }) => content.card ?? [])[index];
    if (!card) throw new Error(`the bot showed no card, but said: ${this.lines.join(' / ')}`);
    return card;
  }
}
