import type { Contract } from '../domain/contract.ts';
import type { Catalogue, QueryName } from './catalogue.ts';
import type { Card, CardAction, CardField } from './types.ts';
import { durationWords } from './words.ts';

/** A tap that asks; `show_` and the name of the query. */
export type QueryAction = `show_${Exclude<QueryName, 'ticket' | 'explain' | 'score' | 'ranking' | 'what_if' | 'help'>}`;
const OFFERED = ['my_tickets', 'open_tickets', 'overdue', 'today'] as const;
export const QUERY_ACTIONS: readonly QueryAction[] = OFFERED.map((name): QueryAction => `show_${name}`);

/** Which commands are told to whoever reads the card; a group that is greeted is all of them. */
export interface HelpReader {
  readonly isInGroup: boolean;
  readonly isSupplier: boolean;
  readonly isCustomer: boolean;
  readonly isSupervisor: boolean;
  readonly isManager: boolean;
  /** Scores are shown to him. */
  readonly readsScores: boolean;
  /** What he may type about duty, as examples. */
  readonly duty: readonly string[];
}

type ShownField = readonly [isShown: boolean, label: string, how: string];

/** How to use the bot: a line for each thing that the reader may do, with a button for each question. */
export function helpCard(contract: Contract, reader: HelpReader, text: Catalogue): Card {
  const { help } = text;
  const field = (isShown: boolean, label: string, value: string): readonly CardField[] =>
    isShown ? [{ label, value: [value] }] : [];
  return {
    tone: 'info',
    title: help.title,
    lines: [...(reader.isInGroup ? [[help.mention]] : []), [help.introduction]],
    fields: [
      ...field(true, help.report, help.reportExample(exampleSystem(contract, text))),
      ...field(reader.isSupplier, help.act, help.actHow),
      ...field(reader.isCustomer, help.judge, help.judgeHow),
      ...field(reader.isSupervisor, help.decide, help.decideHow),
      ...field(reader.isSupplier, help.more, help.moreHow),
      ...field(true, help.reply, help.replyHow),
      ...field(reader.duty.length > 0, help.duty, help.dutyHow(reader.duty)),
      ...field(true, help.ask, help.askHow),
      ...[...dutyFields(contract, reader, text), ...assessmentFields(contract, reader, text)].flatMap(
        ([isShown, label, how]) => field(isShown, label, how),
      ),
      ...field(true, help.undo, help.undoHow(durationWords(contract.undoWithinMs, text))),
    ],
    clocks: [],
    actions: OFFERED.map(
      (name): CardAction => ({
        action: `show_${name}`,
        label: text.queries[name].label,
        style: 'default',
        for: 'everyone',
      }),
    ),
    // These buttons are about no ticket; a platform that must name a subject names the contract.
    subject: { id: contract.id, version: 0 },
  };
}

/** Only of a contract that owes them. */
function dutyFields(
  { deliverables, inspections, reporting }: Contract,
  { isManager, isSupervisor, isSupplier }: HelpReader,
  text: Catalogue,
): readonly ShownField[] {
  const { help: inspection } = text.inspection;
  const { help: deliverable } = text.deliverable.list;
  const hasRounds = inspections.length > 0;
  const hasPapers = deliverables.length > 0;
  const hasReports = reporting.daily !== undefined || deliverables.some(({ report }) => report !== undefined);
  return [
    [hasRounds && isSupplier, inspection.label, inspection.how],
    [hasRounds && (isManager || isSupervisor), inspection.order, inspection.orderHow],
    [hasPapers && isSupplier, deliverable.label, deliverable.how],
    [hasPapers && isSupervisor, deliverable.review, deliverable.reviewHow],
    [hasReports && (isSupplier || isSupervisor), text.reporting.help, text.reporting.helpHow],
  ];
}

/** Only of a contract with assessment tables, and only to whom scores are shown. */
function assessmentFields(
  { tables }: Contract,
  { isManager, isSupervisor, readsScores }: HelpReader,
  text: Catalogue,
): readonly ShownField[] {
  const { help } = text.score;
  if (tables.length === 0) return [];
  return [
    [readsScores, help.label, help.how],
    [isSupervisor, help.assess, help.assessHow],
    [isManager, help.answer, help.answerHow],
  ];
}

/** The shortest name among the first systems: some tenders print whole sentences. */
function exampleSystem({ systems }: Contract, text: Catalogue): string {
  const names = systems.slice(0, 10).map(({ name, nameEn }) => (text.language === 'en' ? nameEn : name));
  return names.toSorted((a, b) => a.length - b.length)[0] ?? '';
}
