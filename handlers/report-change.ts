import { REPORT_PARTS, type ReportPart } from '../cards/catalogue-reporting.ts';
import type { Changes, NewText } from '../db/changes.ts';
import { editDraft, markPosted } from '../domain/obligations/decide-deliverable.ts';
import { codeAmong } from '../domain/obligations/obligation-code.ts';
import { type ObligationRefusal, RECORDED_OBLIGATION_REFUSALS } from '../domain/obligations/obligation-refusal.ts';
import { cleanText } from '../domain/plain-text.ts';
import { actsAs } from '../domain/sides.ts';
import { eventId } from '../domain/types.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { deliverableBySubject } from './deliverables.ts';
import { meantDeliverables } from './find-deliverable.ts';
import { answer, commitAnswer, say, showCard } from './messages.ts';
import { obligationWrites } from './obligation-commit.ts';
import { obligationsNamed } from './obligation-words.ts';
import { type DraftedReport, draftCard, openDrafts, reportAmong, reportFor, reportName } from './report-draft.ts';
import { reportFiles } from './report-files.ts';
import { postedRows } from './report-posts.ts';
import type { CommandContext, Next } from './router-types.ts';

type Said = Readonly<Partial<Record<ReportPart, string>>>;

/** A tap on 发布. What was written since the card was shown is published with it. */
export async function publishByTap(ctx: ActionContext): Promise<void> {
  const drafted = reportAmong(ctx, await deliverableBySubject(ctx, ctx.update.subject));
  return drafted ? publish(ctx, drafted) : commitAnswer(ctx, say(ctx.text.system.unknownAction));
}

/** 发布 周报, 发布 K7QF; alone: the only draft there is. */
export async function publishByText(ctx: CommandContext, next: Next): Promise<void> {
  const said = cleanText(ctx.args);
  const { found, rest } = await draftsMeant(ctx, said);
  if (found.length > 0 && rest === '') return withOne(ctx, found, (drafted) => publish(ctx, drafted));
  const named = said === '' ? undefined : await notToPublish(ctx, said);
  if (named) return publish(ctx, named);
  // 发布 会议系统打不开了 is a report of a fault.
  return said === '' ? commitAnswer(ctx, say(ctx.text.reporting.draft.none)) : next();
}

/** A tap on 修改内容 with its form; where no form could be asked it says how the parts are written. */
export async function editByTap(ctx: ActionContext): Promise<void> {
  const drafted = reportAmong(ctx, await deliverableBySubject(ctx, ctx.update.subject));
  if (!drafted) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  const { form } = ctx.update;
  await edit(ctx, drafted, Object.fromEntries(REPORT_PARTS.map((part) => [part, cleanText(form[part] ?? '')])));
}

/** 修改报告 周报: says how. */
export async function editByText(ctx: CommandContext, next: Next): Promise<void> {
  const said = cleanText(ctx.args);
  const { found, rest } = await draftsMeant(ctx, said);
  // 修改报告 页面打不开了 is a report of a fault.
  const isAbout = found.length > 0 && (rest === '' || rest !== said);
  return isAbout ? withOne(ctx, found, (drafted) => edit(ctx, drafted, {})) : next();
}

/** 风险 数据库磁盘空间不足, 工作建议 周报 ＜内容＞: into the draft that is named, quoted, or the only one. */
export async function writeByText(ctx: CommandContext, next: Next, part: ReportPart): Promise<void> {
  // Whoever writes into no report has a fault in mind: 风险 平台登录不上.
  if (!actsAs(ctx.actor, 'manager')) return next();
  const { found, rest } = await draftsMeant(ctx, cleanText(ctx.args));
  return found.length === 0 ? next() : withOne(ctx, found, (drafted) => edit(ctx, drafted, { [part]: rest }));
}

/** The drafts that are named, else the one whose code stands in the message that is quoted, else all there are. */
async function draftsMeant(
  ctx: CommandContext,
  said: string,
): Promise<{ readonly found: readonly DraftedReport[]; readonly rest: string }> {
  const drafts = await openDrafts(ctx);
  const { found, isPart, rest } = obligationsNamed(
    ctx,
    drafts.map(({ deliverable }) => deliverable),
    said,
  );
  const named = drafts.filter(({ deliverable }) => found.some(({ id }) => id === deliverable.id));
  // Of 风险 系统 响应变慢 the first word is no name.
  if (named.length > 0 && !(isPart && rest !== '')) return { found: named, rest };
  const quote = ctx.update.quote?.text ?? '';
  const quoted = drafts.filter(({ deliverable }) => quote.includes(codeAmong(deliverable)));
  return { found: quoted.length > 0 ? quoted : drafts, rest: said };
}

/** One without a draft that could be published: whoever names it is told why. */
async function notToPublish(ctx: UpdateContext, said: string): Promise<DraftedReport | undefined> {
  const { found, rest, settled } = await meantDeliverables(ctx, said, ['submitted']);
  if (found.length > 0 && rest !== '') return undefined;
  return reportAmong(ctx, found.find(({ draft }) => draft !== undefined) ?? found[0] ?? settled);
}

async function withOne(
  ctx: UpdateContext,
  found: readonly DraftedReport[],
  take: (drafted: DraftedReport) => Promise<void>,
): Promise<void> {
  const [only, ...more] = found;
  if (only && more.length === 0) return take(only);
  const { draft, commands } = ctx.text.reporting;
  const names = found.map((one) => `${reportName(ctx, one)} ${codeAmong(one.deliverable)}`);
  const example = commands.report_publish.example(only ? codeAmong(only.deliverable) : '');
  await commitAnswer(ctx, say(draft.which(names.join(ctx.text.card.comma), example)));
}

async function edit(ctx: UpdateContext, drafted: DraftedReport, said: Said): Promise<void> {
  const { actor, now, person, text } = ctx;
  const { draft, parts } = text.reporting;
  const written = REPORT_PARTS.flatMap((part) => {
    const words = said[part] ?? '';
    return words === '' ? [] : [{ part, text: ctx.keepText(words) }];
  });
  const refs = Object.fromEntries(written.map(({ part, text: kept }) => [part, kept.ref]));
  const step = editDraft(drafted.deliverable, refs, { now, by: actor });
  if (!step.ok && step.refusal.reason !== 'same_already') return refuse(ctx, step.refusal, 'report_edit');
  if (!step.ok) {
    const code = codeAmong(drafted.deliverable);
    const [risks = ''] = parts.risks.words;
    return commitAnswer(ctx, say(draft.empty(`${risks} ${code} ${parts.risks.sample}`)));
  }
  const texts: readonly NewText[] = written.map((one) => one.text);
  const changed = { ...drafted, deliverable: step.next };
  const report = await reportFor(ctx, changed, texts);
  const named = written.map(({ part }) => parts[part].label).join(text.card.comma);
  const changes: Changes = {
    ...obligationWrites(ctx, [{ ...step, seen: drafted.deliverable, by: person.id }]),
    texts,
    outbox: [answer(ctx, showCard(draftCard(ctx, changed, report), [[draft.written(named)]]))],
  };
  await ctx.commit(changes);
}

/** The figures are counted anew: what is handed in says how the record stands now. */
async function publish(ctx: UpdateContext, drafted: DraftedReport): Promise<void> {
  const { actor, now, person, text } = ctx;
  const { deliverable, plan } = drafted;
  const { draft } = text.reporting;
  // Before anything is drawn: whoever may not, and a second tap, wait for nothing.
  const allowed = markPosted(deliverable, plan, [], { now, by: actor });
  if (!allowed.ok) return refuse(ctx, allowed.refusal, 'report_publish');
  const report = await reportFor(ctx, drafted);
  const files = await reportFiles(ctx, report, ['picture', 'docx', 'xlsx']);
  const papers = files.slice(1).map(({ hash, name }) => ({ hash, name }));
  const step = markPosted(deliverable, plan, papers, { now, by: actor });
  if (!step.ok) return refuse(ctx, step.refusal, 'report_publish');
  const posts = await postedRows(ctx, { deliverable: step.next, plan }, report, files);
  const told = [
    draft.posted(reportName(ctx, drafted)),
    plan.review === 'supervisor' ? draft.handedIn : draft.notHandedIn,
  ];
  await ctx.commit({
    ...obligationWrites(ctx, [{ ...step, seen: deliverable, by: person.id }]),
    outbox: [...posts, answer(ctx, say(...told))],
  });
}

async function refuse(ctx: UpdateContext, { reason }: ObligationRefusal, command: string): Promise<void> {
  const { ids, now, person, text } = ctx;
  const { refusals } = text.reporting.draft;
  const sentence = Object.hasOwn(refusals, reason)
    ? refusals[reason as keyof typeof refusals]
    : text.system.unknownAction;
  ctx.log.info({ reason, command }, 'refused something about a report');
  const entry = { id: eventId(ids.next(now)), at: now, by: person.id, type: 'refused', command, reason };
  await ctx.commit({
    outbox: [answer(ctx, say(sentence))],
    entries: RECORDED_OBLIGATION_REFUSALS.has(reason) ? [entry] : [],
  });
}
