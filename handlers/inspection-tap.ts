import type { InspectionAction } from '../cards/catalogue-inspection.ts';
import { itemName, rangeWords } from '../cards/inspection-view.ts';
import { obligationSubject } from '../domain/obligations/obligation-code.ts';
import type { CheckResult } from '../domain/obligations/obligation-types.ts';
import type { CheckItem } from '../domain/obligations/plan-types.ts';
import { cleanText } from '../domain/plain-text.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { findRound } from './find-inspection.ts';
import { askedItem, askedRound, itemContent, lastAskedOfRound, roundContent } from './inspection-answer.ts';
import { fillItem, fillRest, goOn } from './inspection-fill.ts';
import { makeTicket } from './inspection-ticket.ts';
import { type Round, roundView } from './inspection-view.ts';
import { readSaidOfItem } from './inspection-words.ts';
import { answer, commitAnswer, say } from './messages.ts';

const OUTCOMES: Partial<Record<InspectionAction, CheckResult['outcome']>> = {
  inspection_normal: 'normal',
  inspection_anomaly: 'anomaly',
  inspection_not_applicable: 'not_applicable',
};

/** A button of a round's card, or of one of its items. */
export async function inspectByTap(ctx: ActionContext, action: InspectionAction): Promise<void> {
  const { form, subject } = ctx.update;
  const found = await findRound(ctx, subject);
  if (!found) return commitAnswer(ctx, say(ctx.text.inspection.gone));
  const { item, round } = found;
  if (action === 'inspection_all_normal') return fillRest(ctx, round);
  if (action === 'inspection_next') return goOn(ctx, round, item);
  if (action === 'inspection_choose') return choose(ctx, round, form.item);
  if (action === 'inspection_show' || !item) return showRound(ctx, round);
  if (action === 'inspection_ticket') return makeTicket(ctx, round, item);
  await tapItem(ctx, action, round, item);
}

async function tapItem(ctx: ActionContext, action: InspectionAction, round: Round, item: CheckItem): Promise<void> {
  const { form, version } = ctx.update;
  const outcome = OUTCOMES[action];
  const note = cleanText(form.note ?? '');
  const held = await heldFiles(ctx, round, item);
  const said = { round, item, saw: { version }, ...(note !== '' && { note }), ...(held.length > 0 && { held }) };
  if (outcome) return fillItem(ctx, { ...said, outcome });
  if (action === 'inspection_note' && note !== '') return fillItem(ctx, said);
  const value = action === 'inspection_value' ? readSaidOfItem(form.value ?? '') : undefined;
  if (value?.kind === 'fill' && value.value !== undefined) {
    const both = [value.note, note].filter((part) => part !== '').join(' ');
    return fillItem(ctx, { ...said, value: value.value, ...(both !== '' && { note: both }) });
  }
  await showItem(ctx, round, item, {
    question: questionOf(ctx, action, item),
    ...(action === 'inspection_note' && { wants: 'note' as const }),
  });
}

function questionOf({ text }: UpdateContext, action: InspectionAction, item: CheckItem): string {
  const name = itemName(item, text);
  if (action === 'inspection_value') {
    return text.inspection.askValue(name, item.reading?.unit ?? '', rangeWords(item, text));
  }
  return action === 'inspection_note' ? text.inspection.askNote(name) : '';
}

/** 选检查项 where no form could be asked: the number is asked for. */
async function choose(ctx: ActionContext, round: Round, chosen: string | undefined): Promise<void> {
  const { plan } = round;
  const item = plan.checklist.find(({ id }) => id === chosen);
  if (item) return showItem(ctx, round, item);
  const view = await roundView(ctx, round);
  const sentence = ctx.text.inspection.askItem(`1–${plan.checklist.length}`, '1');
  await ctx.commit({
    outbox: [answer(ctx, roundContent(ctx, view, sentence))],
    ...askedRound(ctx, view),
  });
}

export async function showItem(
  ctx: UpdateContext,
  round: Round,
  item: CheckItem,
  { question = '', wants }: { readonly question?: string; readonly wants?: 'note' } = {},
): Promise<void> {
  const view = await roundView(ctx, round);
  const attachments = await heldFiles(ctx, round, item);
  const lines = question === '' ? [] : [question];
  await ctx.commit({
    outbox: [answer(ctx, itemContent(ctx, view, item, ...lines))],
    ...askedItem(ctx, view, item, { attachments, wants }),
  });
}

export async function showRound(ctx: UpdateContext, round: Round, ...lines: readonly string[]): Promise<void> {
  const view = await roundView(ctx, round);
  await ctx.commit({ outbox: [answer(ctx, roundContent(ctx, view, ...lines))], ...askedRound(ctx, view) });
}

/** Files that he sent for the item before he said how it is. */
export async function heldFiles(
  ctx: UpdateContext,
  { inspection }: Round,
  item: CheckItem,
): Promise<readonly string[]> {
  const form = await lastAskedOfRound(ctx);
  if (form?.subject !== obligationSubject(inspection, item.id)) return [];
  return form.input.attachments === undefined ? [] : form.input.attachments.split(',');
}
