import { isMonitor, monitorSource } from '../domain/alerts/monitor.ts';
import type { Contract, Post } from '../domain/contract.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import type { RosterMember } from '../domain/roster-types.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { PersonId, Role, TextRef } from '../domain/types.ts';
import type { ShownAttachment } from './attachment-fields.ts';
import type { Catalogue } from './catalogue.ts';
import type { Inline, Line } from './types.ts';

export interface CardMember extends Pick<RosterMember, 'id' | 'roles' | 'posts'> {
  readonly name: string;
}

/** A ticket with all that a card needs to show it. */
export interface TicketView {
  readonly ticket: Ticket;
  readonly contract: Contract;
  readonly members: readonly CardMember[];
  /** Who is on duty for this ticket at the moment, in the order in which they are called. */
  readonly onDuty: readonly PersonId[];
  /** Bodies by text id; an erased text is absent. */
  readonly texts: ReadonlyMap<string, string>;
  /** Pictures and files, oldest first; absent where they are not shown. */
  readonly attachments?: readonly ShownAttachment[];
  /** Of a merged ticket whose report was taken out again: the number of the ticket that it is now. */
  readonly splitInto?: string;
}

/** How much of a person's text a card shows; the whole is kept. In graphemes. */
export const REPORT_SHOWN_MAX = 120;
const NAME_SHOWN_MAX = 20;

/** Nothing more is done to it. */
export function isOverTicket({ status }: Ticket): boolean {
  return status === 'closed' || status === 'cancelled' || status === 'merged';
}

export function nameOf(members: readonly CardMember[], id: PersonId, text: Catalogue): string {
  const source = monitorSource(id);
  if (source !== undefined) return text.alerts.source[source];
  const member = members.find((one) => one.id === id);
  return member ? displayName(member.name) : text.names.unknownPerson;
}

/**
 * A name as it may be shown: people choose their nicknames, and a line break or an override of the reading direction in one
 * would forge lines of a card.
 */
export function displayName(name: string): string {
  return clip(cleanText(name).replace(/\s+/gu, ' '), NAME_SHOWN_MAX);
}

export function namesOf(members: readonly CardMember[], ids: readonly PersonId[], text: Catalogue): string {
  return ids.map((id) => nameOf(members, id, text)).join(text.card.comma);
}

/** Rings each of them once; nothing rings monitoring. */
export function mentions(ids: readonly PersonId[]): Line {
  return [...new Set(ids)]
    .filter((id) => !isMonitor(id))
    .flatMap((id, index): Inline[] => (index === 0 ? [{ mention: id }] : [' ', { mention: id }]));
}

/** A person's text on one line, clipped. */
export function shownText(
  ref: TextRef | undefined,
  texts: ReadonlyMap<string, string>,
  text: Catalogue,
  maxGraphemes = REPORT_SHOWN_MAX,
): string {
  if (!ref) return '';
  const { note, said } = partsShown(ref, texts, text, maxGraphemes);
  return said + note;
}

/** His words apart from what names the ticket that they continue. */
function partsShown(
  ref: TextRef,
  texts: ReadonlyMap<string, string>,
  text: Catalogue,
  maxGraphemes: number,
): { readonly said: string; readonly note: string } {
  const body = texts.get(ref.id);
  return body === undefined ? { said: text.names.erasedText, note: '' } : partsOf(body, text, maxGraphemes);
}

function partsOf(
  body: string,
  text: Catalogue,
  maxGraphemes: number,
): { readonly said: string; readonly note: string } {
  const line = body.replace(/\s+/gu, ' ');
  const note = text.question.continuation.exec(line.slice(-CONTINUATION_MAX))?.[0] ?? '';
  return { said: clip(note === '' ? line : line.slice(0, -note.length), maxGraphemes), note };
}

/** In UTF-16 units. */
const CONTINUATION_MAX = 120;

/** A report on one line, in quotation marks as far as they are its own words. */
export function quotedReport(body: string, text: Catalogue, maxGraphemes = REPORT_SHOWN_MAX): string {
  const { note, said } = partsOf(body, text, maxGraphemes);
  return text.card.quoted(said) + note;
}

/** His words alone: what is said beside them names the system. */
export function saidText(ref: TextRef, texts: ReadonlyMap<string, string>, text: Catalogue): string {
  return partsShown(ref, texts, text, REPORT_SHOWN_MAX).said;
}

/** The same in quotation marks: by them a platform leaves out what people wrote, where a filter refuses it. */
export function quotedText(
  ref: TextRef | undefined,
  texts: ReadonlyMap<string, string>,
  text: Catalogue,
  maxGraphemes = REPORT_SHOWN_MAX,
): string {
  if (!ref) return '';
  const { note, said } = partsShown(ref, texts, text, maxGraphemes);
  return text.card.quoted(said) + note;
}

/** Who has to act now: the assignee, or the first on duty while nobody has acknowledged. */
export function responsibleFor({ ticket, onDuty }: Pick<TicketView, 'ticket' | 'onDuty'>): readonly PersonId[] {
  return ticket.assigneeId === undefined ? onDuty.slice(0, 1) : [ticket.assigneeId];
}

/** Who is called next: the first on duty beside the one who has to act. */
export function backupFor(view: Pick<TicketView, 'ticket' | 'onDuty'>): readonly PersonId[] {
  const [responsible] = responsibleFor(view);
  return view.onDuty.filter((id) => id !== responsible).slice(0, 1);
}

export function withPost(members: readonly CardMember[], post: Post): readonly PersonId[] {
  return members.filter((member) => member.posts.includes(post)).map(({ id }) => id);
}

export function withRole(members: readonly CardMember[], role: Role): readonly PersonId[] {
  return members.filter((member) => member.roles.includes(role)).map(({ id }) => id);
}
