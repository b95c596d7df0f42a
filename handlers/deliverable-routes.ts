import type { DeliverableCommand } from '../cards/catalogue-deliverable.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { cleanText } from '../domain/plain-text.ts';
import { actByText } from './act-by-text.ts';
import type { MessageContext } from './context.ts';
import { takeFileAlone, takeReportFile } from './deliverable-file.ts';
import { faultReportByText } from './fault-report-by-text.ts';
import { meantDeliverables } from './find-deliverable.ts';
import { inMeantContract } from './meant-contract.ts';
import { answerReturn, reviewByTap, reviewByText } from './review-deliverable.ts';
import type { CommandContext, Next, Router } from './router-types.ts';
import { showDeliverableByTap, showDeliverableByText, showDeliverables } from './show-deliverables.ts';
import { answerSubmission, submitByTap, submitByText } from './submit-by-text.ts';
import { splitArguments } from './typed-command.ts';

const REVIEWS = ['deliver_accept', 'deliver_return'] as const;

/**
 * What people say and tap about documents and activities that are owed. Before the commands of tickets and findings, which have some of
 * the words too: what names no deliverable is passed on.
 */
export function registerDeliverables(router: Router): void {
  router.hears(wordsOf('deliver_list'), showDeliverables);
  router.action('deliver_list', showDeliverables);
  router.command(wordsOf('deliver_show'), inMeant(showDeliverableByText));
  router.action('deliver_show', showDeliverableByTap);
  router.command(
    inEveryLanguage(({ commands }) => commands.report_fault.words),
    faultReportByText,
  );
  router.command(wordsOf('deliver_submit'), submitOrReport);
  router.on('message', submitInOneWord);
  router.action('deliver_submit', submitByTap);
  for (const verdict of REVIEWS) {
    for (const isShared of [false, true]) {
      router.command(
        wordsOf(verdict, isShared),
        inMeant((ctx, next) => reviewByText(ctx, next, { isShared, verdict })),
      );
    }
    router.action(verdict, (ctx) => reviewByTap(ctx, verdict));
  }
}

/** Behind the commands: what somebody was asked for, and files that come alone. */
export function registerDeliverableAnswers(router: Router): void {
  router.on('message', answerReturn);
  router.on('message', answerSubmission);
  router.on('message', takeReportFile);
  router.on('message', takeFileAlone);
}

function wordsOf(command: DeliverableCommand, isShared = false): readonly string[] {
  return inEveryLanguage(({ deliverable }) => {
    const { shared = [], words } = deliverable.commands[command];
    return isShared ? shared : words;
  });
}

type Typed = (ctx: CommandContext, next: Next) => Promise<void>;

/** His own chat is one for all of his contracts: what only another one of them owes is meant of that one. */
function inMeant(handle: Typed): Typed {
  const has = async (ctx: MessageContext) => {
    const said = cleanText(ctx.args ?? '');
    return said !== '' && (await meantDeliverables(ctx, said, [])).found.length > 0;
  };
  return (ctx, next) => inMeantContract(ctx, has, (there) => handle(there, next));
}

const REPORT_WORDS = inEveryLanguage(({ commands }) => commands.report_fault.words);

/** 提交 故障报告 12 is about a ticket, and so is a bare number: 提交 12. */
async function submitOrReport(ctx: CommandContext, next: Next): Promise<void> {
  // What names a ticket behind the two words of "submit report" is its own command's.
  if (namesTicket(behindReportWord(cleanText(ctx.update.text).trim()) ?? '')) return next();
  const said = behindReportWord(ctx.args) ?? (await bareTicket(ctx));
  if (said === undefined) return inMeant(submitByText)(ctx, next);
  const about: CommandContext = { ...ctx, args: said };
  await faultReportByText(about, () => actByText(about, next, 'report_fault'));
}

function behindReportWord(said: string): string | undefined {
  const word = REPORT_WORDS.find((one) => said.toLowerCase().startsWith(one));
  return word === undefined ? undefined : said.slice(word.length).trim();
}

function namesTicket(said: string): boolean {
  return splitArguments(said).reference !== undefined;
}

/** A document's code may be of digits alone, and 提交 3 次都失败 is a report. */
async function bareTicket(ctx: CommandContext): Promise<string | undefined> {
  const { reference, rest } = splitArguments(cleanText(ctx.args));
  if (!reference || rest !== '') return undefined;
  return (await meantDeliverables(ctx, reference.said, [])).found.length === 0 ? reference.said : undefined;
}

/** 提交月报, as people type it. */
async function submitInOneWord(ctx: MessageContext, next: Next): Promise<void> {
  const said = cleanText(ctx.update.text).trim();
  const word = wordsOf('deliver_submit').find((one) => said.startsWith(one) && !/^[a-z]/iu.test(one));
  const args = word === undefined ? '' : said.slice(word.length).trim();
  if (args === '' || REPORT_WORDS.some((one) => said.startsWith(one))) return next();
  const meant = await meantDeliverables(ctx, args, []);
  // 提交月报失败 is a report of a fault.
  if (meant.found.length === 0 || meant.rest !== '') return next();
  await inMeant(submitByText)({ ...ctx, args }, next);
}
