import { helpCard } from '../cards/help-card.ts';
import type { JoinContext, UpdateContext } from './context.ts';
import { commitReply, showCard } from './messages.ts';

/** 帮助. */
export async function showHelp(ctx: UpdateContext): Promise<void> {
  await commitReply(ctx, showCard(helpCard(ctx.contract, ctx.text)));
}

/** Greets whoever came, or the chat that the bot came into, and says what it is good for. */
export async function greetNewcomer(ctx: JoinContext): Promise<void> {
  const welcome = ctx.text.help.welcome(ctx.person.name);
  await commitReply(ctx, showCard(helpCard(ctx.contract, ctx.text), [[welcome]]));
}
