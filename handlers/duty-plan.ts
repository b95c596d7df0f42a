import { inEveryLanguage } from '../cards/language.ts';
import { mentions, nameOf, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { assignCover, type DutyStep, endLeave } from '../domain/duty-change.ts';
import { isSupplier } from '../domain/sides.ts';
import type { UpdateContext } from './context.ts';
import { type DutyEntryType, dutyEnv, dutyWrites, partsOf, refuseDuty } from './duty-changes.ts';
import { exampleOf } from './duty-examples.ts';
import { readOneDay, readPerson, refuseOutsider } from './duty-input.ts';
import { groupForUpdate } from './group-chat.ts';
import { commitAnswer, say, updateKey, withoutLeadingSpace } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';

const STANDS_FOR = new RegExp(
  `^(?:${inEveryLanguage(({ roster }) => roster.standsFor)
    .toSorted((a, b) => b.length - a.length)
    .map((word) => RegExp.escape(word))
    .join('|')})\\s*`,
  'iu',
);

/** 安排 李工 替 周工 周三: by a manager, without asking anybody. What does not read like that is no command. */
export async function assignByText(ctx: CommandContext, next: Next): Promise<void> {
  const example = exampleOf(ctx, 'assign_cover');
  const substitute = readPerson(ctx, ctx.args, example);
  if (!substitute.ok || !STANDS_FOR.test(substitute.rest)) return next();
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

/** 销假, for oneself; a manager also for others: 销假 周工. */
export async function endLeaveByText(ctx: CommandContext, next: Next): Promise<void> {
  if (!isSupplier(ctx.actor)) return refuseOutsider(ctx, next, 'end_leave');
  const example = exampleOf(ctx, 'end_leave');
  const named = ctx.args === '' ? undefined : readPerson(ctx, ctx.args, example);
  if (named && !named.ok) return commitAnswer(ctx, say(named.sentence));
  const personId = named?.value ?? ctx.person.id;
  const decision = endLeave(personId, ctx.actor, dutyEnv(ctx));
  if (!decision.ok) return refuseDuty(ctx, decision.refusal, 'end_leave');
  const name = nameOf(ctx.members, personId, ctx.text);
  await commitPlan(ctx, decision.changes, 'absence_ended', [ctx.text.roster.plan.leaveEnded(managers(ctx), name)]);
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
  const { entries, roster } = dutyWrites(ctx, steps, type, ctx.person.id);
  await ctx.commit({
    roster,
    entries,
    outbox: [
      {
        ...{ op: 'post', key: `duty-plan:${updateKey(ctx)}`, chatId: await groupForUpdate(ctx), priority: 1 },
        content: { lines: lines.map(withoutLeadingSpace) },
      },
    ],
  });
}
