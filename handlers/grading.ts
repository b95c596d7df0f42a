import { type GradingLine, gradingCard } from '../cards/grading-card.ts';
import { shownPeriod } from '../cards/period-name.ts';
import { periodWords } from '../cards/score-words.ts';
import { instantWords } from '../cards/words.ts';
import type { Period } from '../domain/assessment/facts.ts';
import { periodsOf } from '../domain/assessment/period.ts';
import type { Open } from '../domain/assessment/statement.ts';
import { markRanges, type PlacedRule, placedRules, takesMark } from '../domain/assessment/table-lookup.ts';
import type { AssessmentTable } from '../domain/assessment/table-types.ts';
import { CalendarYearMissing } from '../domain/calendar.ts';
import { workdayAfter } from '../domain/calendar-days.ts';
import { dateOfDay, dayNumber, parseCivil } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { actsAs } from '../domain/sides.ts';
import { DAY, type Instant, personId } from '../domain/types.ts';
import { rangeWords, refuseAssessment } from './assessment-commit.ts';
import { sayWords } from './assessment-form.ts';
import type { Scene, UpdateContext } from './context.ts';
import { packsEver } from './givable-tables.ts';
import { gradedPeriod } from './grade-scope.ts';
import { commitAnswer, showCard } from './messages.ts';
import { statementFor } from './own-statements.ts';
import { signSubject } from './sign-scope.ts';

/** By giving what people settle something; a price or a gap between bands is not theirs to give. */
const SETTLED_BY: Partial<Record<Open['why'], GradingLine['takes']>> = {
  grade: 'mark',
  graders_differ: 'mark',
  ratio: 'ratio',
  ticks: 'tick',
  sample: 'sample',
};
/** Until when a period is graded. */
const GRADED_WITHIN_WORKDAYS = 3;

/** 打分: what is still to be given for the period that is graded now, for a supervisor. */
export async function showGrading(ctx: UpdateContext): Promise<void> {
  if (!actsAs(ctx.actor, 'supervisor'))
    return refuseAssessment(ctx, { reason: 'supervisor_only' }, { command: 'give_grade' });
  const periods = await gradedPeriods(ctx);
  if (periods.size === 0) return sayWords(ctx, ctx.text.assessment.grading.noPeriod);
  const cards = await Promise.all([...periods].map(([, graded]) => gradingOf(ctx, graded.period, graded.tables)));
  const [card] = cards.filter((one) => one !== undefined);
  if (card) return commitAnswer(ctx, showCard(card));
  const labels = [...new Set([...periods.values()].map(({ period }) => shownPeriod(period.label, ctx.text)))];
  await sayWords(ctx, ctx.text.assessment.grading.nothing(labels.join(ctx.text.card.comma)));
}

/** The tables by the periods in which they are graded, the one that ended first first. */
async function gradedPeriods(ctx: UpdateContext) {
  const periods = new Map<string, { readonly period: Period; readonly tables: string[] }>();
  for (const table of ctx.contract.tables) {
    const period = await gradedPeriod(ctx, table);
    if (!period) continue;
    const key = `${period.from}:${period.to}`;
    const graded = periods.get(key) ?? { period, tables: [] };
    graded.tables.push(table.id);
    periods.set(key, graded);
  }
  return new Map([...periods].toSorted(([, a], [, b]) => a.period.to - b.period.to));
}

/** @returns undefined where nothing is left to give */
export async function gradingOf(scene: Scene, period: Period, tables: readonly string[]) {
  const { now, text } = scene;
  const statement = await statementFor(scene, { label: `@${period.firstDay}` }, tables);
  const open = statement.parts.flatMap((part) => part.tables.flatMap((table) => table.open));
  const distinct = new Map(open.map((one) => [`${one.rule}:${one.copy ?? ''}`, one]));
  const isOver = period.to <= now;
  const ever = mergedPacks(await packsEver(scene));
  const lines = [...distinct.values()].flatMap((one) => gradingLine(scene, one, { isOver, ever }) ?? []);
  if (lines.length === 0) return undefined;
  const deadline = instantWords(gradedUntil(scene, period), now, text, 'if_any');
  const name = shownPeriod(period.label, text) + text.card.bracketed(periodWords(period, text));
  return gradingCard({ subject: signSubject(scene, period), period: name, deadline, lines }, text);
}

/** What the packs call things, the one in force first. */
interface Ever extends Pick<Contract, 'departments' | 'tables'> {
  readonly rules: readonly PlacedRule[];
}

function mergedPacks(packs: readonly Contract[]): Ever {
  const tables = [...new Set(packs.flatMap((pack) => pack.tables))];
  return { tables, departments: packs.flatMap(({ departments }) => departments), rules: placedRules(tables) };
}

function gradingLine(
  scene: Scene,
  { copy, rule, why }: Open,
  { ever, isOver }: { readonly ever: Ever; readonly isOver: boolean },
): GradingLine | undefined {
  if (why === 'hand_in') return isOver ? handInLine(ever, rule, copy) : undefined;
  const takes = SETTLED_BY[why];
  const placed = ever.rules.find((one) => one.rule.id === rule && (takes !== 'mark' || takesMark(one)));
  if (!placed || !takes) return undefined;
  const member = scene.members.find(({ id }) => id === copy && copy === personId(id));
  return {
    rule,
    name: placed.item.name,
    who: member?.name ?? ever.departments.find(({ id }) => id === copy)?.name ?? copy ?? '',
    takes,
    range: takes === 'mark' ? rangeWords(scene, markRanges(placed)) : '',
  };
}

function handInLine({ departments, tables }: Ever, table: string, copy: string | undefined): GradingLine {
  return {
    rule: table,
    name: tables.find(({ id }) => id === table)?.name ?? '',
    who: departments.find(({ id }) => id === copy)?.name ?? copy ?? '',
    ...(copy !== undefined && { copy }),
    takes: 'hand_in',
    range: '',
  };
}

/** The end of the third workday after the period, by the calendar of working days; where it has none, of the third day. */
export function gradedUntil({ contract }: Scene, { lastDay, to }: Period): Instant {
  const calendar = Object.values(contract.calendars).find(({ kind }) => kind !== 'always');
  try {
    const day = calendar ? workdayAfter(calendar, dayNumber(lastDay), GRADED_WITHIN_WORKDAYS) : undefined;
    return day === undefined ? to + GRADED_WITHIN_WORKDAYS * DAY : parseCivil(dateOfDay(day)) + DAY;
  } catch (error) {
    if (!(error instanceof CalendarYearMissing)) throw error;
    return to + GRADED_WITHIN_WORKDAYS * DAY;
  }
}

/** The periods of these tables that end at an instant, with their tables. */
export function endedAt(tables: readonly AssessmentTable[], term: Scene['contract']['term'], at: Instant) {
  const ended = new Map<string, { readonly period: Period; readonly tables: string[] }>();
  for (const table of tables) {
    const period = periodsOf(table, term).find(({ to }) => to === at);
    if (!period) continue;
    const key = `${period.from}`;
    const known = ended.get(key) ?? { period, tables: [] };
    known.tables.push(table.id);
    ended.set(key, known);
  }
  return [...ended.values()];
}
