import compose from 'koa-compose';
import { cleanText } from '../domain/plain-text.ts';
import type { ActionContext, UpdateContext } from '../handlers/context.ts';
import type {
  CommandContext,
  ContextByType,
  HeardContext,
  Middleware,
  Next,
  Router,
} from '../handlers/router-types.ts';
import type { MessageUpdate } from '../platforms/types.ts';

/** What a boundary does with an error; it may throw on, or call `next` to go on behind the boundary. */
export type OnError = (error: unknown, ctx: UpdateContext, next: Next) => Promise<void>;

/**
 * Handlers in the order of their registration. Every listener is `filter` under another name, and koa-compose, unchanged, runs
 * them: so a second `next()` is an error, and whatever follows `await next()` runs on the way back.
 */
export class Composer implements Router {
  readonly #handlers: Middleware[] = [];
  #composed: Middleware | undefined;

  use(...handlers: Middleware[]): void {
    this.#handlers.push(...handlers);
    this.#composed = undefined;
  }

  filter<C extends UpdateContext>(guard: (ctx: UpdateContext) => ctx is C, ...handlers: Middleware<C>[]): void;
  filter(predicate: (ctx: UpdateContext) => boolean, ...handlers: Middleware[]): void;
  filter<C extends UpdateContext>(guard: (ctx: UpdateContext) => ctx is C, ...handlers: Middleware<C>[]): void {
    const inside = chain(handlers);
    this.use((ctx, next) => (guard(ctx) ? inside(ctx, next) : next()));
  }

  on<T extends keyof ContextByType>(type: T, ...handlers: Middleware<ContextByType[T]>[]): void {
    this.filter((ctx): ctx is ContextByType[T] => ctx.update.type === type, ...handlers);
  }

  hears(trigger: RegExp | readonly string[], ...handlers: Middleware<HeardContext>[]): void {
    const pattern = trigger instanceof RegExp ? trigger : wholeMessage(trigger);
    this.filter(
      (ctx): ctx is HeardContext => {
        const match = spokenToBot(ctx)?.text.match(pattern);
        if (match) ctx.match = match;
        return Boolean(match);
      },
      ...handlers,
    );
  }

  command(words: readonly string[], ...handlers: Middleware<CommandContext>[]): void {
    const pattern = commandPattern(words);
    // Most messages begin with another letter: the pattern is spared for nearly all commands.
    const initials = new Set(words.map(initialOf));
    this.filter(
      (ctx): ctx is CommandContext => {
        const spoken = spokenToBot(ctx);
        if (spoken === undefined || !initials.has(spoken.initial)) return false;
        const match = pattern.exec(spoken.text);
        if (match) ctx.args = spoken.text.slice(match[0].length).trim();
        return match !== null;
      },
      ...handlers,
    );
  }

  action(names: string | readonly string[], ...handlers: Middleware<ActionContext>[]): void {
    const wanted = new Set(typeof names === 'string' ? [names] : names);
    this.filter(
      (ctx): ctx is ActionContext => ctx.update.type === 'action' && wanted.has(ctx.update.action),
      ...handlers,
    );
  }

  /** Errors of these handlers go to `onError`; those of handlers behind the boundary do not. */
  errorBoundary(onError: OnError, ...handlers: Middleware[]): void {
    const inside = chain(handlers);
    this.use(async (ctx, next) => {
      let passedOn = false;
      const pass = async () => {
        passedOn = true;
      };
      try {
        await inside(ctx, pass);
      } catch (error) {
        passedOn = false;
        await onError(error, ctx, pass);
      }
      if (passedOn) await next();
    });
  }

  /** This composer as one handler. Handlers that are registered later belong to it too. */
  middleware(): Middleware {
    return (ctx, next) => {
      this.#composed ??= compose(this.#handlers);
      return this.#composed(ctx, next);
    };
  }
}

function chain<C extends UpdateContext>(handlers: readonly Middleware<C>[]): Middleware<C> {
  const [first, ...more] = handlers;
  return first !== undefined && more.length === 0 ? first : compose([...handlers]);
}

interface Spoken {
  readonly text: string;
  readonly initial: string;
}

/** Each listener asks for it, so it is cleaned once for each update; most often it is the same one as just before. */
const cleaned = new WeakMap<MessageUpdate, Spoken>();
let latest: { readonly update: MessageUpdate; readonly spoken: Spoken } | undefined;

/** @returns undefined for what is no message, or was not said to the bot */
function spokenToBot({ update }: UpdateContext): Spoken | undefined {
  if (latest?.update === update) return latest.spoken;
  if (update.type !== 'message' || !update.addressed) return undefined;
  const spoken = cleaned.get(update) ?? spokenIn(update);
  cleaned.set(update, spoken);
  latest = { update, spoken };
  return spoken;
}

function spokenIn(update: MessageUpdate): Spoken {
  const text = cleanText(update.text).trim();
  return { text, initial: initialOf(text) };
}

function initialOf(text: string): string {
  return text.slice(0, 1).toLowerCase();
}

const SEPARATORS = String.raw`\s:：,，.。!！?？、;；#＃~～`;
const BRACKETS = String.raw`()（）\[\]【】「」`;
/** A full ticket number may follow a Chinese word without a space: 接单GZ-260303-07. */
const NUMBER_AFTER_CHINESE = String.raw`(?<=\P{ASCII})[A-Za-z]{1,8}-\d`;

function commandPattern(words: readonly string[]): RegExp {
  const wordEnds = String.raw`$|[${SEPARATORS}${BRACKETS}\p{Nd}\p{Extended_Pictographic}]|${NUMBER_AFTER_CHINESE}`;
  return new RegExp(`^(?:${alternatives(words)})(?=${wordEnds})[${SEPARATORS}]*`, 'iu');
}

function wholeMessage(words: readonly string[]): RegExp {
  return new RegExp(`^(?:${alternatives(words)})[${SEPARATORS}]*$`, 'iu');
}

/** The longest word first: 仍未解决 is not to be taken for the beginning of another. */
function alternatives(words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.split(/\s+/u).map(RegExp.escape).join(String.raw`\s+`))
    .join('|');
}
