import type { Catalogue } from '../cards/catalogue.ts';
import type { Changes, NewText, Tx } from '../db/changes.ts';
import type { Reads } from '../db/reads.ts';
import type { Chat, Member, TaughtName } from '../db/records.ts';
import type { PackSpan } from '../domain/assessment/pack-parts.ts';
import type { Contract } from '../domain/contract.ts';
import type { Roster } from '../domain/roster-types.ts';
import type { Actor, ContractId, Ids, Instant, PersonId } from '../domain/types.ts';
import type { ActionUpdate, JoinUpdate, MessageUpdate, Update } from '../platforms/types.ts';
import type { Papers } from './papers.ts';

/** The part of the logger that handlers use. Texts, names and numbers of people stay out of it. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** @returns the address at which a kept file can be opened for a day; undefined: nowhere */
export type FileLink = (file: { readonly hash: string; readonly name?: string }) => string | undefined;

/** What any decision needs, whatever caused it. */
export interface Scene {
  readonly now: Instant;
  readonly contract: Contract;
  readonly store: Reads;
  readonly ids: Ids;
  readonly log: Log;
  /** Everyone of the contract. */
  readonly members: readonly Member[];
  /** Who is on duty when: `domain/roster.ts`. */
  readonly roster: Roster;
  /** Those of this process: what is said on another one may never be heard. */
  readonly platforms: ReadonlySet<string>;
  /** Wording in the language of the chat. */
  readonly text: Catalogue;
  /** The contract's packs that were in force in [from, to), in their order and without gaps: what a period is scored by. */
  packsOver(from: Instant, to: Instant): Promise<readonly PackSpan[]>;
  /** Names of systems that were taught in the contract's chats. */
  readonly taught: readonly TaughtName[];
  /** A language model is set up: questions are shown to it. */
  readonly hasAdvisor: boolean;
  /** Draws pictures and writes documents, and keeps them for sending. */
  readonly papers: Papers;
  /** Absent: no pages are served. */
  readonly fileLink?: FileLink;
  /** Makes a salted, hashed reference for a text of people; put it in `Changes.texts`. */
  keepText(body: string): NewText;
  /** @returns SHA-256 of its UTF-8 bytes, in lower-case hex */
  sha256(text: string): string;
  /** Everything that this cause changes, in one transaction with the settling of the cause. Once for each cause. */
  commit(changes: Changes | ((tx: Tx) => Promise<Changes>)): Promise<void>;
}

/** What a handler of an update is given. `bot/update-context.ts` builds it. */
export interface UpdateContext<U extends Update = Update> extends Scene {
  readonly update: U;
  readonly chat: Chat;
  readonly person: { readonly id: PersonId; readonly name: string };
  readonly actor: Actor;
  /** He is one of those who run the program. */
  readonly isAdmin: boolean;
  /**
   * The same update in another of his contracts: his own chat is one for all of them. Only of what he says in private; undefined
   * where he is no member there.
   */
  readonly inContract?: (id: ContractId) => Promise<UpdateContext<U> | undefined>;
  /** His other contracts, in the same case. */
  readonly otherContracts?: () => Promise<readonly ContractId[]>;
  /** Set by the router for `hears` and `command`: the match and what follows the command. */
  match?: RegExpMatchArray;
  args?: string;
}

export type MessageContext = UpdateContext<MessageUpdate>;
export type ActionContext = UpdateContext<ActionUpdate>;
export type JoinContext = UpdateContext<JoinUpdate>;
