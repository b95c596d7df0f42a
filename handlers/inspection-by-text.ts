import { answerExamples } from '../cards/inspection-item-card.ts';
import { inspectionListCard } from '../cards/inspection-list-card.ts';
import { anomaliesOf, itemName, roundCode, roundName } from '../cards/inspection-view.ts';
import { timeWords } from '../cards/time-words.ts';
import type { PendingForm } from '../db/records.ts';
import { civilDate } from '../domain/civil.ts';
import type { CheckItem } from '../domain/obligations/plan-types.ts';
import { cleanText } from '../domain/plain-text.ts';
import { isSupplier } from '../domain/sides.ts';
import { readDay } from '../domain/spoken-day.ts';
import { contractId } from '../domain/types.ts';
import { attachedTo, hasAttachments, withAttached } from './attachments.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import { findRound, type NamedRounds, openRounds, readItem, readRounds } from './find-inspection.ts';
import { isGivingUp } from './giving-up.ts';
import { askedItem, CHOOSE_FORM, itemContent, lastAskedOfRound, wantsNote } from './inspection-answer.ts';
import { fillItem, fillRest, goOn } from './inspection-fill.ts';
import { inspectorsOf } from './inspection-people.ts';
import { heldFiles, showItem, showRound } from './inspection-tap.ts';
import { makeTicket } from './inspection-ticket.ts';
import { listedViews, type Round, roundView } from './inspection-view.ts';
import { readSaidOfItem, type SaidOfItem } from './inspection-words.ts';
import { answer, commitAnswer, say, showCard } from './messages.ts';
import { withoutForm } from './pending-form.ts';
import type { CommandContext, Next } from './router-types.ts';
import { understoodByRules } from './understood.ts';

/** A code that was mistyped, or is another contract's. */
const CODE_ALONE = /^[0-9A-Z]{4}$/u;

/** 巡检, 巡检 K7QF, 巡检 3 异常 漏水: his rounds, one of them, or one of its items. What names neither may be a report. */
export async function inspectByText(ctx: CommandContext, next: Next): Promise<void> {
  const said = cleanText(ctx.args);
  const named = await readRounds(ctx, said);
  const { isNamed, rest, rounds } = named;
  if (said === '') return showMine(ctx, (await openRounds(ctx)).own);
  // 1月2日 is no item 1.
  const isDay = isNamed && readDay(rest, timeWords, civilDate(ctx.now))?.rest === '';
  const fitting = isDay ? [] : rounds.filter((round) => readItem(round, rest) !== undefined);
  const [only, ...more] = isNamed && rest === '' ? rounds : fitting;
  if (!only) {
    if (CODE_ALONE.test(rest)) return commitAnswer(ctx, say(ctx.text.inspection.gone));
    if (isPerhapsFault(ctx, named)) return next();
    return commitAnswer(ctx, say(isDay ? ctx.text.inspection.gone : ctx.text.inspection.unknownItem(rest)));
  }
  if (more.length > 0)
    return askWhich(ctx, [only, ...more], (code) => `${firstWord(ctx, 'mine')} ${code} ${rest}`.trim());
  const read = readItem(only, rest);
  if (!read) return showRound(ctx, only);
  await takeSaid(ctx, only, read.item, read.rest);
}

/** 全部正常, 全部正常 K7QF. */
export async function allNormalByText(ctx: CommandContext, next: Next): Promise<void> {
  const named = await readRounds(ctx, cleanText(ctx.args));
  const { isNamed, rest, rounds } = named;
  if (rest !== '') return isPerhapsFault(ctx, named) ? next() : commitAnswer(ctx, say(ctx.text.inspection.gone));
  const [only, ...more] = rounds;
  if (!only) return isNamed ? next() : commitAnswer(ctx, say(ctx.text.inspection.nothingMine));
  if (more.length > 0) return askWhich(ctx, rounds, (code) => `${firstWord(ctx, 'allNormal')} ${code}`);
  await fillRest(ctx, only);
}

/** What is said behind a round's name is answered to those who fill it in; of anybody else, or behind half a name, it may be a fault. */
function isPerhapsFault(ctx: MessageContext, { isNamed, isPart }: NamedRounds): boolean {
  return !isNamed || !isSupplier(ctx.actor) || (isPart === true && isSomethingElse(ctx, ctx.update.text));
}

/** Words or files of somebody who was asked about an item, and that are no command. */
export async function answerInspection(ctx: MessageContext, next: Next): Promise<void> {
  const form = await lastAskedOfRound(ctx);
  if (!form) return next();
  const [of = ''] = form.subject.split('|');
  // His own chat is one for all of his contracts.
  if (of !== ctx.contract.id) {
    const there = await ctx.inContract?.(contractId(of));
    return there ? answerInspection(there, next) : next();
  }
  const found = await findRound(ctx, form.subject);
  if (!found) return next();
  const said = cleanText(ctx.update.text);
  if (said === '' && !hasAttachments(ctx)) return next();
  if (isGivingUp(said)) {
    return ctx.commit({ ...withoutForm(form), outbox: [answer(ctx, say(ctx.text.inspection.givenUp))] });
  }
  if (form.command === CHOOSE_FORM) return chooseInWords(ctx, next, found.round, said);
  if (!found.item) return next();
  if (said === '') return keepFiles(ctx, form, found.round, found.item);
  const read = readSaidOfItem(said);
  const isAsked = wantsNote(form);
  if (read === undefined && isSomethingElse(ctx, said, isAsked)) return next();
  const words = isAsked && isNote(read, found.item) ? `${noteWord(ctx)} ${said}` : said;
  await takeSaid(ctx, found.round, found.item, words, form.askedAt);
}

async function chooseInWords(ctx: MessageContext, next: Next, round: Round, said: string): Promise<void> {
  const alone = readSaidOfItem(said);
  if (alone?.kind === 'next') return goOn(ctx, round);
  if (alone?.kind === 'ticket') {
    const anomalies = anomaliesOf(round);
    const [only, ...more] = anomalies.filter(({ id }) => round.inspection.results[id]?.ticket === undefined);
    const meant = more.length > 0 ? undefined : (only ?? anomalies.at(-1));
    if (meant) return makeTicket(ctx, round, meant);
  }
  const read = readItem(round, said);
  // 3 号楼打不开 is no item.
  if (!read || (read.rest !== '' && readSaidOfItem(read.rest) === undefined)) return next();
  await takeSaid(ctx, round, read.item, read.rest);
}

/** @param askedAt of what he answers */
async function takeSaid(
  ctx: UpdateContext,
  round: Round,
  item: CheckItem,
  words: string,
  askedAt?: number,
): Promise<void> {
  if (words === '') return showItem(ctx, round, item);
  const said = readSaidOfItem(words);
  if (!said) return tellNotRead(ctx, round, item);
  if (said.kind === 'next') return goOn(ctx, round, item);
  if (said.kind === 'ticket') return makeTicket(ctx, round, item);
  const held = await heldFiles(ctx, round, item);
  await fillItem(ctx, {
    ...filled(said),
    ...{ round, item, held },
    ...(askedAt !== undefined && { saw: { at: askedAt } }),
  });
}

function filled({ note, outcome, value }: Extract<SaidOfItem, { readonly kind: 'fill' }>) {
  return {
    ...(outcome && { outcome }),
    ...(value !== undefined && { value }),
    ...(note !== '' && { note }),
  };
}

async function tellNotRead(ctx: UpdateContext, round: Round, item: CheckItem): Promise<void> {
  const { text } = ctx;
  const view = await roundView(ctx, round);
  const line = text.inspection.notRead(itemName(item, text), answerExamples(item, text));
  await ctx.commit({ outbox: [answer(ctx, itemContent(ctx, view, item, line))], ...askedItem(ctx, view, item) });
}

/** Photos of an item that is filled belong to it at once; of one that is not they wait for its outcome. */
async function keepFiles(ctx: MessageContext, form: PendingForm, round: Round, item: CheckItem): Promise<void> {
  if (round.inspection.results[item.id]) return fillItem(ctx, { round, item });
  const attached = attachedTo(ctx, { obligationId: round.inspection.id });
  const earlier = form.input.attachments === undefined ? [] : form.input.attachments.split(',');
  const files = [...earlier, ...attached.attachments.map(({ id }) => id)];
  const view = await roundView(ctx, round);
  const line = ctx.text.inspection.photosKept(attached.attachments.length, itemName(item, ctx.text));
  await ctx.commit(
    withAttached(
      {
        outbox: [answer(ctx, itemContent(ctx, view, item, line))],
        ...askedItem(ctx, view, item, { attachments: files }),
      },
      attached,
    ),
  );
}

async function showMine(ctx: UpdateContext, rounds: readonly Round[]): Promise<void> {
  const { contract, now, text } = ctx;
  if (contract.inspections.length === 0) return commitAnswer(ctx, say(text.inspection.nothingPlanned));
  const [only, ...more] = rounds;
  if (!only) return commitAnswer(ctx, say(text.inspection.nothingMine));
  if (more.length === 0) return showRound(ctx, only);
  const views = await listedViews(ctx, rounds);
  const listed = views.map((view) => ({ view, people: inspectorsOf(ctx, view.plan, view.inspection) }));
  await commitAnswer(ctx, showCard(inspectionListCard('mine', listed, now, text)));
}

async function askWhich(
  ctx: UpdateContext,
  rounds: readonly Round[],
  example: (code: string) => string,
): Promise<void> {
  const { now, text } = ctx;
  const views = await listedViews(ctx, rounds);
  const [first] = views;
  const list = views.map((view) => `${roundCode(view)} ${roundName(view, text)}`).join(text.card.comma);
  const sentence = text.inspection.which(list, example(first ? roundCode(first) : ''));
  const listed = views.map((view) => ({ view, people: inspectorsOf(ctx, view.plan, view.inspection) }));
  await commitAnswer(ctx, showCard(inspectionListCard('mine', listed, now, text), say(sentence).lines));
}

function firstWord({ text }: UpdateContext, word: 'mine' | 'allNormal'): string {
  return text.inspection.words[word][0] ?? '';
}

/** What answers the question how it is: no outcome and no reading. 3 台离线 is none where nothing is read off. */
function isNote(read: SaidOfItem | undefined, { reading }: CheckItem): boolean {
  if (read === undefined) return true;
  return read.kind === 'fill' && read.outcome === undefined && read.value !== undefined && reading === undefined;
}

function noteWord({ text }: UpdateContext): string {
  return text.inspection.outcomeWords.note[0] ?? '';
}

/** A report of a fault that names its system, a question, or a greeting. @param isAsked how it is: then a fault is the answer */
function isSomethingElse(ctx: MessageContext, said: string, isAsked = false): boolean {
  const { kind, systemId } = understoodByRules(ctx, said, { reporterId: ctx.person.id });
  if (kind === 'small_talk' || kind === 'question') return true;
  return kind === 'incident' && systemId !== undefined && !isAsked;
}
