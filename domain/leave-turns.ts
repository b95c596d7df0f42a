import { turnsOf } from './duty-change.ts';
import { calledOn, coveringTurns, onDuty } from './roster.ts';
import { type RosterGiven, servedBy, type Turn } from './roster-turns.ts';
import type { DutyChange } from './roster-types.ts';
import type { Instant, PersonId } from './types.ts';

/** Turns of one rota in a row that a leave hands on to the same person. */
export interface TurnsHandedOn {
  readonly turns: readonly [Turn, ...Turn[]];
  /** Whom a report rings then; absent where the supplier has nobody. */
  readonly person?: PersonId;
  /** Is he on a rota then? Otherwise nobody of the rotas is left, and he is called as the next in the order. */
  readonly isManned: boolean;
}

/** What becomes of the person's turns that are not over, the earliest first. @param before without the leave */
export function turnsHandedOn(leave: DutyChange, now: Instant, before: RosterGiven): readonly TurnsHandedOn[] {
  const { roster } = before;
  const after = { ...before, roster: { ...roster, changes: [...roster.changes, leave] } };
  const lost = turnsOf(leave.personId, Math.max(now, leave.from), leave.to, before)
    .filter(({ from }) => leave.from <= from && from < leave.to)
    .toSorted((a, b) => a.from - b.from);
  const rows: TurnsHandedOn[] = [];
  for (const turn of lost) {
    const next = nextOn(turn, Math.max(now, turn.from), after);
    const last = rows.findLast(({ turns: [first] }) => first.rota.id === turn.rota.id);
    if (last && last.person === next.person && last.isManned === next.isManned) {
      rows[rows.indexOf(last)] = { ...last, turns: [...last.turns, turn] };
    } else rows.push({ ...next, turns: [turn] });
  }
  return rows;
}

function nextOn(turn: Turn, at: Instant, after: RosterGiven): Omit<TurnsHandedOn, 'turns'> {
  const [next] = calledOn(after.roster, turn);
  if (next !== undefined) return { person: next, isManned: true };
  const scope = servedBy(turn.rota);
  const isManned = coveringTurns(after, at, scope).some((other) => calledOn(after.roster, other).length > 0);
  const [person] = onDuty(after, at, scope);
  return { ...(person !== undefined && { person }), isManned };
}
