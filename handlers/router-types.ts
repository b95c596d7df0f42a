import type { ActionContext, JoinContext, MessageContext, UpdateContext } from './context.ts';

/** The rest of the handlers; a handler that does not call it has taken the update. A second call is an error. */
export type Next = () => Promise<void>;

/** Takes an update, or passes it on with `await next()`. */
export type Middleware<C extends UpdateContext = UpdateContext> = (ctx: C, next: Next) => Promise<void>;

export interface ContextByType {
  readonly message: MessageContext;
  readonly action: ActionContext;
  readonly join: JoinContext;
}

/** A message that matched `hears`. */
export type HeardContext = MessageContext & { match: RegExpMatchArray };
/** A message that began with a command's word; `args` is what followed, trimmed. */
export type CommandContext = MessageContext & { args: string };

/**
 * Where handlers are registered. They are asked in the order of registration, and the first that does not call `next`
 * takes the update. `hears` and `command` look at messages that were said to the bot, with control characters and
 * the space around them removed.
 *
 * @example
 * router.command(['接单', 'ack'], async (ctx) => {
 *   await act(ctx, 'acknowledge', ctx.args);
 * });
 */
export interface Router {
  /** Every update. */
  use(...handlers: Middleware[]): void;
  /** Updates of one type; `message` includes those that were not said to the bot. */
  on<T extends keyof ContextByType>(type: T, ...handlers: Middleware<ContextByType[T]>[]): void;
  /** The whole message is one of the words (letter case does not matter), or the pattern is found in it. */
  hears(trigger: RegExp | readonly string[], ...handlers: Middleware<HeardContext>[]): void;
  /**
   * The message begins with one of the words, and the word ends there: after it comes nothing, a space, a punctuation mark,
   * a digit (`接单7`) or a ticket's number (`接单GZ-260303-07`). So `解决了吗` is not the command `解决`.
   */
  command(words: readonly string[], ...handlers: Middleware<CommandContext>[]): void;
  /** Taps on buttons of these names. */
  action(names: string | readonly string[], ...handlers: Middleware<ActionContext>[]): void;
  /** Whatever the guard says; a type guard narrows the handler's context. */
  filter<C extends UpdateContext>(guard: (ctx: UpdateContext) => ctx is C, ...handlers: Middleware<C>[]): void;
  filter(predicate: (ctx: UpdateContext) => boolean, ...handlers: Middleware[]): void;
}
