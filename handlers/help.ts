import type { RosterCommand } from '../cards/catalogue-roster.ts';
import { type HelpReader, helpCard } from '../cards/help-card.ts';
import { displayName } from '../cards/ticket-view.ts';
import { scoreRefusal } from '../domain/assessment/score-readers.ts';
import { plannedRotas } from '../domain/roster-turns.ts';
import { actsAs, isSupplier } from '../domain/sides.ts';
import { onSite } from './attendance.ts';
import type { JoinContext, UpdateContext } from './context.ts';
import { exampleOf } from './duty-examples.ts';
import { commitReply, showCard } from './messages.ts';

/** 帮助: what the person who asks may do. */
export async function showHelp(ctx: UpdateContext): Promise<void> {
  await commitReply(ctx, showCard(helpCard(ctx.contract, readerOf(ctx), ctx.text)));
}

/** Greets whoever came, or the chat that the bot came into, and says what it is good for. */
export async function greetNewcomer(ctx: JoinContext): Promise<void> {
  const { help } = ctx.text;
  // Into a group comes the bot, or somebody with others: nobody in particular is meant.
  const isGroup = ctx.chat.kind === 'group';
  const welcome = isGroup ? help.welcomeAll : help.welcome(displayName(ctx.person.name));
  const everybody: HelpReader = {
    isInGroup: true,
    isSupplier: true,
    isCustomer: true,
    isSupervisor: true,
    isManager: true,
    readsScores: true,
    duty: dutyExamples(ctx, true),
  };
  const reader = isGroup ? everybody : readerOf(ctx);
  await commitReply(ctx, showCard(helpCard(ctx.contract, reader, ctx.text), [[welcome]]));
}

function readerOf(ctx: UpdateContext): HelpReader {
  const isOfSupplier = isSupplier(ctx.actor);
  return {
    isInGroup: ctx.chat.kind === 'group',
    isSupplier: isOfSupplier,
    isCustomer: !isOfSupplier,
    isSupervisor: actsAs(ctx.actor, 'supervisor'),
    isManager: actsAs(ctx.actor, 'manager'),
    readsScores: scoreRefusal(ctx.actor) === undefined,
    duty: isOfSupplier ? dutyExamples(ctx, false) : [],
  };
}

/** What may be typed about duty in this contract. @param isForAll not only by whoever asks */
function dutyExamples(ctx: UpdateContext, isForAll: boolean): readonly string[] {
  const hasRotas = plannedRotas(ctx.roster).length > 0;
  const mayAssign = isForAll || ctx.actor.roles.includes('manager');
  const signsIn = isForAll ? onSite(ctx).length > 0 : onSite(ctx).some(({ id }) => id === ctx.person.id);
  const commands: readonly (readonly [RosterCommand, boolean])[] = [
    ['ask_stand_in', hasRotas],
    ['assign_cover', hasRotas && mayAssign],
    ['take_leave', true],
    ['end_leave', true],
    ['take_over', hasRotas],
    ['sign_in', ctx.contract.attendance !== undefined && signsIn],
    ['sign_out', ctx.contract.attendance !== undefined && signsIn],
    ['duty_table', true],
  ];
  return commands.flatMap(([command, isShown]) => (isShown ? [exampleOf(ctx, command)] : []));
}
