import { CATALOGUES } from '../cards/language.ts';
import { type CardMember, mentions, nameOf, quotedReport } from '../cards/ticket-view.ts';
import { instantWords } from '../cards/words.ts';
import type { Changes } from '../db/changes.ts';
import type { DraftDetails } from '../db/records.ts';
import type { Understanding } from '../domain/intake.ts';
import { isMilder, joinRefusal } from '../domain/merge.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { perform } from './act.ts';
import { amendedCommit } from './amended-commit.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import { joinReport } from './join-report.ts';
import { answer, say } from './messages.ts';
import { type Asking, askWhetherIncident } from './questions.ts';
import { openIncident, placeOf, type Report } from './report.ts';
import { beforeComparing, type SameFault, saidLevel, sameFaultOf } from './same-fault.ts';
import { languageIfOther } from './spoken-language.ts';

type Said = Pick<Report, 'body' | 'reportedAt' | 'receivedAt'>;

/**
 * What is certainly a fault: a ticket of its own; or it joins the one of the same outage; or, where that is not sure, its speaker is
 * asked.
 */
export async function takeReport(ctx: MessageContext, report: Report): Promise<void> {
  const compared = await beforeComparing(ctx, { ...report, ...(await placeOf(ctx, report.draft)) });
  const found = await sameFaultOf(ctx, compared.report);
  if (!found) return openIncident(ctx, report, compared);
  const { ticket, verdict } = found;
  const { understood } = report;
  // He says it again, and graver: that is told as somebody else's report would be.
  const isPlainRepeat =
    (understood.further ?? []).length === 0 &&
    !isMilder(ticket.level, saidLevel(understood) ?? ticket.level, ctx.contract);
  // The question that it answers has to be settled, as a joining does.
  if (verdict === 'repeat' && isPlainRepeat && !report.draft) return addRepeat(ctx, ticket, report.body);
  const refusal = joinRefusal(
    ticket,
    { level: saidLevel(understood), departmentId: ticket.departmentId },
    ctx.actor,
    ctx.contract,
  );
  if (verdict === 'ask' || refusal) {
    const { draft: before } = report;
    const asked = { ...asking(ctx, found, report), ...(before && { before }) };
    return askWhetherIncident(ctx, report, understood, asked);
  }
  await joinReport(ctx, ticket, report);
}

/** Words in doubt about a system of which a fault is in work: one question is enough for both. */
export async function askWhichFault(ctx: MessageContext, said: Said, understanding: Understanding): Promise<void> {
  const reporterId = ctx.person.id;
  const compared = { ...said, reporterId, understood: understanding, ...(await placeOf(ctx)) };
  const found = await sameFaultOf(ctx, compared);
  await askWhetherIncident(ctx, said, understanding, found ? asking(ctx, found, said) : {});
}

function asking(
  ctx: UpdateContext,
  { ticket, words }: SameFault,
  { body }: Pick<Said, 'body'>,
): Pick<Asking, 'lines'> & { readonly details: Pick<DraftDetails, 'sameAs' | 'sameNumber'> } {
  const language = languageIfOther(ctx, undefined, body);
  const text = language ? CATALOGUES[language] : ctx.text;
  const speaker = ctx.chat.kind === 'private' ? [] : mentions([ctx.person.id]);
  const members: readonly CardMember[] = ctx.members;
  const line = text.sameFault.ask(
    speaker,
    ticket.number,
    ticket.reporterId === ctx.person.id ? undefined : nameOf(members, ticket.reporterId, text),
    instantWords(ticket.reportedAt, ctx.now, text, 'always'),
    words === '' ? '' : quotedReport(words, text),
  );
  return { lines: [line], details: { sameAs: ticket.id, sameNumber: ticket.number } };
}

/**
 * His own words are added to his ticket, and he is told how to register another fault.
 * @param words whether they say the same again, or only came so soon after it
 */
export async function addRepeat(
  ctx: MessageContext,
  ticket: Ticket,
  body: string,
  words: 'repeated' | 'added' = 'repeated',
): Promise<void> {
  const [register = ''] = ctx.text.question.registerWords;
  const hint = say(ctx.text.sameFault[words](ticket.number, register));
  const hinted = (changes: Changes): Changes => ({
    ...changes,
    outbox: [...(changes.outbox ?? []).filter(({ op }) => op !== 'answer'), answer(ctx, hint, ticket.id)],
  });
  await perform({ ...ctx, commit: amendedCommit(ctx, hinted) }, { ticket, type: 'supplement', input: { text: body } });
}
