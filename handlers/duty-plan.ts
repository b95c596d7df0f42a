import { leaveWords, spanWords } from '../cards/duty-words.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { mentions, nameOf, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { assignCover, type DutyStep, endLeave, takeLeave } from '../domain/duty-change.ts';
import { allGaps } from '../domain/roster-gaps.ts';
import type { RosterGap } from '../domain/roster-types.ts';
import { isSupplier } from '../domain/sides.ts';
import type { PersonId } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';
import { type DutyEntryType, dutyEnv, dutyWrites, partsOf, refuseDuty } from './duty-changes.ts';
import { readOneDay, readPerson, readSeveralDays } from './duty-input.ts';
import { groupForUpdate } from './group-chat.ts';
import { commitAnswer, say, updateKey, withoutLeadingSpace } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';

/** Gaps that one message lists. */
const GAPS_SHOWN_MAX = 5;

const STANDS_FOR = new RegExp(
  `^(?:${inEveryLanguage(({ roster }) => roster.standsFor)
    .toSorted((a, b) => b.length - a.length)
    .map((word) => RegExp.escape(word))
    .join('|')})\\s*`,
  'iu',
);

/** 安排 李工 替 周工 周三: by a manager, without asking anybody. What does not read like that is no command. */
export async function assignByText(ctx: CommandContext, next: Next): Promise<void> {
  const { example } = ctx.text.roster.commands.assign_cover;
  const substitute = readPerson(ctx, ctx.args, example);
  if (!isSupplier(ctx.actor) || !substitute.ok || !STANDS_FOR.test(substitute.rest)) return next();
  const person = readPerson(ctx, substitute.rest.replace(STANDS_FOR, ''), example);
  if (!person.ok) return commitAnswer(ctx, say(person.sentence));
  const day = readOneDay(ctx, person.rest, example);
  if (!day.ok) return commitAnswer(ctx, say(day.sentence));
  const cover = { personId: person.value, substituteId: substitute.value, day: day.value };
  const decision = assignCover(cover, ctx.actor, dutyEnv(ctx));
  if (!decision.ok) return refuseDuty(ctx, decision.refusal, 'assign_cover');
  const parts = partsOf(
    ctx,
    decision.changes.map((step) => step.next),
  ).join(ctx.text.card.dot);
  const by = nameOf(ctx.members, ctx.person.id, ctx.text);
  const people = mentions([substitute.value, person.value]);
  await commitPlan(ctx, decision.changes, 'duty_cover_set', [ctx.text.roster.plan.assigned(people, by, parts)]);
}

/** 请假 周三 到 周五, for oneself; a manager also for others: 请假 周工 周三. */
export async function takeLeaveByText(ctx: CommandContext, next: Next): Promise<void> {
  if (!isSupplier(ctx.actor)) return next();
  const { example } = ctx.text.roster.commands.take_leave;
  const named = readPerson(ctx, ctx.args, example);
  const personId = named.ok ? named.value : ctx.person.id;
  const days = readSeveralDays(ctx, named.ok ? named.rest : ctx.args, example);
  if (!days.ok) return commitAnswer(ctx, say(days.sentence));
  const decision = takeLeave({ personId, ...days.value }, ctx.actor, dutyEnv(ctx));
  if (!decision.ok) return refuseDuty(ctx, decision.refusal, 'take_leave');
  const [step] = decision.changes;
  const span = step ? leaveWords(step.next, ctx.text) : '';
  const name = nameOf(ctx.members, personId, ctx.text);
  const { plan } = ctx.text.roster;
  const gaps = newGaps(ctx, decision.changes);
  await commitPlan(ctx, decision.changes, 'absence_recorded', [
    plan.leave(managers(ctx), name, span),
    ...(gaps.length > 0 ? [plan.gap(managers(ctx), gapsWords(ctx, gaps))] : []),
  ]);
}

/** 销假, for oneself; a manager also for others: 销假 周工. */
export async function endLeaveByText(ctx: CommandContext, next: Next): Promise<void> {
  if (!isSupplier(ctx.actor)) return next();
  const { example } = ctx.text.roster.commands.end_leave;
  const named = ctx.args === '' ? undefined : readPerson(ctx, ctx.args, example);
  if (named && !named.ok) return commitAnswer(ctx, say(named.sentence));
  const personId = named?.value ?? ctx.person.id;
  const decision = endLeave(personId, ctx.actor, dutyEnv(ctx));
  if (!decision.ok) return refuseDuty(ctx, decision.refusal, 'end_leave');
  const name = nameOf(ctx.members, personId, ctx.text);
  await commitPlan(ctx, decision.changes, 'absence_ended', [ctx.text.roster.plan.leaveEnded(managers(ctx), name)]);
}

/** Gaps in words, the first ones. */
export function gapsWords({ now, text }: Scene, gaps: readonly RosterGap[]): string {
  const shown = gaps.slice(0, GAPS_SHOWN_MAX).map((gap) => spanWords(gap, now, text));
  const more = gaps.length - shown.length;
  return [...shown, ...(more > 0 ? [text.roster.plan.more(more)] : [])].join(text.card.comma);
}

/** Spans in which nobody is left because of these changes. */
function newGaps(scene: Scene, steps: readonly DutyStep[]): readonly RosterGap[] {
  const { contract, now, roster } = scene;
  const next = steps.map((step) => step.next);
  const [first] = next;
  if (!first) return [];
  const [from, to] = [Math.max(now, first.from), first.to];
  const changed = { contract, roster: { ...roster, changes: [...roster.changes, ...next] } };
  const before = allGaps(scene, from, to);
  return allGaps(changed, from, to).filter(
    (gap) => gap.kind === 'away' && !before.some((old) => old.from <= gap.from && gap.to <= old.to),
  );
}

function managers({ members, person }: UpdateContext): Line {
  return mentions(withRole(members, 'manager').filter((id) => id !== person.id));
}

async function commitPlan(
  ctx: UpdateContext,
  steps: readonly DutyStep[],
  type: DutyEntryType,
  lines: readonly Line[],
): Promise<void> {
  const by: PersonId = ctx.person.id;
  await ctx.commit({
    ...dutyWrites(ctx, steps, type, by),
    outbox: [
      {
        ...{ op: 'post', key: `duty-plan:${updateKey(ctx)}`, chatId: await groupForUpdate(ctx), priority: 1 },
        content: { lines: lines.map(withoutLeadingSpace) },
      },
    ],
  });
}
