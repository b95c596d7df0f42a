import { itemName, roundCode, roundName, valueWords } from '../cards/inspection-view.ts';
import { openedLine } from '../cards/opened-line.ts';
import { shownText } from '../cards/ticket-view.ts';
import { assert } from '../domain/assert.ts';
import { civilDate } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { departmentOf, schemeFor } from '../domain/contract-lookup.ts';
import type { Understanding } from '../domain/intake.ts';
import { ticketNumber } from '../domain/number.ts';
import { linkTicket } from '../domain/obligations/decide-inspection.ts';
import type { CheckItem } from '../domain/obligations/plan-types.ts';
import { openTicket } from '../domain/ticket.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { ticketId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { groupOf } from './group-chat.ts';
import { askedRound, refuseInspection, roundContent } from './inspection-answer.ts';
import { type Round, roundView } from './inspection-view.ts';
import { mergedChanges } from './merged-changes.ts';
import { answer, updateKey } from './messages.ts';
import { obligationWrites } from './obligation-commit.ts';
import { levelQuestion } from './requests.ts';
import { decisionEnv, languageOfTicket, ticketView } from './scene-ticket.ts';
import { ticketChanges } from './ticket-changes.ts';
import { understood } from './understood.ts';

/** An anomaly becomes a ticket of its own kind, reported by whoever found it: one for each, whoever asks, and however often. */
export async function makeTicket(ctx: UpdateContext, round: Round, item: CheckItem): Promise<void> {
  const { contract, now, text } = ctx;
  const { inspection } = round;
  const result = inspection.results[item.id];
  const id = ticketId(ctx.ids.next(now));
  const env = { now, by: ctx.actor };
  const checked = linkTicket(inspection, item.id, { id, number: '' }, env);
  if (!checked.ok) return refuseInspection(ctx, checked.refusal, { round, item });
  const view = await roundView(ctx, round);
  const value = result?.value === undefined ? '' : valueWords(item, result.value, text);
  const note = shownText(result?.note, view.texts, text);
  const files = result?.attachments?.length ?? 0;
  const photos = files > 0 ? text.inspection.ticketPhotos(files, roundCode(view)) : '';
  const body = text.inspection.ticketSummary(roundName(view, text), itemName(item, text), value, note) + photos;
  const kept = ctx.keepText(body);
  const reporterId = result?.by ?? ctx.person.id;
  const [ofPlan, ...others] = round.plan.systems;
  const systemId = item.system ?? (others.length === 0 ? ofPlan : undefined);
  const read = understood({ ...ctx, chat: undefined }, note === '' ? body : note, {
    reporterId,
    ...(systemId !== undefined && { systemId }),
  });
  const departmentId = departmentOf(contract, systemId)?.id ?? inspection.department;
  const group = await groupOf(ctx, { platform: ctx.chat.platform, department: departmentId });
  await ctx.commit(async (tx) => {
    const day = civilDate(now);
    const number = ticketNumber(contract.numberPrefix, day, await tx.nextDailyNumber(contract.id, day));
    const linked = linkTicket(inspection, item.id, { id, number }, env);
    assert(linked.ok, 'a ticket is linked as it was checked');
    const { ticket, events } = openTicket(
      {
        ...{ id, number, chatId: group?.id ?? ctx.chat.id, kind: 'inspection_anomaly' },
        ...(systemId !== undefined && { systemId }),
        ...(departmentId !== undefined && { departmentId }),
        ...anomalyLevel(contract, systemId, read),
        ...{ reporterId, openedBy: ctx.person.id, isRelayed: true },
        ...{ summary: kept.ref, reportedAt: now, receivedAt: now },
      },
      decisionEnv(ctx),
    );
    const shown = ticketView(ctx, ticket, new Map([[kept.ref.id, body]]));
    const words = languageOfTicket(ctx, shown);
    const opened = ticketChanges(ctx, {
      view: shown,
      events,
      texts: [kept],
      card: { op: 'post', lines: [openedLine(shown, now, words)] },
      posts: levelQuestion(ctx, { view: shown, cause: updateKey(ctx) }),
      text: words,
    });
    const after = { ...view, inspection: linked.next };
    const told = roundContent(ctx, after, text.inspection.ticketOpened(number, itemName(item, text)));
    const step = { seen: inspection, next: linked.next, entry: linked.entry, by: ctx.person.id };
    return mergedChanges(opened, obligationWrites(ctx, [step]), {
      outbox: [answer(ctx, told)],
      ...askedRound(ctx, after),
    });
  });
  ctx.log.info({ ticketId: id, systemId }, 'an anomaly became a ticket');
}

/** What nobody says is grave has the pack's level of anomalies, where the system has it: it was found before anybody was disturbed. */
function anomalyLevel(
  contract: Contract,
  systemId: string | undefined,
  { level, levelReason }: Understanding,
): Pick<Ticket, 'level' | 'levelReason'> {
  const isOpen = levelReason.code === 'default' || (levelReason.code === 'matrix' && levelReason.ask);
  const own = contract.anomalyLevels?.find((id) => schemeFor(contract, systemId).levels.includes(id));
  return isOpen && own !== undefined ? { level: own, levelReason: { code: 'anomaly' } } : { level, levelReason };
}
