import type Router from '@koa/router';
import type { RouterContext } from '@koa/router';
import type { Context } from 'koa';
import type { TapPageNotice, TapPageTexts } from '../../cards/catalogue-dingtalk.ts';
import { type Instant, MINUTE } from '../../domain/types.ts';
import { createRefusalLog } from '../refusal-log.ts';
import { createSendBudget } from '../send-budget.ts';
import type { ActionUpdate, Receiver } from '../types.ts';
import { chatById } from './conversations.ts';
import { actionOf, type OpenedLink, TAP_PAGE_PATH, type TapLinks } from './tap-links.ts';
import { TAP_PAGE_POLICY, type TapPage, tapPageHtml, tapRows } from './tap-page-html.ts';
import type { DingtalkDeps } from './types.ts';
import type { DingtalkWords } from './words.ts';

const PLATFORM = 'dingtalk';
/** Requests a minute: of one link, and of all that nobody was given. */
const OF_ONE_LINK = 20;
const OF_STRANGERS = 60;
const STRANGERS = 'strangers';

export interface TapPagesDeps extends Pick<DingtalkDeps, 'clock' | 'log' | 'notes'> {
  readonly botName: string;
  readonly links: TapLinks;
  readonly words: DingtalkWords;
  /** Stores the tap. @throws where it can't be stored, or the platform does not run */
  readonly take: (tap: ActionUpdate) => ReturnType<Receiver['receive']>;
}

type Page = TapPage & { readonly status: number };
type Language = TapPage['language'];

/**
 * Adds the pages behind the links of `tap-links.ts`. `GET` shows who would do what, and does nothing: previews and scanners open
 * links too. `POST` is the tap, and a second one changes nothing.
 */
export function tapPageRoutes(router: Router, deps: TapPagesDeps): void {
  const warn = createRefusalLog<'unknown_link'>(deps, 'dingtalk_link_refused', 'a link was not one of ours');
  const ofLinks = createSendBudget([{ messagesMax: OF_ONE_LINK, lengthMs: MINUTE }]);
  const ofStrangers = createSendBudget([{ messagesMax: OF_STRANGERS, lengthMs: MINUTE }]);

  const serve = (work: (link: OpenedLink, now: Instant) => Promise<Page>) => async (ctx: RouterContext) => {
    const now = deps.clock.now();
    const link = deps.links.open(ctx.params.token ?? '');
    const isTooMuch = link ? ofLinks.take(link.id, now) > 0 : ofStrangers.take(STRANGERS, now) > 0;
    if (!link) warn('unknown_link');
    if (isTooMuch) return send(ctx, tooMany(deps, link));
    if (!link) return send(ctx, invalid(deps));
    send(ctx, now < link.until ? await work(link, now) : expired(deps, link));
  };
  const path = `${TAP_PAGE_PATH}/:token`;
  router.get(
    path,
    serve(async (link, now) =>
      (await wasUsed(deps, link, now)) ? done(deps, link, 'submittedBefore') : ask(deps, link),
    ),
  );
  router.post(
    path,
    serve((link, now) => submit(deps, link, now)),
  );
}

async function submit(deps: TapPagesDeps, link: OpenedLink, now: Instant): Promise<Page> {
  const { log, take } = deps;
  try {
    const taken = await take(actionOf(link, now));
    await markUsed(deps, link, now);
    return done(deps, link, taken === 'accepted' ? 'submitted' : 'submittedBefore');
  } catch (error) {
    log.error({ code: 'dingtalk_link_untaken', err: error, linkId: link.id }, 'what was confirmed could not be stored');
    return failed(deps, link);
  }
}

function noteKey({ id }: OpenedLink): string {
  return `link|${id}`;
}

/** Only for the page: it is stored once in any case. */
async function markUsed({ log, notes }: TapPagesDeps, link: OpenedLink, now: Instant): Promise<void> {
  try {
    await notes.put({ platform: PLATFORM, key: noteKey(link), value: '', until: link.until }, now);
  } catch (error) {
    log.warn({ code: 'dingtalk_link_unnoted', err: error }, 'it could not be noted that a link was used');
  }
}

async function wasUsed({ log, notes }: TapPagesDeps, link: OpenedLink, now: Instant): Promise<boolean> {
  try {
    return (await notes.get(PLATFORM, noteKey(link), now)) !== undefined;
  } catch (error) {
    log.warn({ code: 'dingtalk_link_unnoted', err: error }, 'it is not known whether a link was used');
    return false;
  }
}

function ask(deps: TapPagesDeps, link: OpenedLink): Page {
  const { effect, effectAsking, title } = textsIn(deps, link.language);
  const line = (link.asksMore ? effectAsking : effect)(nameOf(link), link.label);
  return { ...form(deps, link), status: 200, tone: 'ask', heading: title, lines: [line] };
}

function failed(deps: TapPagesDeps, link: OpenedLink): Page {
  const { failed: notice } = textsIn(deps, link.language);
  return { ...form(deps, link), ...noticeOf(deps, notice, link), status: 503 };
}

/** What asks for the one thing that the link can do. */
function form(deps: TapPagesDeps, link: OpenedLink): Pick<Page, 'language' | 'bot' | 'rows' | 'button' | 'caution'> {
  const { about, label, language } = link;
  const texts = textsIn(deps, language);
  const person = nameOf(link);
  const rows = tapRows(texts, { person, about, label });
  return { language, bot: deps.botName, rows, button: label, caution: texts.caution(person) };
}

function done(deps: TapPagesDeps, link: OpenedLink, how: 'submitted' | 'submittedBefore'): Page {
  const { about, label, language } = link;
  const { botName: bot } = deps;
  const texts = textsIn(deps, language);
  const isAsking = link.asksMore && how === 'submitted';
  const heading = isAsking ? texts.submittedAsking(bot) : texts[how][placeOf(link)](bot);
  const rows = tapRows(texts, { person: nameOf(link), about, label });
  const lines = [...(isAsking ? [texts.asking] : []), texts.close];
  return { status: 200, language, bot, tone: 'done', heading, rows, lines };
}

function expired(deps: TapPagesDeps, link: OpenedLink): Page {
  const { about, label, language } = link;
  const texts = textsIn(deps, language);
  const rows = tapRows(texts, { person: nameOf(link), about, label });
  return { status: 410, language, bot: deps.botName, rows, ...noticeOf(deps, texts.expired, link) };
}

function invalid(deps: TapPagesDeps): Page {
  return { ...toAnybody(deps, 'invalid'), status: 404 };
}

function tooMany(deps: TapPagesDeps, link: OpenedLink | undefined): Page {
  const status = 429;
  if (!link) return { ...toAnybody(deps, 'tooMany'), status };
  const { language } = link;
  return { status, language, bot: deps.botName, ...noticeOf(deps, textsIn(deps, language).tooMany, link) };
}

/** Nobody knows who reads it: Chinese first, whatever the browser would rather have. */
function toAnybody({ botName, words }: TapPagesDeps, what: 'invalid' | 'tooMany'): Omit<Page, 'status'> {
  const { advice, heading } = words.page[what];
  const inEnglish = words.en.page[what];
  const lines = [advice, `${inEnglish.heading}. ${inEnglish.advice}`];
  return { language: 'zh', bot: botName, tone: 'trouble', heading, lines };
}

function noticeOf(
  deps: TapPagesDeps,
  { advice, heading }: TapPageNotice,
  link: OpenedLink,
): Pick<Page, 'tone' | 'heading' | 'lines'> {
  return { tone: 'trouble', heading, lines: [advice, ...insteadOf(deps, link)] };
}

/** What he may type, so that no broken page keeps anybody from his work. */
function insteadOf(deps: TapPagesDeps, link: OpenedLink): readonly string[] {
  const { command, language } = link;
  return command === undefined ? [] : [textsIn(deps, language).instead[placeOf(link)](deps.botName, command)];
}

function placeOf({ chat }: OpenedLink): 'group' | 'private' {
  return chatById(chat).kind;
}

function nameOf({ person }: OpenedLink): string {
  return person.name ?? person.userId;
}

function textsIn({ words }: TapPagesDeps, language: Language): TapPageTexts {
  return language === 'zh' ? words.page : words.en.page;
}

function send(ctx: Context, { status, ...page }: Page): void {
  ctx.set({
    'cache-control': 'no-store',
    'content-security-policy': TAP_PAGE_POLICY,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-robots-tag': 'noindex, nofollow',
  });
  ctx.status = status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = tapPageHtml(page);
}
