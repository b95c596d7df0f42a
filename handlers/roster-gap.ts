import { z } from 'zod';
import { spanWords } from '../cards/duty-words.ts';
import { mentions, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import type { Changes, ContractEvent } from '../db/changes.ts';
import { civilDate, dayOf, startOfDay, timeOfDayMs } from '../domain/civil.ts';
import { allGaps } from '../domain/roster-gaps.ts';
import { plannedRotas } from '../domain/roster-turns.ts';
import type { RosterGap } from '../domain/roster-types.ts';
import { DAY, eventId, type Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { groupOf } from './group-chat.ts';
import { withoutLeadingSpace } from './messages.ts';
import type { Routine } from './routine-types.ts';

/** Gaps that one message lists. */
const GAPS_SHOWN_MAX = 5;
/** Early enough to arrange something the same day. */
const CHECKED_AT = '08:30';
/** A whole week shows every hour that no rota has. */
const PATTERN_MS = 7 * DAY;
/** What was told is looked for so far back. */
const TOLD_MS = 400 * DAY;
const TOLD_MAX = 1_000;

/**
 * Each morning: gaps that begin before the check after next would tell of them, to the managers, each once. Hours that no rota has
 * at all are the plan of the contract, so they are told once for each pack.
 */
export const rosterGap: Routine = {
  name: 'roster_gap',
  nextAt({ roster }, after) {
    if (plannedRotas(roster).length === 0) return undefined;
    const today = startOfDay(dayOf(after)) + timeOfDayMs(CHECKED_AT);
    return today > after ? today : today + DAY;
  },
  async changes(scene): Promise<Changes> {
    const { contract, now } = scene;
    const told = await toldOf(scene);
    const ahead = allGaps(scene, now, now + contract.rosterNoticeMs + DAY)
      .filter(({ kind }) => kind === 'away')
      .flatMap((gap) => untold(gap, told.gaps));
    const uncovered = told.isPatternTold
      ? []
      : allGaps(scene, now, now + PATTERN_MS).filter(({ kind }) => kind === 'uncovered');
    const people = withRole(scene.members, 'manager');
    const managers = mentions(people);
    const { plan } = scene.text.roster;
    const lines: Line[] = [
      ...(ahead.length > 0 ? [plan.gap(managers, gapsWords(scene, ahead))] : []),
      ...(uncovered.length > 0 ? [plan.uncovered(managers, gapsWords(scene, uncovered))] : []),
    ];
    const group = lines.length > 0 ? await groupOf(scene, { people }) : undefined;
    if (!group) return {};
    return {
      entries: [...ahead, ...uncovered].map((gap) => gapEntry(scene, gap)),
      outbox: [
        {
          ...{ op: 'post', chatId: group.id, priority: 1, content: { lines: lines.map(withoutLeadingSpace) } },
          key: `roster-gap:${contract.id}:${civilDate(now)}`,
        },
      ],
    };
  },
};

/** Gaps in words, the first ones. */
export function gapsWords({ now, text }: Scene, gaps: readonly RosterGap[]): string {
  const shown = gaps.slice(0, GAPS_SHOWN_MAX).map((gap) => spanWords(gap, now, text));
  const more = gaps.length - shown.length;
  return [...shown, ...(more > 0 ? [text.roster.plan.more(more)] : [])].join(text.card.comma);
}

/** Parts of a gap that nobody was told of. */
function untold(
  gap: RosterGap,
  told: readonly { readonly from: Instant; readonly to: Instant }[],
): readonly RosterGap[] {
  const earlier = told.find(({ from, to }) => from < gap.to && gap.from < to);
  if (!earlier) return [gap];
  const parts = [
    { ...gap, to: Math.min(gap.to, earlier.from) },
    { ...gap, from: Math.max(gap.from, earlier.to) },
  ].filter(({ from, to }) => from < to);
  const others = told.filter((other) => other !== earlier);
  return parts.flatMap((part) => untold(part, others));
}

const noticed = z.object({ kind: z.string(), packHash: z.string(), from: z.number(), to: z.number() });

interface Told {
  readonly gaps: readonly { readonly from: Instant; readonly to: Instant }[];
  readonly isPatternTold: boolean;
}

async function toldOf({ contract, now, store }: Scene): Promise<Told> {
  const entries = await store.entries(contract.id, ['roster_gap_noticed'], now - TOLD_MS, now + 1, TOLD_MAX);
  const found = entries.flatMap(({ body }) => {
    const parsed = noticed.safeParse(JSON.parse(body));
    return parsed.success ? [parsed.data] : [];
  });
  return {
    gaps: found.filter(({ kind }) => kind === 'away'),
    isPatternTold: found.some(({ kind, packHash }) => kind === 'uncovered' && packHash === contract.hash),
  };
}

/** The managers are told of it: no other message does. */
export function gapEntry({ contract, ids, now }: Scene, { from, kind, to }: RosterGap): ContractEvent {
  const base = { id: eventId(ids.next(now)), at: now, type: 'roster_gap_noticed' };
  return { ...base, kind, from, to, packHash: contract.hash };
}
