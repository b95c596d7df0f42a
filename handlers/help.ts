import { helpCard } from '../cards/help-card.ts';
import { displayName } from '../cards/ticket-view.ts';
import type { JoinContext, UpdateContext } from './context.ts';
import { commitReply, showCard } from './messages.ts';

/** 帮助. */
export async function showHelp(ctx: UpdateContext): Promise<void> {
  await commitReply(ctx, showCard(helpCard(ctx.contract, ctx.text)));
}

/** Greets whoever came, or the chat that the bot came into, and says what it is good for. */
export async function greetNewcomer(ctx: JoinContext): Promise<void> {
  const { help } = ctx.text;
  // Into a group comes the bot, or somebody with others: nobody in particular is meant.
  const welcome = ctx.chat.kind === 'group' ? help.welcomeAll : help.welcome(displayName(ctx.person.name));
  await commitReply(ctx, showCard(helpCard(ctx.contract, ctx.text), [[welcome]]));
}
