import type { Cast } from '../../bot/play/cast.ts';
import type { TypedCommand } from '../../bot/play/world.ts';
import { ROSTER_COMMANDS } from '../../cards/catalogue-roster.ts';
import { zh } from '../../cards/text.zh.ts';
import type { TicketCommandType } from '../../domain/ticket-types.ts';

/** `接单 GZ-260303-01`: what the button's hint tells people to type; or only what the bot has asked for. */
export function typedCommand({ action, form, isAnswer, ticket }: TypedCommand, cast: Cast): string {
  const mention = `@${zh.botName} `;
  if (action === 'draft_incident') return mention + zh.question.registerWords[0];
  if (action === 'bind_chat') return `${mention}${zh.binding.words[0]} ${ticket ?? ''}`;
  if (action === 'draft_dismiss') return mention + zh.question.dismissWords[0];
  const duty = ROSTER_COMMANDS.find((command) => command === action);
  if (duty) return mention + zh.roster.commands[duty].words[0];
  if (!isCommand(action)) throw new Error(`there is no text command for ${action}`);
  const command = isAnswer ? [] : [zh.commands[action].words[0], ticket];
  return mention + [...command, ...valuesOf(action, form, cast)].join(' ');
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
