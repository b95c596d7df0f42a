import type { Cast } from '../../bot/play/cast.ts';
import type { TypedCommand } from '../../bot/play/world.ts';
import { ASSESSMENT_COMMANDS, type AssessmentCommand } from '../../cards/catalogue-assessment.ts';
import { DELIVERABLE_COMMANDS, type DeliverableCommand } from '../../cards/catalogue-deliverable.ts';
import { INSPECTION_ACTIONS, type InspectionAction } from '../../cards/catalogue-inspection.ts';
import { ROSTER_COMMANDS } from '../../cards/catalogue-roster.ts';
import { readScoreSubject } from '../../cards/score-ref.ts';
import { zh } from '../../cards/text.zh.ts';
import { readFindingSubject } from '../../domain/assessment/finding-code.ts';
import { isPeriodLabel } from '../../domain/assessment/period.ts';
import type { TicketCommandType } from '../../domain/ticket-types.ts';

/** `接单 GZ-260303-01`: what the button's hint tells people to type; or only what the bot has asked for. */
export function typedCommand(typed: TypedCommand, cast: Cast): string {
  const { action, form, isAnswer, ticket } = typed;
  const mention = `@${zh.botName} `;
  if (action === 'draft_incident') return mention + zh.question.registerWords[0];
  if (action === 'draft_same') return mention + zh.sameFault.sameWords[0];
  if (action === 'draft_request') return mention + zh.dialogue.request.words[0];
  if (action === 'bind_chat') return `${mention}${zh.binding.words[0]} ${ticket ?? ''}`;
  if (action === 'draft_dismiss') return mention + zh.question.dismissWords[0];
  const duty = ROSTER_COMMANDS.find((command) => command === action);
  if (duty) return mention + zh.roster.commands[duty].words[0];
  const assessment = ASSESSMENT_COMMANDS.find((command) => command === action);
  if (assessment) return mention + typedAssessment(assessment, typed);
  if (action.startsWith('show_score')) return mention + typedScore(typed);
  const inspection = INSPECTION_ACTIONS.find((command) => command === action);
  if (inspection) return mention + typedInspection(inspection, form);
  const deliverable = DELIVERABLE_COMMANDS.find((command) => command === action);
  if (deliverable) return mention + typedDeliverable(deliverable, typed);
  if (!isCommand(action)) throw new Error(`there is no text command for ${action}`);
  const command = isAnswer ? [] : [zh.commands[action].words[0], ticket];
  return mention + [...command, ...valuesOf(action, form, cast)].join(' ');
}

/** `异议 K7QF 理由`; without a finding's button the one is meant that waits. */
function typedAssessment(command: AssessmentCommand, { form, isAnswer, ticket = '' }: TypedCommand): string {
  const { tick, ...others } = form;
  const ticked = Object.entries(zh.assessment.ticks).find(([name]) => name === tick)?.[1].words[0];
  const word = ticked ?? zh.assessment.commands[command].words[0];
  const code = readFindingSubject(ticket)?.code;
  return [...(isAnswer ? [] : [word, code]), ...Object.values(others)].filter((part) => part !== undefined).join(' ');
}

/** What is said of the round or the item that somebody has before him. */
function typedInspection(action: InspectionAction, { note, value }: TypedCommand['form']): string {
  const { outcomeWords, words } = zh.inspection;
  const said: Partial<Record<InspectionAction, string | undefined>> = {
    inspection_all_normal: words.allNormal[0],
    inspection_next: outcomeWords.next[0],
    inspection_normal: outcomeWords.normal[0],
    inspection_anomaly: outcomeWords.anomaly[0],
    inspection_not_applicable: outcomeWords.not_applicable[0],
    inspection_value: value,
    inspection_note: outcomeWords.note[0],
    inspection_ticket: outcomeWords.ticket[0],
    patrol_cancel: words.cancel[0],
  };
  return [said[action] ?? words.mine[0], note].filter((part) => part !== undefined).join(' ');
}

/** `退回 K7QF 理由`; without a button of one the only one is meant that waits. */
function typedDeliverable(command: DeliverableCommand, { form, isAnswer, ticket = '' }: TypedCommand): string {
  const code = readFindingSubject(ticket)?.code;
  const said = isAnswer ? [] : [zh.deliverable.commands[command].words[0], code];
  return [...said, ...Object.values(form)].filter((part) => part !== undefined).join(' ');
}

/** `评分 P4 GZ-T1 GZ1.8`, `评分 未评项`. */
function typedScore({ action, ticket = '' }: TypedCommand): string {
  const { item = '', label = '', page, table = '' } = readScoreSubject(ticket) ?? {};
  const what = action === 'show_score_open' ? zh.score.openWords[0] : page ? zh.score.typedPage(page + 1) : item;
  return zh.score.command([isPeriodLabel(label) ? label : '', table, what].filter((part) => part !== '').join(' '));
}

function isCommand(action: string): action is TicketCommandType {
  return Object.hasOwn(zh.commands, action);
}

/** Level ids of the Guangzhou pack as people call them; those of the other packs are typed as they are. */
const LEVEL_NAMES: Readonly<Record<string, string>> = { critical: '影响业务', normal: '不影响业务' };

function valuesOf(command: TicketCommandType, form: TypedCommand['form'], cast: Cast): readonly (string | undefined)[] {
  if (command === 'resolve') {
    return [zh.inner.cause[0], form.cause, zh.inner.action[0], form.action];
  }
  const nameOf = (id: string | undefined): string | undefined =>
    cast.people.find((person) => person.id === id)?.name ?? id;
  if (command === 'transfer') return [nameOf(form.to), form.reason].filter((value) => value !== undefined);
  if (command === 'change_level') return [LEVEL_NAMES[form.to ?? ''] ?? form.to, form.reason];
  return Object.values(form);
}
