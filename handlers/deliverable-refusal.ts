import type { DeliverableCommand, DeliverableProblem } from '../cards/catalogue-deliverable.ts';
import { stateWords } from '../cards/deliverable-card.ts';
import { obligationName } from '../cards/obligation-name.ts';
import { nameOf } from '../cards/ticket-view.ts';
import { instantWords } from '../cards/words.ts';
import type { ContractEvent, Outgoing } from '../db/changes.ts';
import { assert } from '../domain/assert.ts';
import { codeAmong } from '../domain/obligations/obligation-code.ts';
import { type ObligationRefusal, RECORDED_OBLIGATION_REFUSALS } from '../domain/obligations/obligation-refusal.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import { eventId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { deliverableView, presentCard } from './deliverables.ts';
import { answer, say, showCard } from './messages.ts';

/** Nothing happened: the person is told why, in one sentence; of a card that is outdated he gets the present one. */
export async function refuseDeliverable(
  ctx: UpdateContext,
  deliverable: Deliverable,
  problem: DeliverableProblem,
  command: DeliverableCommand,
): Promise<void> {
  const { ids, now, person } = ctx;
  ctx.log.info({ problem, command }, 'refused something about a deliverable');
  const entry: ContractEvent = {
    ...{ id: eventId(ids.next(now)), at: now, by: person.id, type: 'refused' },
    ...{ command, reason: problem },
  };
  const sentence = await problemSentence(ctx, deliverable, problem, command);
  const lines = say(sentence);
  const said: Outgoing =
    problem === 'outdated'
      ? answer(ctx, showCard(await presentCard(ctx, deliverable), lines.lines))
      : answer(ctx, lines);
  await ctx.commit({ outbox: [said], entries: isRecorded(problem) ? [entry] : [] });
}

function isRecorded(problem: DeliverableProblem): boolean {
  return [...RECORDED_OBLIGATION_REFUSALS].some((reason) => reason === problem);
}

/** What the domain refuses with, in terms of what people do with a deliverable. */
export function problemOf({ reason }: ObligationRefusal): DeliverableProblem {
  switch (reason) {
    case 'supplier_only':
    case 'manager_only':
      return 'supplier_only';
    case 'supervisor_only':
    case 'managers_and_supervisors':
      return 'supervisor_only';
    case 'not_open_yet':
    case 'cancelled':
    case 'accepted_already':
    case 'nothing_handed_in':
    case 'nothing_to_review':
    case 'needs_reason':
      return reason;
    case 'same_already':
      return 'submitted_already';
    default:
      assert(false, `a deliverable was refused for ${reason}`);
  }
}

async function problemSentence(
  ctx: UpdateContext,
  deliverable: Deliverable,
  problem: DeliverableProblem,
  command: DeliverableCommand,
): Promise<string> {
  const { contract, members, now, text } = ctx;
  const view = await deliverableView(ctx, deliverable);
  const last = deliverable.submissions.at(-1);
  const accepted = deliverable.reviews.findLast(({ isAccepted }) => isAccepted);
  const who = problem === 'accepted_already' ? accepted : last;
  return text.deliverable.refusals[problem]({
    name: obligationName(contract, deliverable, text),
    person: who?.by === undefined ? '' : nameOf(members, who.by, text),
    at: who ? instantWords(who.at, now, text, 'always') : '',
    state: stateWords(view, text),
    example: text.deliverable.commands[command].example(codeAmong(deliverable)),
  });
}
