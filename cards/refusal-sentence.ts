import type { Contract } from '../domain/contract.ts';
import type { Refusal, TicketCommandType } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue, RefusalFacts } from './catalogue.ts';
import { type CardMember, nameOf } from './ticket-view.ts';
import { durationWords, instantWords, levelName } from './words.ts';

export interface RefusedAsk {
  readonly command: TicketCommandType;
  readonly askedBy: PersonId;
  readonly contract: Contract;
  readonly members: readonly CardMember[];
  readonly now: Instant;
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
    within: durationWords(asked.contract.undoWithinMs, text),
    ...particulars(refusal, asked, text),
  };
  return text.refusals[refusal.reason](facts);
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
      return { level: levelName(contract, refusal.level, text) };
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
      return {};
  }
}
