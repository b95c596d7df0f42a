import { CATALOGUES, inEveryLanguage } from '../cards/language.ts';
import { periodShown, planPeriod } from '../cards/obligation-name.ts';
import { reportCard } from '../cards/report-card.ts';
import type { Period } from '../domain/assessment/facts.ts';
import { addMonths } from '../domain/assessment/period.ts';
import { civilDate, dateOfDay, dayNumber } from '../domain/civil.ts';
import type { ReportKind } from '../domain/obligations/plan-types.ts';
import { cleanText, clip, comparable } from '../domain/plain-text.ts';
import { reportPeriod } from '../domain/reporting/report-period.ts';
import { actsAs, isSupplier } from '../domain/sides.ts';
import type { CivilDate, Instant } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { answer, commitAnswer, say, showCard } from './messages.ts';
import { draftCard, openDrafts, reportFor } from './report-draft.ts';
import { fileRowsBehind, reportFiles, reportPicture } from './report-files.ts';
import { reportOf } from './report-of.ts';
import type { CommandContext, Next } from './router-types.ts';
import { isSomethingElse } from './something-else.ts';

/** What names no period and is longer is a sentence about something else. */
const SAID_MAX = 20;
/** How a kind is counted back: days, weeks or months; and how far back it may be asked for. */
const STEPS: Readonly<Record<ReportKind, { readonly of: 'day' | 'week' | 1 | 3 | 6 | 12; readonly back: number }>> = {
  daily: { of: 'day', back: 400 },
  weekly: { of: 'week', back: 106 },
  monthly: { of: 1, back: 36 },
  quarterly: { of: 3, back: 12 },
  half_yearly: { of: 6, back: 8 },
  yearly: { of: 12, back: 5 },
};
const DAYS_A_WEEK = 7;

/** 周报, 周报 现在, 月报 10月, 日报 昨天, 季报 第三季度: a report for whoever asks, as the record stands; nothing is handed in by it. */
export async function showReport(ctx: CommandContext, next: Next, kind: ReportKind): Promise<void> {
  const said = cleanText(ctx.args).normalize('NFKC');
  const period = periodSaid(kind, said, ctx.now);
  // 周报 系统打不开了 is a report of a fault.
  if (!period && ([...said].length > SAID_MAX || isSomethingElse(ctx, ''))) return next();
  const { ask, kinds, nowWords } = ctx.text.reporting;
  if (!mayRead(ctx)) return commitAnswer(ctx, say(ask.staffOnly));
  if (!period)
    return commitAnswer(ctx, say(ask.unknownPeriod(clip(said, SAID_MAX), `${kinds[kind][0]} ${nowWords[0]}`)));
  if (said === '' && (await showedDraft(ctx, kind))) return;
  if (period.from > ctx.now) return commitAnswer(ctx, say(ask.notBegun(periodShown(period, ctx.text))));
  const report = await reportOf(ctx, { kind, period, language: ctx.text.language });
  const picture = await reportPicture(ctx, report);
  const papers = await reportFiles(ctx, report, ['docx', 'xlsx']);
  const shown = answer(ctx, showCard(reportCard(report, { footnote: ctx.text.reporting.attached }, ctx.text)));
  await ctx.commit({ outbox: [shown, ...fileRowsBehind(ctx, shown, [...(picture ? [picture] : []), ...papers])] });
}

/** Whoever works for it, and who supervises it: it names people and scores. */
function mayRead({ actor }: UpdateContext): boolean {
  return isSupplier(actor) || actsAs(actor, 'supervisor');
}

/** To a manager who asks for 周报 the draft that waits for him is the answer. */
async function showedDraft(ctx: UpdateContext, kind: ReportKind): Promise<boolean> {
  if (!actsAs(ctx.actor, 'manager')) return false;
  const waiting = (await openDrafts(ctx)).find(({ plan }) => plan.report === kind);
  if (!waiting) return false;
  const report = await reportFor(ctx, waiting);
  await commitAnswer(ctx, showCard(draftCard(ctx, waiting, report)));
  return true;
}

/**
 * The period of a kind that a text names: nothing the last one that is over (of a day today), 现在 the one that runs, 上周, 10月, W10, the
 * nearest one before now that is called so.
 */
export function periodSaid(kind: ReportKind, said: string, now: Instant): Period | undefined {
  const today = civilDate(now);
  const wanted = comparable(said);
  if (wanted === '') return back(kind, today, kind === 'daily' ? 0 : 1);
  if (NOW.has(wanted)) return back(kind, today, 0);
  const { of, back: most } = STEPS[kind];
  const relative = RELATIVE.find(([word, step]) => step === of && comparable(word) === wanted);
  if (relative) return back(kind, today, relative[2]);
  for (let place = 0; place <= most; place += 1) {
    const period = back(kind, today, place);
    const names = inEveryLanguage(({ deliverable }) => deliverable.period.aliases(planPeriod(period)));
    if (names.some((name) => comparable(name) === wanted)) return period;
  }
  return undefined;
}

const NOW = new Set(inEveryLanguage(({ reporting }) => reporting.nowWords).map(comparable));
const RELATIVE = Object.values(CATALOGUES).flatMap(({ deliverable }) => deliverable.period.relative);

/** The one so many before that of the day. */
function back(kind: ReportKind, day: CivilDate, place: number): Period {
  const { of } = STEPS[kind];
  if (of === 'day' || of === 'week') {
    return reportPeriod(kind, dateOfDay(dayNumber(day) - place * (of === 'week' ? DAYS_A_WEEK : 1)));
  }
  return reportPeriod(kind, addMonths(`${day.slice(0, 7)}-01`, -place * of));
}
