import type { MessageContext, UpdateContext } from '../handlers/context.ts';
import { registerHandlers } from '../handlers/routes.ts';
import { Composer } from './router.ts';

/**
 * Whether one of the bot's commands would take a message, by the router itself with nothing behind its words: no second list of
 * them. What a command makes of the rest of the line is not asked.
 */
export async function isCommand(text: string): Promise<boolean> {
  commands ??= createCommands();
  const ctx = contextOf(text);
  await commands.route(ctx, async () => undefined);
  return commands.taken.has(ctx);
}

interface Commands {
  readonly route: ReturnType<Composer['middleware']>;
  readonly taken: WeakSet<UpdateContext>;
}
let commands: Commands | undefined;

function createCommands(): Commands {
  const taken = new WeakSet<UpdateContext>();
  const composer = new Composer();
  const take = async (ctx: UpdateContext): Promise<void> => {
    taken.add(ctx);
  };
  const pass = (): void => undefined;
  registerHandlers({
    use: pass,
    on: pass,
    action: pass,
    filter: pass,
    // What matches a pattern is looked at more closely before it is taken.
    hears: (trigger) => (trigger instanceof RegExp ? undefined : composer.hears(trigger, take)),
    command: (words) => composer.command(words, take),
  });
  return { route: composer.middleware(), taken };
}

/** The router looks at nothing of a context but its update. */
function contextOf(text: string): UpdateContext {
  const update: MessageContext['update'] = {
    type: 'message',
    platform: 'shell',
    updateId: 'line',
    receivedAt: 0,
    chat: { externalId: 'shell', kind: 'group' },
    from: { userId: 'shell' },
    text,
    addressed: true,
  };
  return { update } as UpdateContext;
}
