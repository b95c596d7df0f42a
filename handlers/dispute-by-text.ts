import type { AssessmentCommand, FindingStep } from '../cards/catalogue-assessment.ts';
import { pointsWords } from '../cards/points-words.ts';
import { readCode, shownCodes } from '../domain/assessment/finding-code.ts';
import { placedRule } from '../domain/assessment/table-lookup.ts';
import { actsAs, sideOf } from '../domain/sides.ts';
import { refuseAssessment } from './assessment-commit.ts';
import { sayWords } from './assessment-form.ts';
import type { UpdateContext } from './context.ts';
import { showFinding, takeStep } from './dispute.ts';
import { disputedFindings, type FoundFinding, findByCode, recordedByCode, recordedFindings } from './find-finding.ts';
import { quotedSubject } from './find-ticket.ts';
import { isTypedCode } from './meant-contract.ts';
import type { CommandContext, Next } from './router-types.ts';
import { isSomethingElse } from './something-else.ts';

/** More is not read. */
const LISTED_MAX = 8;

/** 异议 K7QF 理由, or 异议 理由 where only one finding can be meant, or in a reply to its card. @param isShared tickets have the word too */
export async function stepByText(
  ctx: CommandContext,
  next: Next,
  { isShared, step }: { readonly isShared: boolean; readonly step: FindingStep },
): Promise<void> {
  const [, said = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(ctx.args) ?? [];
  const code = readCode(said);
  const named = code === undefined ? [] : await namedBy(ctx, code, !isShared || isTypedCode(said));
  if (named.length > 0) return takeOneOf(ctx, named, step, rest);
  const quoted = await quotedFinding(ctx);
  if (quoted.length > 0) return takeOneOf(ctx, quoted, step, ctx.args);
  // 确认 7 and 同意 alone are about a ticket, and a sentence may begin with them.
  if (isShared || (!mayStep(ctx) && isSomethingElse(ctx, ''))) return next();
  const candidates = await waitingFor(ctx, step);
  const [first] = candidates;
  const { finding: words } = ctx.text.assessment;
  // A slip of the keyboard is not to settle another finding.
  if (code !== undefined && (!first || isTypedCode(said))) return sayWords(ctx, words.unknown(said));
  if (!first) return sayWords(ctx, words.nothingWaits);
  await takeOneOf(ctx, candidates, step, ctx.args);
}

/** What the bot found itself is worked out anew for it: not for every word of a sentence that begins like a step. */
async function namedBy(ctx: UpdateContext, code: string, isCode: boolean): Promise<readonly FoundFinding[]> {
  return isCode ? findByCode(ctx, code) : recordedByCode(ctx, code);
}

/** 考核事项 K7QF. */
export async function showByText(ctx: CommandContext, next: Next): Promise<void> {
  const code = readCode(ctx.args);
  if (ctx.args !== '' && code === undefined && isSomethingElse(ctx, '')) return next();
  if (!mayStep(ctx)) return refuseAssessment(ctx, { reason: 'managers_and_supervisors' }, { command: 'show_finding' });
  const found = code === undefined ? await quotedFinding(ctx) : await findByCode(ctx, code);
  const [only, ...more] = found;
  if (!only) return code === undefined ? next() : sayWords(ctx, ctx.text.assessment.finding.unknown(ctx.args));
  if (more.length > 0) return askWhich(ctx, found, 'show_finding');
  await showFinding(ctx, only);
}

function mayStep({ actor }: UpdateContext): boolean {
  return actsAs(actor, 'manager') || actsAs(actor, 'supervisor');
}

async function takeOneOf(ctx: CommandContext, found: readonly FoundFinding[], step: FindingStep, reason: string) {
  const [only, ...more] = found;
  if (only && more.length === 0) return takeStep(ctx, only, step, reason);
  await askWhich(ctx, found, step);
}

/** The one whose card is replied to. */
async function quotedFinding(ctx: CommandContext): Promise<readonly FoundFinding[]> {
  const code = await quotedSubject(ctx, ['finding', 'dispute']);
  return code === undefined ? [] : findByCode(ctx, code);
}

/** What this person may mean who names none. */
async function waitingFor(ctx: UpdateContext, step: FindingStep): Promise<readonly FoundFinding[]> {
  if (step === 'dispute_accept' || step === 'dispute_refuse') {
    return (await disputedFindings(ctx)).filter(({ dispute }) => dispute?.side !== sideOf(ctx.actor));
  }
  const recorded = await recordedFindings(ctx);
  const isOpen = ({ dispute, finding: { standing } }: FoundFinding) =>
    (standing === 'found' || standing === 'confirmed') && dispute?.decision === undefined;
  const open = recorded.filter(isOpen);
  // Whom the step can't be for is told so, about the one that there is.
  return open.length > 0 ? open : recorded.slice(0, 1);
}

async function askWhich(ctx: UpdateContext, found: readonly FoundFinding[], command: AssessmentCommand): Promise<void> {
  const { assessment, card } = ctx.text;
  const codes = shownCodes(found.map(({ finding }) => finding.id));
  const shown = found.slice(0, LISTED_MAX).map(({ finding }) => {
    const placed = placedRule(ctx.contract.tables, finding.rule);
    const figure = finding.figure === undefined ? '' : ` ${assessment.finding.figure(pointsWords(finding.figure))}`;
    return `${codes.get(finding.id) ?? ''} ${placed?.item.name ?? finding.rule}${figure}`;
  });
  const more = found.length > shown.length ? assessment.finding.more(found.length) : '';
  const [first = ''] = found.map(({ finding }) => codes.get(finding.id) ?? '');
  const example = assessment.commands[command].example(first);
  await sayWords(ctx, assessment.finding.which(shown.join(card.comma) + more, example));
}
