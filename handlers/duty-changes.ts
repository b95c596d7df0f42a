import type { RosterCommand } from '../cards/catalogue-roster.ts';
import { type DutyRequestView, dutyRequestCard } from '../cards/duty-request-card.ts';
import { coverWords, dateWords } from '../cards/duty-words.ts';
import { nameOf } from '../cards/ticket-view.ts';
import type { ContractEvent, Outgoing, RosterWrite } from '../db/changes.ts';
import {
  type DutyEnv,
  type DutyRefusal,
  type DutyStep,
  requestEndsAt,
  requestId,
  turnsOfCover,
} from '../domain/duty-change.ts';
import type { DutyChange } from '../domain/roster-types.ts';
import { eventId, type PersonId } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';
import { exampleOf } from './duty-examples.ts';
import { groupsIn } from './group-chat.ts';
import { commitAnswer, say } from './messages.ts';

/** What happened to the plan, as the ledger calls it. */
export type DutyEntryType =
  | 'duty_swap_asked'
  | 'duty_swap_agreed'
  | 'duty_swap_declined'
  | 'duty_swap_withdrawn'
  | 'duty_swap_lapsed'
  | 'duty_cover_set'
  | 'absence_recorded'
  | 'absence_ended';

export function dutyEnv(scene: Scene): DutyEnv {
  const { contract, ids, now, roster } = scene;
  return { contract, roster, now, newEventId: () => eventId(ids.next(now)) };
}

/** Rows and ledger entries of one decision: each change has its own entry. @param by absent: the bot itself */
export function dutyWrites(
  scene: Scene,
  steps: readonly DutyStep[],
  type: DutyEntryType,
  by?: PersonId,
): { readonly roster: readonly RosterWrite[]; readonly entries: readonly ContractEvent[] } {
  const { ids, now } = scene;
  return {
    roster: steps.map((step) => ({ kind: 'change', ...step })),
    entries: steps.map(({ next }) => ({
      id: eventId(ids.next(now)),
      at: now,
      ...(by !== undefined && { by }),
      type,
      changeId: next.id,
      requestId: requestId(next),
      personId: next.personId,
      ...(next.substituteId !== undefined && { substituteId: next.substituteId }),
      from: next.from,
      to: next.to,
    })),
  };
}

/** Says why nothing changed, in one sentence. */
export async function refuseDuty(ctx: UpdateContext, refusal: DutyRefusal, command: RosterCommand): Promise<void> {
  const { members, text } = ctx;
  const { refusals, request } = text.roster;
  ctx.log.info({ reason: refusal.reason, command }, 'refused a change of the roster');
  const sentence = refusals[refusal.reason]({
    person: 'personId' in refusal ? nameOf(members, refusal.personId, text) : '',
    day: 'day' in refusal ? dateWords(refusal.day, text) : '',
    state: refusal.reason === 'answered' ? request.titles[refusal.state] : '',
    example: exampleOf(ctx, command),
  });
  await commitAnswer(ctx, say(sentence));
}

/** Who takes whose turns, in words. */
export function partsOf(scene: Scene, changes: readonly DutyChange[]): readonly string[] {
  const { members, now, text } = scene;
  return changes.map((change) => coverWords(change, turnsOfCover(change, scene), { members, now }, text));
}

export function dutyCardKey(request: Pick<DutyChange, 'id' | 'swapId'>): string {
  return `duty:${requestId(request)}`;
}

/** A request as its card shows it; undefined for what is none. */
export function requestView(
  scene: Scene,
  request: readonly DutyChange[],
  state: DutyRequestView['state'],
): DutyRequestView | undefined {
  const first = request.find(({ personId, askedBy }) => personId === askedBy);
  if (first?.substituteId === undefined) return undefined;
  return {
    id: requestId(first),
    version: first.version,
    state,
    asker: first.askedBy,
    other: first.substituteId,
    parts: partsOf(scene, request),
    until: requestEndsAt(request),
  };
}

/**
 * Brings the request's card up to date wherever it was posted. A platform whose cards can't change leaves it: the announcement
 * says what became of it.
 */
export async function refreshRequest(
  scene: Scene,
  view: DutyRequestView,
  tap?: { readonly chatId: Outgoing['chatId']; readonly token: string },
): Promise<readonly Outgoing[]> {
  const groups = await groupsIn(scene);
  const card = dutyRequestCard(view, scene.now, scene.text);
  return groups.map(
    ({ id }): Outgoing => ({
      op: 'refresh',
      key: `duty:${view.id}:${view.version}:${id}`,
      chatId: id,
      priority: 1,
      cardKey: `duty:${view.id}`,
      content: { lines: [], card },
      otherwise: 'leave',
      ...(tap?.chatId === id && { tapToken: tap.token }),
    }),
  );
}
