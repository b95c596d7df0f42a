import { INSPECTION_REFUSALS } from '../cards/catalogue-inspection.ts';
import { inspectionCard } from '../cards/inspection-card.ts';
import { inspectionItemCard } from '../cards/inspection-item-card.ts';
import { itemName, openItems, type RoundView } from '../cards/inspection-view.ts';
import { nameOf } from '../cards/ticket-view.ts';
import { durationWords, instantWords } from '../cards/words.ts';
import type { Changes, Content, ContractEvent } from '../db/changes.ts';
import type { PendingForm } from '../db/records.ts';
import { assert } from '../domain/assert.ts';
import { obligationSubject } from '../domain/obligations/obligation-code.ts';
import { type ObligationRefusal, RECORDED_OBLIGATION_REFUSALS } from '../domain/obligations/obligation-refusal.ts';
import type { CheckItem } from '../domain/obligations/plan-types.ts';
import { eventId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { type Round, roundView } from './inspection-view.ts';
import { answer, say, showCard } from './messages.ts';
import { ANSWERED_WITHIN_MS, liveForms, withoutForm } from './pending-form.ts';

/** Of the form that waits for words about one item. */
export const ITEM_FORM = 'inspection_item';
/** Of the form that waits for the number of an item. */
export const CHOOSE_FORM = 'inspection_choose';

/** What he was asked about a round and has not answered. */
export async function lastAskedOfRound(ctx: UpdateContext): Promise<PendingForm | undefined> {
  const [form] = await liveForms(ctx);
  return form?.command === ITEM_FORM || form?.command === CHOOSE_FORM ? form : undefined;
}

/**
 * His next words are about this item.
 * @param attachments files that came before its outcome
 * @param wants whether he was asked to say in words how it is
 */
export function askedItem(
  { chat, now, person }: UpdateContext,
  { inspection }: Pick<RoundView, 'inspection'>,
  item: CheckItem,
  { attachments = [], wants }: { readonly attachments?: readonly string[]; readonly wants?: 'note' | undefined } = {},
): Pick<Changes, 'pendingForm'> {
  return {
    pendingForm: {
      ...{ chatId: chat.id, personId: person.id, command: ITEM_FORM, askedAt: now },
      subject: obligationSubject(inspection, item.id),
      input: { ...(attachments.length > 0 && { attachments: attachments.join(',') }), ...(wants && { wants }) },
    },
  };
}

/** Whether he was asked to say in words how the item is. */
export function wantsNote({ input }: PendingForm): boolean {
  return input.wants === 'note';
}

/** His next words are about this round: a number is an item's, 全部正常 means it. */
export function askedRound({ chat, now, person }: UpdateContext, { inspection }: Pick<RoundView, 'inspection'>) {
  return {
    pendingForm: {
      ...{ chatId: chat.id, personId: person.id, command: CHOOSE_FORM, askedAt: now },
      subject: obligationSubject(inspection),
      input: {},
    },
  } satisfies Changes;
}

/** An item with what can be said of it. */
export function itemContent(ctx: UpdateContext, view: RoundView, item: CheckItem, ...said: readonly string[]): Content {
  const { now, text } = ctx;
  const lines = [...said, text.inspection.answerWithin(durationWords(ANSWERED_WITHIN_MS, text))];
  return showCard(inspectionItemCard(view, item, now, text), say(...lines).lines);
}

export function roundContent({ now, text }: UpdateContext, view: RoundView, ...said: readonly string[]): Content {
  return showCard(inspectionCard(view, now, text), say(...said).lines);
}

/** The item that is open behind this one, or before it where none is behind. */
export function itemBehind(view: Pick<RoundView, 'inspection' | 'plan'>, item: CheckItem): CheckItem | undefined {
  const open = openItems(view).filter(({ id }) => id !== item.id);
  const place = view.plan.checklist.indexOf(item);
  return open.find((one) => view.plan.checklist.indexOf(one) > place) ?? open[0];
}

/** What he was asked is answered by what he does now. */
export async function withoutAskedItem(ctx: UpdateContext): Promise<Pick<Changes, 'pendingForm'>> {
  return withoutForm(await lastAskedOfRound(ctx));
}

/** Nothing happened: he is told why, with the round as it stands. */
export async function refuseInspection(
  ctx: UpdateContext,
  refusal: ObligationRefusal,
  about: { readonly round?: Round; readonly item?: CheckItem } = {},
): Promise<void> {
  const { ids, now, person } = ctx;
  const { reason } = refusal;
  const entry: ContractEvent = {
    ...{ id: eventId(ids.next(now)), at: now, by: person.id, type: 'refused', reason },
    ...{ command: 'inspection', ...(about.round && { about: about.round.inspection.id }) },
  };
  const sentence = refusalWords(ctx, refusal, about.item);
  const isRecorded = RECORDED_OBLIGATION_REFUSALS.has(reason);
  const view = about.round && !isRecorded ? await roundView(ctx, about.round) : undefined;
  ctx.log.info({ reason }, 'refused something about an inspection');
  await ctx.commit({
    outbox: [answer(ctx, view ? roundContent(ctx, view, sentence) : say(sentence))],
    entries: isRecorded ? [entry] : [],
  });
}

function refusalWords(ctx: UpdateContext, refusal: ObligationRefusal, item: CheckItem | undefined): string {
  const { members, now, text } = ctx;
  const reason = INSPECTION_REFUSALS.find((one) => one === refusal.reason);
  assert(reason, `a round is refused for ${refusal.reason}, which has no sentence`);
  const by = 'by' in refusal ? refusal.by : undefined;
  const at = 'at' in refusal ? refusal.at : 'opensAt' in refusal ? refusal.opensAt : undefined;
  return text.inspection.refusals[reason]({
    item: item ? itemName(item, text) : 'item' in refusal ? refusal.item : '',
    person: by === undefined ? text.inspection.automatic : nameOf(members, by, text),
    at: at === undefined ? '' : instantWords(at, now, text, 'if_any'),
    number: 'number' in refusal ? refusal.number : '',
  });
}
