import { schemeFor } from '../domain/contract-lookup.ts';
import { isLevelAsked } from '../domain/level-question.ts';
import { LATE_STEPS, type TicketCommandType } from '../domain/ticket-types.ts';
import type { Catalogue } from './catalogue.ts';
import { displayName, type TicketView } from './ticket-view.ts';
import type { FormField } from './types.ts';
import { levelName, systemName } from './words.ts';

/** What a form's text field takes, in UTF-16 units; a message may be longer. */
export const FORM_TEXT_MAX = 2_000;
export const RATING_MAX = 5;
/** What a card of any platform can list, as a drop-down or as buttons; of more systems one is named. */
const SYSTEMS_LISTED_MAX = 8;

/** What is asked before the tap is sent; undefined where a tap alone is enough. */
export function formFor(
  command: TicketCommandType,
  view: TicketView,
  text: Catalogue,
): readonly FormField[] | undefined {
  const { form } = text;
  switch (command) {
    case 'resolve':
      return [
        textField('cause', form.cause, true, form.placeholder.cause),
        textField('action', form.action, true, form.placeholder.action),
      ];
    case 'diagnose':
    case 'work_around':
    case 'progress':
    case 'supplement':
    case 'report_fault':
      return [textField('text', form.text[command], true, form.placeholder[command])];
    case 'suspend':
    case 'cancel':
    case 'reopen':
      return [textField('reason', form.reason, true, form.placeholder[command])];
    case 'confirm':
      return [{ name: 'rating', label: form.rating, type: 'rating', required: false, max: RATING_MAX }];
    case 'transfer':
      return [transferTargets(view, text), textField('reason', form.optionalReason, false)];
    case 'change_system':
      return [
        otherSystems(view, text),
        textField('reason', form.optionalReason, false, form.placeholder.change_system),
      ];
    case 'propose_due':
      return [textField('at', form.dueAt, true, form.placeholder.dueAt)];
    case 'enter_late':
      return [
        lateSteps(text),
        textField('at', form.claimedAt, true, form.placeholder.claimedAt),
        textField('reason', form.reason, true, form.placeholder.enter_late),
      ];
    case 'merge':
      return [textField('into', form.mergeInto, true, form.placeholder.merge)];
    case 'change_level':
      return [otherLevels(view, text), textField('reason', form.reason, true, form.placeholder.change_level)];
    case 'acknowledge':
    case 'arrive':
    case 'report_up':
    case 'resume':
    case 'undo':
    case 'approve_suspension':
    case 'refuse_suspension':
    case 'request_arrival':
    case 'approve_late_entry':
    case 'refuse_late_entry':
    case 'accept_due':
    case 'refuse_due':
      return undefined;
  }
}

export function textField(name: string, label: string, required: boolean, placeholder?: string): FormField {
  const field = { name, label, type: 'text', required, maxLength: FORM_TEXT_MAX } as const;
  return placeholder === undefined ? field : { ...field, placeholder };
}

function transferTargets({ members, ticket }: TicketView, text: Catalogue): FormField {
  const targets = members.filter(
    ({ id, roles }) => id !== ticket.assigneeId && (roles.includes('engineer') || roles.includes('manager')),
  );
  return {
    name: 'to',
    label: text.form.transferTo,
    type: 'select',
    required: true,
    options: targets.map(({ id, name }) => ({ value: id, label: displayName(name) })),
  };
}

function otherLevels({ contract, ticket }: TicketView, text: Catalogue): FormField {
  return {
    name: 'to',
    label: text.form.levelTo,
    type: 'select',
    required: true,
    options: schemeFor(contract, ticket.systemId)
      .levels.filter((id) => id !== ticket.level || isLevelAsked(ticket))
      .map((id) => ({ value: id, label: levelName(contract, id, text) })),
  };
}

function otherSystems({ contract, ticket }: TicketView, text: Catalogue): FormField {
  const { placeholder, systemTo } = text.form;
  const systems = contract.systems.filter(({ id }) => id !== ticket.systemId);
  if (systems.length > SYSTEMS_LISTED_MAX) return textField('to', systemTo, true, placeholder.system);
  return {
    name: 'to',
    label: systemTo,
    type: 'select',
    required: true,
    options: systems.map(({ id }) => ({ value: id, label: systemName(contract, id, text) })),
  };
}

function lateSteps(text: Catalogue): FormField {
  const options = LATE_STEPS.map((step) => ({ value: step, label: text.commands[step].label }));
  return { name: 'step', label: text.form.lateStep, type: 'select', required: true, options };
}
