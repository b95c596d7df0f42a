import type { Draft } from '../db/records.ts';
import type { Understanding } from '../domain/intake.ts';
import { refusalBefore } from '../domain/permissions.ts';
import { IN_WORK, type Ticket } from '../domain/ticket-types.ts';
import { type Instant, MINUTE } from '../domain/types.ts';
import { perform } from './act.ts';
import type { MessageContext } from './context.ts';
import type { Heard } from './follow-up.ts';
import { isPictureAlone } from './picture-before.ts';
import { askWhetherIncident } from './questions.ts';
import { saysAnother } from './same-fault.ts';
import { addRepeat, takeReport } from './take-report.ts';
import { understood } from './understood.ts';

/** What somebody says so soon after what he said before is a part of it. */
const PART_WITHIN_MS = MINUTE;
/** However many parts there are. */
const PARTS_END_MS = 3 * MINUTE;
/** Tickets of the contract among which one is looked for that his report has joined. */
const NEWEST_LOOKED_AT_MAX = 20;

/**
 * A report in several messages within a minute: 信用广州, 打不开了, 3楼大厅. Words in doubt and their further parts are read together,
 * and make one ticket, whose clocks start at the first of them. What follows a ticket is added to it. Only his own words of the same
 * chat: what two people say at once is never put together.
 * @returns false where it is no part of anything
 */
export async function takePart(ctx: MessageContext, heard: Heard): Promise<boolean> {
  if (ctx.update.quote || !mayBePart(heard.understanding)) return false;
  const [draft, ticket] = await Promise.all([draftBefore(ctx), ticketBefore(ctx)]);
  if (draft && (!ticket || heardAt(draft) >= saidAt(ticket, ctx))) return addToDraft(ctx, draft, heard);
  return ticket ? addToTicket(ctx, ticket, heard) : false;
}

function mayBePart({ doubt, kind }: Understanding): boolean {
  if (kind === 'small_talk' || kind === 'question') return false;
  return doubt !== 'announced';
}

async function draftBefore(ctx: MessageContext): Promise<Draft | undefined> {
  const draft = await ctx.store.newestOpenDraft(ctx.chat.id, ctx.person.id, ctx.update.receivedAt - PARTS_END_MS);
  return draft && !isPictureAlone(draft) && isJustNow(ctx, heardAt(draft)) ? draft : undefined;
}

function heardAt({ details, receivedAt }: Draft): Instant {
  return details?.newestPartAt ?? receivedAt;
}

/** The newest one in work that he reported here, or that his report has joined, a moment ago. */
async function ticketBefore(ctx: MessageContext): Promise<Ticket | undefined> {
  const { chat, contract, person, store, update } = ctx;
  const newest = { newestFirst: true, limit: NEWEST_LOOKED_AT_MAX } as const;
  const [reported, all] = await Promise.all([
    store.openTickets(contract.id, { ...newest, reporterId: person.id }),
    store.openTickets(contract.id, newest),
  ]);
  const found = [...reported, ...all].filter(
    (ticket) =>
      IN_WORK.includes(ticket.status) &&
      reportsOf(ticket).some(
        (one) => one.reporterId === person.id && (one.chatId === chat.id || chat.kind === 'private'),
      ) &&
      saidAt(ticket, ctx) >= update.receivedAt - PARTS_END_MS &&
      isJustNow(ctx, Math.max(saidAt(ticket, ctx), ticket.lastActAt)),
  );
  return found.toSorted((a, b) => saidAt(b, ctx) - saidAt(a, ctx))[0];
}

function reportsOf({ chatId, merged = [], reportedAt, reporterId }: Ticket) {
  return [{ chatId, reportedAt, reporterId }, ...merged];
}

/** When he reported it. */
function saidAt(ticket: Ticket, { person }: MessageContext): Instant {
  const own = reportsOf(ticket).filter(({ reporterId }) => reporterId === person.id);
  return Math.max(...own.map(({ reportedAt }) => reportedAt));
}

/** By when things were said: the bot may get to it late. */
function isJustNow({ update }: MessageContext, at: Instant): boolean {
  return update.receivedAt - at <= PART_WITHIN_MS;
}

async function addToDraft(ctx: MessageContext, draft: Draft, { body, understanding }: Heard): Promise<boolean> {
  const given = { reporterId: ctx.person.id };
  const { details, receivedAt, reportedAt } = draft;
  const earlier = understood(ctx, draft.body, given);
  const whole = `${draft.body}\n${body}`;
  const read = understood(ctx, whole, given);
  const kind = read.kind === 'follow_up' ? (read.alone ?? 'unsure') : read.kind;
  const said = { body: whole, reportedAt, receivedAt };
  const isAsked = details?.sameAs !== undefined;
  const isOther = isOfOther(understanding, earlier.systemId);
  // A wish after a wish is another one.
  if (understanding.kind === 'request' && details?.isRequest) return false;
  // A fault by itself is no part of a wish, nor of an announcement, nor of what is said of another system.
  if (understanding.kind === 'incident' && (isOther || details?.isRequest || kind !== 'incident')) return false;
  // A system and a place make no fault as long as no part says what is wrong.
  const isStated = read.symptom !== undefined || understanding.kind === 'incident';
  if (kind === 'incident' && isStated && !isAsked) {
    await takeReport(ctx, { ...said, ...given, understood: read, draft });
    return true;
  }
  if (isOther || kind === 'small_talk') return false;
  const asked = details?.isRequest ? 'request' : kind === 'incident' ? 'unsure' : kind;
  await askWhetherIncident(ctx, said, { ...read, kind: asked }, { before: draft });
  return true;
}

async function addToTicket(ctx: MessageContext, ticket: Ticket, { body, understanding }: Heard): Promise<boolean> {
  const { kind, systemId } = understanding;
  // What continues a ticket in words of its own (还是不行) is taken as that, a wish is asked about.
  if (kind === 'follow_up' || kind === 'request') return false;
  if (isOfOther(understanding, ticket.systemId) || saysAnother(body)) return false;
  // Whether a fault that names the system again is the same one is decided where reports are compared.
  const isAgain = systemId !== undefined && systemId === ticket.systemId;
  if (kind === 'incident' && (isAgain || ticket.kind === 'service_request')) return false;
  if (ticket.systemId === undefined && systemId !== undefined && mayNameSystem(ctx, ticket)) {
    await perform(ctx, { ticket, type: 'change_system', input: { to: systemId, reason: body } });
    return true;
  }
  // It states a fault, which may be another one: he is told what became of it.
  if (kind === 'incident' && ticket.systemId !== undefined) await addRepeat(ctx, ticket, body, 'added');
  else await perform(ctx, { ticket, type: 'supplement', input: { text: body } });
  return true;
}

function mayNameSystem(ctx: MessageContext, ticket: Ticket): boolean {
  return refusalBefore(ticket, 'change_system', ctx.actor, ctx.contract) === undefined;
}

function isOfOther({ systemId }: Understanding, known: string | undefined): boolean {
  return systemId !== undefined && known !== undefined && systemId !== known;
}
