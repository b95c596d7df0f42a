import type { Catalogue } from '../cards/catalogue.ts';
import { standingWords } from '../cards/deliverable-card.ts';
import { planName } from '../cards/obligation-name.ts';
import { reportCard } from '../cards/report-card.ts';
import type { CardField, Line } from '../cards/types.ts';
import { instantWords } from '../cards/words.ts';
import type { Changes, Outgoing } from '../db/changes.ts';
import type { Period } from '../domain/assessment/facts.ts';
import { whereKnown } from '../domain/calendar.ts';
import { isWorkday } from '../domain/calendar-days.ts';
import { civilDate, dateOfDay, dayOf, startOfDay, timeOfDayMs } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { countedAt, isCounted } from '../domain/obligations/counting.ts';
import { offPeak } from '../domain/off-peak.ts';
import { LATE_AFTER_MS } from '../domain/reminders.ts';
import { reportPeriod } from '../domain/reporting/report-period.ts';
import type { Report } from '../domain/reporting/report-types.ts';
import { DAY, eventId, type Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { openDeliverables, urgentViews } from './deliverables.ts';
import { commonGroups } from './group-chat.ts';
import { driftsSince } from './inspection-drifts.ts';
import { showCard } from './messages.ts';
import { draftTimer, type ObligationChanges, obligationWrites } from './obligation-commit.ts';
import { postedUnseen, reportAmong } from './report-draft.ts';
import { fileRowsBehind, reportFiles, reportPicture } from './report-files.ts';
import { reportOf } from './report-of.ts';
import type { Routine } from './routine-types.ts';

/** Days that are looked through for the next one: more than the longest holiday. */
const DAYS_AHEAD_MAX = 31;
/** What is owed so soon is told. */
const OWED_AHEAD_MS = 3 * DAY;
const LISTED_MAX = 6;

/**
 * The day's summary (日报) in the contract's group: one card, one picture, and the ledger's head, by which anybody can check later that nothing
 * was rewritten. Also on a day on which nothing happened. After downtime it is made up once, for the day that was missed last.
 */
export const dailyReport: Routine = {
  name: 'daily_report',
  nextAt({ contract }, after) {
    const { daily } = contract.reporting;
    if (!daily) return undefined;
    for (let day = dayOf(after); day <= dayOf(after) + DAYS_AHEAD_MAX; day += 1) {
      const at = offPeak(startOfDay(day) + timeOfDayMs(daily.at), contract.id);
      if (at > after && isReportDay(contract, dateOfDay(day))) return at;
    }
    return undefined;
  },
  async changes(scene, dueAt): Promise<Changes> {
    const { contract, ids, now, text } = scene;
    const groups = await commonGroups(scene);
    if (groups.length === 0) return {};
    const plannedAt = lastPlanned(scene, dueAt);
    const period = reportPeriod('daily', civilDate(plannedAt));
    const report = await reportOf(scene, { kind: 'daily', period, language: text.language });
    const picture = await reportPicture(scene, report);
    const { papers, ...handedIn } = await handedInWith(scene, period, report);
    const fields = [
      ...(await unfinished(scene, period)),
      ...(await drifting(scene, period)),
      ...(await owed(scene, handedIn.obligations)),
    ];
    const card = reportCard(report, { lines: linesOf(scene, plannedAt, picture !== undefined), fields }, text);
    const outbox = groups.flatMap((group) => {
      const key = `daily:${contract.id}:${period.label}:${group.id}`;
      const post: Outgoing = { op: 'post', key, chatId: group.id, priority: 2, content: showCard(card) };
      return [post, ...fileRowsBehind(scene, post, [...(picture ? [picture] : []), ...papers])];
    });
    const { ledger } = report.figures;
    const entry = {
      ...{ id: eventId(ids.next(now)), at: now, type: 'daily_report_posted', day: period.label },
      ...(ledger && { anchor: { seq: ledger.seq, hash: ledger.hash } }),
      ...(picture && { picture: picture.hash }),
    };
    return { ...handedIn, outbox, entries: [...handedIn.entries, entry] };
  },
};

/**
 * Where the contract owes a report of each day, this is it. Where its paper can't be made the summary is posted all the same, and the
 * report is drafted as any other.
 */
async function handedInWith(scene: Scene, { from, to }: Period, report: Report) {
  const owed = (await openDeliverables(scene)).flatMap((deliverable) => {
    const drafted = deliverable.period.from === from && deliverable.period.to === to && reportAmong(scene, deliverable);
    return drafted && drafted.plan.report === 'daily' && deliverable.submissions.length === 0 ? [drafted] : [];
  });
  try {
    const papers = owed.length === 0 ? [] : await reportFiles(scene, report, ['docx']);
    const decided = owed.flatMap((drafted) => postedUnseen(scene, drafted, papers) ?? []);
    return { papers, ...obligationWrites(scene, decided) };
  } catch (error) {
    scene.log.error({ err: error, code: 'daily_paper_not_made' }, 'the paper of a daily report could not be made');
    const setTimers = owed.map(({ deliverable }) => draftTimer(deliverable, scene.now));
    return { papers: [], ...obligationWrites(scene, []), setTimers };
  }
}

/** A day that the table of holidays does not reach is none: it is posted on every other one. */
function isReportDay({ calendars, reporting: { daily } }: Contract, day: string): boolean {
  if (!daily) return false;
  if (daily.on === 'every_day') return true;
  const calendar = calendars[daily.calendar];
  return calendar !== undefined && whereKnown(() => isWorkday(calendar, day)) === true;
}

/** Of several that were missed the last one: the others are in the weekly report. */
function lastPlanned(scene: Scene, dueAt: Instant): Instant {
  let planned = dueAt;
  for (let next = dailyReport.nextAt(scene, dueAt); next !== undefined && next <= scene.now; ) {
    planned = next;
    next = dailyReport.nextAt(scene, next);
  }
  return planned;
}

function linesOf({ now, text }: Scene, plannedAt: Instant, hasPicture: boolean): readonly Line[] {
  const isLate = now - plannedAt > LATE_AFTER_MS;
  return [
    ...(isLate ? [[text.reporting.late(instantWords(plannedAt, now, text, 'if_any'))]] : []),
    ...(hasPicture ? [] : [[text.reporting.noPicture]]),
  ];
}

/** Rounds of that day that nobody has done, of which the figures above count those that are missed and those that are open. */
async function unfinished(scene: Scene, { from, to }: Period): Promise<readonly CardField[]> {
  const { contract, store, text } = scene;
  const open = (await store.openObligations(contract.id)).filter((one) => {
    const at = countedAt(contract, one);
    return one.type === 'inspection' && isCounted(one) && from <= at && at < to;
  });
  const names = counted(
    open.map((round) => planName(contract, round, text)),
    text,
  );
  return listField(text.reporting.labels.unfinished, names, text.card.comma, text);
}

/** Readings of the day that are on their way past a limit. */
async function drifting(scene: Scene, { from }: Period): Promise<readonly CardField[]> {
  const { text } = scene;
  return listField(text.inspection.fields.trend, await driftsSince(scene, from), text.reporting.between, text);
}

/** What is late, and what is owed within days; without what is handed in with the summary. */
async function owed(scene: Scene, handedIn: ObligationChanges['obligations']): Promise<readonly CardField[]> {
  const { contract, now, text } = scene;
  const done = new Set(handedIn.map(({ next }) => next.id));
  const soon = (await openDeliverables(scene)).filter(
    ({ binding, dueAt, id, state }) =>
      binding === 'contract' && state !== 'submitted' && dueAt <= now + OWED_AHEAD_MS && !done.has(id),
  );
  const views = await urgentViews(scene, soon);
  const words = views.map((view) =>
    text.reporting.owed(planName(contract, view.deliverable, text), standingWords(view, now, text)),
  );
  return listField(text.reporting.labels.owed, counted(words, text), text.reporting.between, text);
}

/** Those that read alike once, with their number. */
function counted(words: readonly string[], { reporting }: Catalogue): readonly string[] {
  return [...Map.groupBy(words, (one) => one)].map(([one, { length }]) =>
    length === 1 ? one : reporting.times(one, length),
  );
}

function listField(
  label: string,
  words: readonly string[],
  between: string,
  { reporting }: Catalogue,
): readonly CardField[] {
  if (words.length === 0) return [];
  const rest = words.length - LISTED_MAX;
  const shown = [...words.slice(0, LISTED_MAX), ...(rest > 0 ? [reporting.more(rest)] : [])];
  return [{ label, value: [shown.join(between)] }];
}
