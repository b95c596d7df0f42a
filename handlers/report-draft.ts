import { REPORT_PARTS } from '../cards/catalogue-reporting.ts';
import { textField } from '../cards/forms.ts';
import { obligationName } from '../cards/obligation-name.ts';
import { reportCard } from '../cards/report-card.ts';
import type { Card, CardAction } from '../cards/types.ts';
import { instantWords } from '../cards/words.ts';
import type { NewText } from '../db/changes.ts';
import type { KeptFile } from '../db/records.ts';
import { markPosted, startDraft } from '../domain/obligations/decide-deliverable.ts';
import { codeAmong, obligationSubject } from '../domain/obligations/obligation-code.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import type { DeliverablePlan } from '../domain/obligations/plan-types.ts';
import type { Report } from '../domain/reporting/report-types.ts';
import type { Scene } from './context.ts';
import { managersFor, openDeliverables } from './deliverables.ts';
import { showCard } from './messages.ts';
import { type DecidedObligation, obligationWrites } from './obligation-commit.ts';
import { fileRowsBehind, reportFiles, reportPicture } from './report-files.ts';
import { reportOf } from './report-of.ts';
import { postedRows } from './report-posts.ts';
import { tellEach } from './tell-each.ts';

/** A report that the bot writes: what is owed, and by which plan. */
export interface DraftedReport {
  readonly deliverable: Deliverable;
  readonly plan: DeliverablePlan & { readonly report: NonNullable<DeliverablePlan['report']> };
}

/** The timer of a report that opened has fired: its draft is shown to the managers, or posted where the pack wants no preview. */
export async function draftReport(scene: Scene, id: string): Promise<void> {
  const drafted = reportAmong(scene, await scene.store.obligation(id));
  if (!drafted) return scene.commit({});
  if (scene.contract.reporting.preview === 'none') return postByItself(scene, drafted);
  const { deliverable, plan } = drafted;
  const step = startDraft(deliverable, plan, scene.now);
  if (!step.ok) return scene.commit({});
  const report = await reportFor(scene, { deliverable: step.next, plan });
  const picture = await reportPicture(scene, report);
  const papers = await reportFiles(scene, report, ['docx']);
  const told = await tellEach(
    scene,
    managersFor(scene),
    (to) => ({
      key: `draft:${id}:${to}`,
      content: showCard(draftCard(scene, { deliverable: step.next }, report)),
    }),
    deliverable.department,
  );
  const files = [...(picture ? [picture] : []), ...papers];
  const outbox = told.flatMap((row) => [row, ...fileRowsBehind(scene, row, files)]);
  await scene.commit({ ...obligationWrites(scene, [{ ...step, seen: deliverable }]), outbox });
}

/** Those that are drafted and can be published yet. */
export async function openDrafts(scene: Pick<Scene, 'contract' | 'store'>): Promise<readonly DraftedReport[]> {
  const open = await openDeliverables(scene);
  return open.flatMap((deliverable) => {
    const { draft, state } = deliverable;
    const isOpen = draft !== undefined && (state === 'owed' || state === 'returned');
    return isOpen ? (reportAmong(scene, deliverable) ?? []) : [];
  });
}

/** Undefined for what the bot does not write. */
export function reportAmong(
  { contract }: Pick<Scene, 'contract'>,
  obligation: Deliverable | { readonly type: 'inspection' } | undefined,
): DraftedReport | undefined {
  if (obligation?.type !== 'deliverable') return undefined;
  const plan = planOf(contract, obligation);
  const report = plan?.report;
  return plan && report && { deliverable: obligation, plan: { ...plan, report } };
}

/** With what managers wrote into it. @param fresh texts of the change in hand, which the store does not have yet */
export async function reportFor(
  scene: Scene,
  { deliverable, plan }: DraftedReport,
  fresh: readonly NewText[] = [],
): Promise<Report> {
  const { draft, period } = deliverable;
  const refs = REPORT_PARTS.flatMap((part) => {
    const ref = draft?.[part];
    return ref ? [{ part, id: ref.id }] : [];
  });
  const stored = await scene.store.texts(refs.map(({ id }) => id));
  const bodies = new Map([...stored, ...fresh.map(({ body, ref }) => [ref.id, body] as const)]);
  const words = Object.fromEntries(refs.map(({ id, part }) => [part, bodies.get(id) ?? scene.text.names.erasedText]));
  return reportOf(scene, {
    kind: plan.report,
    period: { ...period, isOwn: false },
    words,
    language: scene.text.language,
    ...(plan.project !== undefined && { project: plan.project }),
    ...(deliverable.department !== undefined && { department: deliverable.department }),
  });
}

/** The draft as the managers see it, with what they may do about it. */
export function draftCard(
  scene: Pick<Scene, 'members' | 'now' | 'text'>,
  { deliverable }: Pick<DraftedReport, 'deliverable'>,
  report: Report,
): Card {
  const { now, text } = scene;
  const { reporting } = text;
  const code = codeAmong(deliverable);
  const { report_publish: publish } = reporting.commands;
  const [risks = ''] = reporting.parts.risks.words;
  return reportCard(
    report,
    {
      badge: reporting.draftBadge,
      lines: [[reporting.draft.ask(instantWords(deliverable.dueAt, now, text, 'if_any'))]],
      actions: draftActions(scene, deliverable),
      subject: { id: obligationSubject(deliverable), version: deliverable.version },
      footnote: reporting.draft.how(publish.example(code), `${risks} ${code} ${reporting.parts.risks.sample}`),
    },
    text,
  );
}

function draftActions(scene: Pick<Scene, 'members' | 'text'>, deliverable: Deliverable): readonly CardAction[] {
  const { reporting, card } = scene.text;
  const { report_edit: edit, report_publish: publish } = reporting.commands;
  const code = codeAmong(deliverable);
  const base = { for: managersFor(scene) };
  const typed = (label: string, command: string) => ({ command, hint: card.typed(label, command) });
  return [
    {
      ...base,
      action: 'report_publish',
      label: publish.label,
      style: 'primary',
      ...typed(publish.label, publish.example(code)),
    },
    {
      ...base,
      action: 'report_edit',
      label: edit.label,
      style: 'default',
      form: REPORT_PARTS.map((part) => {
        const { label, placeholder } = reporting.parts[part];
        return textField(part, label, false, placeholder);
      }),
      ...typed(edit.label, edit.example(code)),
    },
  ];
}

/** Without a preview: what is made is posted, and handed in. */
async function postByItself(scene: Scene, drafted: DraftedReport): Promise<void> {
  const report = await reportFor(scene, drafted);
  const files = await reportFiles(scene, report, ['picture', 'docx', 'xlsx']);
  const posted = postedUnseen(scene, drafted, files.slice(1));
  if (!posted) return scene.commit({});
  await scene.commit({
    ...obligationWrites(scene, [posted]),
    outbox: await postedRows(scene, { deliverable: posted.next, plan: drafted.plan }, report, files),
  });
}

/** A report that the bot posts without anybody's word is drafted and handed in by one write. @returns undefined: it is not owed any more */
export function postedUnseen(
  { now }: Pick<Scene, 'now'>,
  { deliverable, plan }: DraftedReport,
  papers: readonly KeptFile[],
): (DecidedObligation & { readonly next: Deliverable }) | undefined {
  const drafted = deliverable.draft ? { ok: true as const, next: deliverable } : startDraft(deliverable, plan, now);
  if (!drafted.ok) return undefined;
  const files = papers.map(({ hash, name }) => ({ hash, name }));
  const step = markPosted(drafted.next, plan, files, { now });
  return step.ok
    ? { seen: deliverable, next: { ...step.next, version: deliverable.version + 1 }, entry: step.entry }
    : undefined;
}

/** 周报（第 10 周 …） */
export function reportName(
  { contract, text }: Pick<Scene, 'contract' | 'text'>,
  { deliverable }: DraftedReport,
): string {
  return obligationName(contract, deliverable, text);
}
