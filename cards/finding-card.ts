import type { Standing } from '../domain/assessment/facts.ts';
import type { PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { AssessmentCommand } from './catalogue-assessment.ts';
import { textField } from './forms.ts';
import type { Card, CardAction, CardField, CardSubject, FormField } from './types.ts';

/** A finding with all that its card shows, ready to show but for the labels. */
export interface FindingView {
  /** By which people name it: `K7QF`. */
  readonly code: string;
  readonly subject: CardSubject;
  readonly standing: Standing;
  readonly item: string;
  readonly rule: string;
  readonly clause: string;
  readonly at: string;
  /** Whom and what it is about: a ticket's number, a person, a system. */
  readonly about: readonly string[];
  readonly quantity: readonly string[];
  readonly note: string;
  readonly by: string;
  readonly evidence: readonly string[];
  readonly dispute?: string;
  readonly decision?: string;
  /** It was forgiven, and another promise was missed since. */
  readonly isOutgrown?: true;
  readonly isRecorded: boolean;
  readonly managers: readonly PersonId[];
  readonly supervisors: readonly PersonId[];
  /** While it is disputed: who decides, and who may take it back. */
  readonly deciders: readonly PersonId[];
  readonly asker?: PersonId;
}

/** 考核事项 K7QF, with what either side may do about it as it stands. */
export function findingCard(view: FindingView, text: Catalogue): Card {
  const { finding, standings } = text.assessment;
  const field = (label: keyof typeof finding.labels, value: string, isMinor = false): readonly CardField[] =>
    value === '' ? [] : [{ label: finding.labels[label], value: [value], ...(isMinor && { isMinor: true as const }) }];
  const { comma } = text.card;
  return {
    tone: toneOf(view.standing),
    title: finding.title(view.code),
    badge: standings[view.standing],
    lines: view.isOutgrown ? [[finding.outgrown]] : [],
    fields: [
      ...field('item', view.item),
      ...field('at', view.at),
      ...field('about', view.about.join(comma)),
      ...field('quantity', view.quantity.join(comma)),
      ...field('note', view.note),
      ...field('dispute', view.dispute ?? ''),
      ...field('decision', view.decision ?? ''),
      ...field('by', view.by),
      ...field('rule', view.rule, true),
      ...field('evidence', view.evidence.join(comma), true),
      ...field('clause', view.clause, true),
    ],
    clocks: [],
    actions: findingActions(view, text),
    subject: view.subject,
  };
}

function toneOf(standing: Standing): Card['tone'] {
  if (standing === 'disputed') return 'warning';
  return standing === 'found' || standing === 'confirmed' ? 'info' : 'neutral';
}

function findingActions(view: FindingView, text: Catalogue): readonly CardAction[] {
  const { finding } = text.assessment;
  const reason = textField('reason', finding.reason, true, finding.reasonHint);
  const optional = textField('reason', finding.optionalReason, false);
  const action = (
    command: AssessmentCommand,
    style: CardAction['style'],
    who: readonly PersonId[],
    form?: readonly FormField[],
  ): readonly CardAction[] =>
    who.length === 0 ? [] : [{ ...assessmentAction(command, view.code, text), style, for: who, ...(form && { form }) }];
  const { asker, deciders, isRecorded, managers, standing, supervisors } = view;
  if (standing === 'disputed') {
    return [
      ...action('dispute_accept', 'primary', deciders),
      ...action('dispute_refuse', 'danger', deciders, [optional]),
      ...action('finding_withdraw', 'default', asker === undefined ? [] : [asker]),
    ];
  }
  if (standing !== 'found' && standing !== 'confirmed') return [];
  return [
    ...(standing === 'found' ? action('finding_confirm', 'primary', supervisors) : []),
    ...action('finding_object', 'default', managers, [reason]),
    ...action('finding_exempt', 'default', [...managers, ...supervisors], [reason]),
    ...(isRecorded ? action('finding_withdraw', 'danger', supervisors) : []),
  ];
}

/** A button of an assessment: its name is the command that may be typed as well. @param about as it is typed */
export function assessmentAction(
  command: AssessmentCommand,
  about: string,
  text: Catalogue,
): Pick<CardAction, 'action' | 'label' | 'command' | 'hint'> {
  const { example, label } = text.assessment.commands[command];
  const typed = example(about);
  return { action: command, label, command: typed, hint: text.card.typed(label, typed) };
}
