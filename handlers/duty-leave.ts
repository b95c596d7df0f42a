import { leaveWords, rotaName, spanWords, turnWords } from '../cards/duty-words.ts';
import { mentions, nameOf, namesOf, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { requestsOvertakenBy, takeLeave } from '../domain/duty-change.ts';
import { type TurnsHandedOn, turnsHandedOn } from '../domain/leave-turns.ts';
import { onDuty } from '../domain/roster.ts';
import { allGaps } from '../domain/roster-gaps.ts';
import { plannedRotas } from '../domain/roster-turns.ts';
import type { DutyChange, RosterGap } from '../domain/roster-types.ts';
import { isSupplier } from '../domain/sides.ts';
import type { CivilDate, PersonId } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';
import { dutyEnv, dutyWrites, refuseDuty } from './duty-changes.ts';
import { exampleOf } from './duty-examples.ts';
import { isDutyTyped, readPerson, readSeveralDays, refuseOutsider } from './duty-input.ts';
import { lapsedRequests } from './duty-lapse.ts';
import { groupForUpdate } from './group-chat.ts';
import { commitAnswer, say, updateKey, withoutLeadingSpace } from './messages.ts';
import { gapEntry } from './roster-gap.ts';
import type { CommandContext, Next } from './router-types.ts';

/** Rows of handed-on turns that one message lists, and those who are named where there is no rota. */
const ROWS_SHOWN_MAX = 6;
const CALLED_SHOWN_MAX = 3;

/** 请假 周三 到 周五, for oneself; a manager also for others: 请假 周工 周三. */
export async function takeLeaveByText(ctx: CommandContext, next: Next): Promise<void> {
  if (!isSupplier(ctx.actor)) return refuseOutsider(ctx, next, 'take_leave');
  const asked = readLeave(ctx);
  if (!asked.ok) return commitAnswer(ctx, say(asked.sentence));
  const decision = takeLeave(asked.leave, ctx.actor, dutyEnv(ctx));
  if (!decision.ok) return refuseDuty(ctx, decision.refusal, 'take_leave');
  const leave = decision.changes[0]?.next;
  if (!leave) return next();
  const after: Scene = { ...ctx, roster: { ...ctx.roster, changes: [...ctx.roster.changes, leave] } };
  const chatId = await groupForUpdate(ctx);
  const written = dutyWrites(ctx, decision.changes, 'absence_recorded', ctx.person.id);
  const ended = await lapsedRequests(after, requestsOvertakenBy(leave, ctx.roster.changes), chatId, (view) => {
    const others = [view.asker, view.other].filter((id) => id !== leave.personId);
    return ctx.text.roster.request.overtaken(mentions(others), nameOf(ctx.members, leave.personId, ctx.text));
  });
  await ctx.commit({
    roster: [...written.roster, ...ended.roster],
    entries: [...written.entries, ...ended.entries, ...newGaps(ctx, after, leave).map((gap) => gapEntry(ctx, gap))],
    outbox: [
      {
        ...{ op: 'post', key: `duty-plan:${updateKey(ctx)}`, chatId, priority: 1 },
        content: { lines: [withoutLeadingSpace(leaveLine(ctx, after, leave))] },
      },
      ...ended.outbox,
    ],
  });
}

type AskedLeave =
  | { readonly ok: true; readonly leave: { personId: PersonId; from: CivilDate; to: CivilDate } }
  | { readonly ok: false; readonly sentence: string };

function readLeave(ctx: CommandContext): AskedLeave {
  const example = exampleOf(ctx, 'take_leave');
  const named = readPerson(ctx, ctx.args, example);
  const days = readSeveralDays(ctx, named.ok ? named.rest : ctx.args, example);
  if (days.ok) return { ok: true, leave: { personId: named.ok ? named.value : ctx.person.id, ...days.value } };
  // A name that nobody has stands before the day.
  if (!named.ok && ctx.args !== '' && isDutyTyped(ctx)) return { ok: false, sentence: named.sentence };
  return { ok: false, sentence: days.sentence };
}

/** Who is away, and who has his turns now. */
function leaveLine(ctx: UpdateContext, after: Scene, leave: DutyChange): Line {
  const { members, now, text } = ctx;
  const { plan } = text.roster;
  const rows = turnsHandedOn(leave, now, ctx);
  const successors = rows.flatMap(({ isManned, person }) => (isManned && person !== undefined ? [person] : []));
  const people = [...withRole(members, 'manager'), ...successors].filter((id) => id !== ctx.person.id);
  const name = nameOf(members, leave.personId, text);
  return plan.leave(mentions(people), name, leaveWords(leave, text), takeoverWords(ctx, after, leave, rows));
}

function takeoverWords(ctx: UpdateContext, after: Scene, leave: DutyChange, rows: readonly TurnsHandedOn[]): string {
  const { members, now, text } = ctx;
  const { plan } = text.roster;
  if (plannedRotas(ctx.roster).length === 0) {
    const called = onDuty(after, Math.max(now, leave.from)).slice(0, CALLED_SHOWN_MAX);
    return plan.noRota(namesOf(members, called, text));
  }
  if (rows.length === 0) return plan.noTurns;
  const shown = rows.slice(0, ROWS_SHOWN_MAX).map((row) => rowWords(ctx, row));
  const more = rows.length - shown.length;
  const parts = [...shown, ...(more > 0 ? [plan.more(more)] : [])].join(text.card.comma);
  const isLeftEmpty = rows.some(({ isManned }) => !isManned);
  return plan.takeovers(parts) + (isLeftEmpty ? plan.arrange(exampleOf(ctx, 'assign_cover')) : '');
}

function rowWords({ members, now, text }: UpdateContext, { isManned, person, turns }: TurnsHandedOn): string {
  const { now: words, plan } = text.roster;
  const [first] = turns;
  const span = { from: first.from, to: turns.at(-1)?.to ?? first.to };
  const said =
    turns.length === 1
      ? turnWords(first, now, text)
      : plan.turns(rotaName(first.rota, text), spanWords(span, now, text), turns.length);
  const who = person === undefined ? words.nobody : nameOf(members, person, text);
  return isManned ? plan.takeover(said, who) : plan.unmanned(said, who);
}

/** Spans in which nobody is left because of the leave. */
function newGaps(before: Scene, after: Scene, leave: DutyChange): readonly RosterGap[] {
  const [from, to] = [Math.max(before.now, leave.from), leave.to];
  const known = allGaps(before, from, to);
  return allGaps(after, from, to).filter(
    (gap) => gap.kind === 'away' && !known.some((old) => old.from <= gap.from && gap.to <= old.to),
  );
}
