import { CATALOGUES } from '../cards/language.ts';
import { isOverTicket } from '../cards/ticket-view.ts';
import { refusalBefore } from '../domain/permissions.ts';
import { cleanText } from '../domain/plain-text.ts';
import { isSupplier } from '../domain/sides.ts';
import type { TicketCommandType } from '../domain/ticket-types.ts';
import { perform } from './act.ts';
import { problemSentence } from './act-by-text.ts';
import type { MessageContext } from './context.ts';
import { quotedTicket } from './find-ticket.ts';
import { isGivingUp } from './giving-up.ts';
import { answer, commitAnswer, say } from './messages.ts';
import { namedSystem, offeredBefore } from './named-system.ts';
import { type Asked, answerElsewhere, fieldsOf, filledIn, lastAsked, withoutForm } from './pending-form.ts';
import type { Next } from './router-types.ts';
import { splitResolution, typedInput } from './typed-command.ts';
import type { TypedInput } from './typed-names.ts';
import { barePoints } from './typed-rating.ts';
import { understoodByRules } from './understood.ts';

/**
 * Words of somebody who was asked to fill something in, and that are no command: they are what was asked for, unless they are
 * plainly something else. Such a report, question or greeting is handled as ever, and the form still waits.
 */
export async function answerForm(ctx: MessageContext, next: Next): Promise<void> {
  const said = cleanText(ctx.update.text);
  const asked = said === '' ? undefined : await lastAsked(ctx);
  const type = asked?.form.command;
  if (!asked || !isCommand(type)) return next();
  const { form, isElsewhere, ticket } = asked;
  if (isGivingUp(said)) return isOverTicket(ticket) ? next() : giveUp(ctx, asked, type);
  const quoted = await quotedTicket(ctx);
  if (quoted && quoted.id !== ticket.id) return next();
  const answering = { ...asked, type, said };
  // The words of another contract's people and systems mean nothing here.
  const read: TypedInput = isElsewhere ? { ok: true, input: {} } : readAnswer(ctx, answering);
  if (isSomethingElse(ctx, { ...answering, read })) return next();
  if (isElsewhere) return answerElsewhere(ctx, asked, (there) => answerForm(there, next));
  const points = type === 'confirm' ? barePoints(said) : undefined;
  if (points !== undefined) return commitAnswer(ctx, say(ctx.text.asking.ratePlainly[ctx.chat.kind](points)));
  if (read.ok) return perform(ctx, { ticket, type, input: filledIn(form, read.input) });
  if (read.problem === 'not_a_rating') return next();
  if (read.problem === 'unclear_system') return perform(ctx, { ticket, type, input: filledIn(form, { to: said }) });
  await commitAnswer(ctx, say(problemSentence(ctx, ticket, read)));
}

interface Answering extends Asked {
  readonly type: TicketCommandType;
  readonly said: string;
}

/** Where only one text is missing, all that is said is it; else it is read as what follows the typed command. */
function readAnswer(ctx: MessageContext, { form, ticket, type, said }: Answering): TypedInput {
  const { contract, members, now } = ctx;
  const systemNamed = (name: string) => namedSystem(ctx, name, ticket, offeredBefore(form.input));
  const typed = typedInput(type, said, { members, contract, systemId: ticket.systemId, systemNamed, now });
  if (type === 'change_system') return typed;
  const missing = fieldsOf(ctx, type, ticket).filter(({ name, required }) => required && !form.input[name]);
  const [only, ...more] = missing;
  if (only?.type !== 'text' || more.length > 0) return typed;
  const meant = typed.ok ? typed.input[only.name] : undefined;
  const others = typed.ok ? Object.entries(typed.input).filter(([name, value]) => name !== only.name && value) : [];
  return { ok: true, input: { [only.name]: meant && others.length === 0 ? meant : said } };
}

function isSomethingElse(
  ctx: MessageContext,
  { isElsewhere, ticket, type, said, read }: Answering & { readonly read: TypedInput },
): boolean {
  const { kind, levelReason, pleasantry, systemId } = understoodByRules(ctx, said, { reporterId: ctx.person.id });
  if (kind === 'small_talk') return pleasantry !== undefined && pleasantry !== 'other';
  if (kind === 'question') return /[?？]$/u.test(said);
  if (!read.ok) return kind === 'incident' || kind === 'follow_up';
  const isOther = isElsewhere || (ticket.systemId !== undefined && systemId !== ticket.systemId);
  const isOfAnother = systemId !== undefined && isOther;
  // A cause often lies in another system: of the supplier's people it is a report only where it says whom it hits.
  const isReport = (!isSupplier(ctx.actor) || levelReason.code === 'sign') && !isWholeResolution(ctx, type, said);
  // The ticket has moved on: as an answer it would be refused, and his trouble registered nowhere.
  const isTooLate = !isElsewhere && refusalBefore(ticket, type, ctx.actor, ctx.contract) !== undefined;
  if (isTooLate) return isReport && (kind === 'incident' || kind === 'follow_up');
  // Whoever takes a ticket back says that nothing is wrong; one who says whom it hits reports it once more.
  const isOpposite = type === 'cancel' && systemId !== undefined && levelReason.code === 'sign';
  return kind === 'incident' && isReport && (isOpposite || (isOfAnother && type !== 'change_system'));
}

/** Of the supplier's people cause and action together are an answer, whatever the cause is about. */
function isWholeResolution({ actor }: MessageContext, type: TicketCommandType, said: string): boolean {
  return type === 'resolve' && isSupplier(actor) && splitResolution(said).action !== undefined;
}

async function giveUp(
  ctx: MessageContext,
  { form, isElsewhere, ticket }: Asked,
  type: TicketCommandType,
): Promise<void> {
  const { asking, commands } = ctx.text;
  const sentence = asking.givenUp(ticket.number, commands[type].label);
  const about = isElsewhere ? undefined : ticket.id;
  await ctx.commit({ ...withoutForm(form), outbox: [answer(ctx, say(sentence), about)] });
}

function isCommand(name: string | undefined): name is TicketCommandType {
  return name !== undefined && Object.hasOwn(CATALOGUES.zh.commands, name);
}
