import { type AssessmentCommand, FINDING_STEPS } from '../cards/catalogue-assessment.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { type AnswerAbout, answerAbout, sayWords } from './assessment-form.ts';
import { findBySubject, showFindingByTap, stepByTap, takeStep } from './dispute.ts';
import { showByText, stepByText } from './dispute-by-text.ts';
import { GIVING, type Giving } from './give-grade.ts';
import { giveAnswered, giveByTap, giveByText, TICKS, tickWords } from './grade.ts';
import { handInByTap, handInByText } from './hand-in.ts';
import { hasFinding, hasPeriod, hasRule, hasTable, inMeantContract } from './meant-contract.ts';
import { record, recordByTap, recordByText } from './record-finding.ts';
import type { CommandContext, Next, Router } from './router-types.ts';
import { SIGNING, signByTap, signByText } from './sign-score.ts';

/**
 * What people say and tap about a score. Before the commands of tickets, which have some of the words too: what names no finding and no
 * rule is passed on.
 */
export function registerAssessment(router: Router): void {
  both(router, 'record_finding', recordByText);
  router.action('record_finding', recordByTap);
  both(router, 'show_finding', (ctx, next) => showByText(ctx, next));
  router.action('show_finding', showFindingByTap);
  for (const step of FINDING_STEPS) {
    both(router, step, (ctx, next, isShared) => stepByText(ctx, next, { isShared, step }));
    router.action(step, (ctx) => stepByTap(ctx, step));
  }
  for (const command of GIVING) {
    both(router, command, (ctx, next, isShared) => giveByText(ctx, next, { command, isShared }));
    router.action(command, (ctx) => giveByTap(ctx, command));
  }
  both(router, 'hand_in', (ctx, next) => handInByText(ctx, next));
  router.action('hand_in', handInByTap);
  for (const tick of TICKS) {
    router.command(tickWords(tick), (ctx, next) =>
      inMeantContract(ctx, hasRule, (there) => giveByText(there, next, { command: 'give_tick', tick, isShared: true })),
    );
  }
  for (const command of SIGNING) {
    both(router, command, (ctx, next) => signByText(ctx, next, command));
    router.action(command, (ctx) => signByTap(ctx, command));
  }
}

/** Behind the commands: words of somebody who was asked for something about a score. */
export function registerAssessmentAnswers(router: Router): void {
  const withReason =
    (step: (typeof FINDING_STEPS)[number]) =>
    async (...[ctx, form, input]: Parameters<AnswerAbout>) => {
      const found = await findBySubject(ctx, form.subject);
      if (!found) return sayWords(ctx, ctx.text.system.unknownAction);
      await takeStep(ctx, found, step, input.reason ?? '');
    };
  const given =
    (command: Giving) =>
    async (...[ctx, form, input]: Parameters<AnswerAbout>) =>
      giveAnswered(ctx, command, form.subject, input.said ?? '');
  router.on(
    'message',
    answerAbout({
      record_finding: (ctx, _form, input) => record(ctx, input),
      give_grade: given('give_grade'),
      give_ratio: given('give_ratio'),
      mark_reviewed: given('mark_reviewed'),
      finding_object: withReason('finding_object'),
      finding_exempt: withReason('finding_exempt'),
    }),
  );
}

type Typed = (ctx: CommandContext, next: Next, isShared: boolean) => Promise<void>;

/** By what a command names somebody's contract is found who has several. */
function hasNamed(command: AssessmentCommand) {
  if (FINDINGS.has(command)) return hasFinding;
  if (SIGNED.has(command)) return hasPeriod;
  return command === 'hand_in' ? hasTable : hasRule;
}
const FINDINGS: ReadonlySet<AssessmentCommand> = new Set(['show_finding', ...FINDING_STEPS]);
const SIGNED: ReadonlySet<AssessmentCommand> = new Set(SIGNING);

/** Its own words, and those that mean something else as well. */
function both(router: Router, command: AssessmentCommand, handle: Typed): void {
  const own = inEveryLanguage(({ assessment }) => assessment.commands[command].words);
  const shared = inEveryLanguage(({ assessment }) => assessment.commands[command].shared ?? []);
  const handled = (ctx: CommandContext, next: Next, isShared: boolean) =>
    inMeantContract(ctx, hasNamed(command), (there) => handle(there, next, isShared));
  router.command(own, (ctx, next) => handled(ctx, next, false));
  if (shared.length > 0) router.command(shared, (ctx, next) => handled(ctx, next, true));
}
