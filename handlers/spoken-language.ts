import type { Language } from '../cards/catalogue.ts';
import { CATALOGUES, languageOf } from '../cards/language.ts';
import type { Draft } from '../db/records.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import type { Middleware } from './router-types.ts';

/** In which a question about somebody's words is asked. */
export function languageOfDraft({ body, details }: Pick<Draft, 'body' | 'details'>): Language {
  return details?.language ?? languageOf(body);
}

/**
 * The language in which a report is spoken of, where its words alone would tell another one: OA 500 in a Chinese chat.
 * @param draft the question that it was before: it was asked in the language of the chat at that time
 */
export function languageIfOther(
  { text, update }: UpdateContext,
  draft: Draft | undefined,
  body: string,
): Language | undefined {
  const spoken = draft ? languageOfDraft(draft) : update.type === 'message' ? text.language : languageOf(body);
  return spoken === languageOf(body) ? undefined : spoken;
}

/** Who asks in English is answered in English, whatever is spoken in the chat: the answer is for him. */
export function asked<C extends MessageContext>(show: Middleware<C>): Middleware<C> {
  return (ctx, next) => show({ ...ctx, text: CATALOGUES[languageOf(ctx.update.text)] }, next);
}
