import type { Contract } from '../domain/contract.ts';
import type { Refusal } from '../domain/decision-types.ts';
import type { TicketCommandType } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { RefusalFacts } from './catalogue-ticket.ts';
import { type CardMember, nameOf } from './ticket-view.ts';
import { durationWords, instantWords, levelName, systemName } from './words.ts';

export interface RefusedAsk {
  readonly command: TicketCommandType;
  readonly askedBy: PersonId;
  readonly contract: Contract;
  readonly members: readonly CardMember[];
  readonly now: Instant;
  /** Number of the ticket that the ticket follows, where it was merged. */
  readonly mergedInto?: string;
}

/** Why nothing happened, in one polite sentence that names who and when. */
export function refusalSentence(refusal: Refusal, asked: RefusedAsk, text: Catalogue): string {
  const facts: RefusalFacts = {
    command: text.commands[asked.command].label,
    person: '',
    isSelf: false,
    at: '',
    status: '',
    needed: '',
    level: '',
    system: '',
    within: durationWords(asked.contract.undoWithinMs, text),
    ...particulars(refusal, asked, text),
  };
  const sentence = text.refusals[refusal.reason](facts);
  // Whoever meets a merged ticket is told where to go.
  return asked.mergedInto === undefined ? sentence : sentence + text.card.followsMain(asked.mergedInto);
}

function particulars(refusal: Refusal, asked: RefusedAsk, text: Catalogue): Partial<RefusalFacts> {
  const { members, contract, now, askedBy } = asked;
  switch (refusal.reason) {
    case 'already_done':
      return {
        command: text.commands[refusal.command].label,
        person: refusal.by === undefined ? text.timeline.bot : nameOf(members, refusal.by, text),
        isSelf: refusal.by === askedBy,
        at: instantWords(refusal.at, now, text, 'always'),
      };
    case 'not_assignee':
      return { person: nameOf(members, refusal.assigneeId, text) };
    case 'not_reporter':
      return { person: nameOf(members, refusal.reporterId, text) };
    case 'role':
      return {
        command: text.commands[refusal.command].label,
        needed: refusal.needed.map((role) => text.names.role[role]).join(text.card.comma),
      };
    case 'outdated':
      return { status: text.names.status[refusal.status] };
    case 'supplier_side':
      return { command: text.commands[refusal.command].label };
    case 'status':
      return { command: text.commands[refusal.command].label, status: text.names.status[refusal.status] };
    case 'unknown_level':
    case 'same_level':
    case 'merge_milder_level':
      return { level: levelName(contract, refusal.level, text) };
    case 'unknown_system':
      return { system: refusal.systemId };
    case 'same_system':
      return { system: systemName(contract, refusal.systemId, text) };
    case 'not_engineer':
    case 'same_assignee':
      return { person: nameOf(members, refusal.personId, text) };
    case 'own_request':
    case 'suspended':
    case 'not_suspended':
    case 'suspension_pending':
    case 'no_suspension_request':
    case 'nothing_to_undo':
    case 'undo_too_late':
    case 'undo_overtaken':
    case 'rating_range':
    case 'nothing_to_request':
    case 'nothing_to_agree':
    case 'due_in_the_past':
    case 'agreed_due_missed':
    case 'no_due_proposal':
    case 'own_side':
    case 'late_entry_range':
    case 'not_resolved':
    case 'late_entry_pending':
    case 'no_late_entry':
    case 'merge_itself':
    case 'merge_ended':
    case 'merge_other_contract':
    case 'merge_main_is_merged':
    case 'merge_main_resolved':
    case 'merge_other_system':
    case 'merge_loses_promise':
    case 'merge_into_request':
      return {};
  }
}
