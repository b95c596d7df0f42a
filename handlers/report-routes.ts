import { REPORT_PARTS } from '../cards/catalogue-reporting.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { REPORT_KINDS } from '../domain/obligations/plan-types.ts';
import { inMeantContract } from './meant-contract.ts';
import { showReport } from './report-ask.ts';
import { editByTap, editByText, publishByTap, publishByText, writeByText } from './report-change.ts';
import { openDrafts } from './report-draft.ts';
import type { CommandContext, Next, Router } from './router-types.ts';

type Typed = (ctx: CommandContext, next: Next) => Promise<void>;

/** His own chat is one for all of his contracts: a draft that only another one of them has is meant of that one. */
function inMeant(handle: Typed): Typed {
  const has = async (ctx: CommandContext) => (await openDrafts(ctx)).length > 0;
  return (ctx, next) => inMeantContract(ctx, has, (there) => handle(there, next));
}

/** What people say and tap about the bot's reports. What names no period and no draft is passed on. */
export function registerReports(router: Router): void {
  router.action('report_publish', publishByTap);
  router.action('report_edit', editByTap);
  router.command(
    inEveryLanguage(({ reporting }) => reporting.commands.report_publish.words),
    inMeant(publishByText),
  );
  router.command(
    inEveryLanguage(({ reporting }) => reporting.commands.report_edit.words),
    inMeant(editByText),
  );
  for (const part of REPORT_PARTS) {
    router.command(
      inEveryLanguage(({ reporting }) => reporting.parts[part].words),
      inMeant((ctx, next) => writeByText(ctx, next, part)),
    );
  }
  for (const kind of REPORT_KINDS) {
    router.command(
      inEveryLanguage(({ reporting }) => reporting.kinds[kind]),
      (ctx, next) => showReport(ctx, next, kind),
    );
  }
}
