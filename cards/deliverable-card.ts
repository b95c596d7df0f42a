import type { Contract } from '../domain/contract.ts';
import { obligationSubject } from '../domain/obligations/obligation-code.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { DeliverableCommand } from './catalogue-deliverable.ts';
import { textField } from './forms.ts';
import { obligationName } from './obligation-name.ts';
import { type CardMember, nameOf, quotedText } from './ticket-view.ts';
import type { Card, CardAction, CardField, FormField, Tone } from './types.ts';
import { durationWords, instantWords } from './words.ts';

/** A deliverable with all that a card needs to show it. */
export interface DeliverableView {
  readonly deliverable: Deliverable;
  readonly contract: Contract;
  readonly members: readonly CardMember[];
  /** Its code among those beside it. */
  readonly code: string;
  /** Bodies by text id; an erased text is absent. */
  readonly texts: ReadonlyMap<string, string>;
  /** Names of what was handed in last. */
  readonly files: readonly string[];
  /** Of the first submission, or until now; undefined: the table of holidays does not reach so far. */
  readonly daysLate: number | undefined;
  /** Who may hand it in, and who reviews it. */
  readonly submitters: readonly PersonId[];
  readonly reviewers: readonly PersonId[];
}

export function deliverableName({ contract, deliverable }: DeliverableView, text: Catalogue): string {
  return obligationName(contract, deliverable, text);
}

/** One document or activity: by when it is owed, what was handed in, and what may be done about it as it stands. */
export function deliverableCard(view: DeliverableView, now: Instant, text: Catalogue): Card {
  const { code, contract, deliverable } = view;
  const { labels } = text.deliverable;
  const plan = planOf(contract, deliverable);
  const field = (label: keyof typeof labels, value: string, isMinor = false): readonly CardField[] =>
    value === '' ? [] : [{ label: labels[label], value: [value], ...(isMinor && { isMinor: true as const }) }];
  return {
    tone: toneOf(view, now),
    title: deliverableName(view, text),
    badge: stateWords(view, text),
    lines: [],
    fields: [
      ...field('due', instantWords(deliverable.dueAt, now, text, 'if_any')),
      ...field('submitted', submittedWords(view, now, text)),
      ...field('files', view.files.join(text.card.comma)),
      ...field('note', quotedText(deliverable.submissions.at(-1)?.note, view.texts, text)),
      ...field('late', latenessWords(view, text)),
      ...field('review', reviewWords(view, now, text)),
      ...field('clause', plan?.clause ?? '', true),
      ...field('code', code, true),
    ],
    clocks: [],
    actions: deliverableActions(view, text),
    subject: subjectOf(deliverable),
  };
}

export function subjectOf(deliverable: Deliverable): NonNullable<Card['subject']> {
  return { id: obligationSubject(deliverable), version: deliverable.version };
}

/** 待提交, 待审核; what nobody reviews is handed in rather than accepted. */
export function stateWords({ contract, deliverable }: DeliverableView, text: Catalogue): string {
  const isReviewed = planOf(contract, deliverable)?.review !== 'none';
  const { handedIn, states } = text.deliverable;
  return deliverable.state === 'accepted' && !isReviewed ? handedIn : states[deliverable.state];
}

/** How it stands in a list: 已逾期 2 天（应于 … 前提交）. */
export function standingWords(view: DeliverableView, now: Instant, text: Catalogue): string {
  const { deliverable, texts } = view;
  const { standing } = text.deliverable;
  const due = instantWords(deliverable.dueAt, now, text, 'if_any');
  const last = deliverable.submissions.at(-1);
  if (deliverable.state === 'submitted')
    return standing.underReview(instantWords(last?.at ?? now, now, text, 'if_any'));
  if (deliverable.state === 'returned') {
    const reason = deliverable.reviews.at(-1)?.reason;
    return standing.returned(reason ? (texts.get(reason.id) ?? text.names.erasedText) : '', due);
  }
  if (now <= deliverable.dueAt) {
    return standing.dueBy(due, text.time.left(durationWords(deliverable.dueAt - now, text)));
  }
  const days = lateDaysWords(view, text);
  return days === '' ? standing.over(due) : standing.late(days, due);
}

/** 2 天, 2 个工作日; empty where it is in time, or nobody can say. */
export function lateDaysWords({ contract, daysLate, deliverable }: DeliverableView, text: Catalogue): string {
  const unit = planOf(contract, deliverable)?.lateIn ?? 'days';
  return daysLate === undefined || daysLate === 0 ? '' : text.deliverable.standing.days(daysLate, unit);
}

/** 按期, 逾期 2 天: of what was handed in. */
export function latenessWords(view: DeliverableView, text: Catalogue): string {
  const { submissions } = view.deliverable;
  const { inTime, lateBy } = text.deliverable.standing;
  if (submissions.length === 0 && view.daysLate === 0) return '';
  const days = lateDaysWords(view, text);
  if (days !== '') return lateBy(days);
  return submissions.length === 0 ? '' : inTime;
}

function submittedWords({ deliverable, members }: DeliverableView, now: Instant, text: Catalogue): string {
  const last = deliverable.submissions.at(-1);
  if (!last) return '';
  return `${instantWords(last.at, now, text, 'always')} ${last.by === undefined ? text.timeline.bot : nameOf(members, last.by, text)}`;
}

function reviewWords({ deliverable, members, texts }: DeliverableView, now: Instant, text: Catalogue): string {
  const last = deliverable.reviews.at(-1);
  if (!last) return '';
  const what = last.isAccepted ? text.deliverable.states.accepted : text.deliverable.states.returned;
  const who = `${instantWords(last.at, now, text, 'always')} ${nameOf(members, last.by, text)} ${what}`;
  return who + quotedText(last.reason, texts, text);
}

function toneOf({ deliverable }: DeliverableView, now: Instant): Tone {
  const { dueAt, state } = deliverable;
  if (state === 'accepted') return 'success';
  if (state === 'returned') return 'warning';
  if (state === 'owed' && now > dueAt) return 'danger';
  return state === 'cancelled' || state === 'planned' ? 'neutral' : 'info';
}

function deliverableActions(view: DeliverableView, text: Catalogue): readonly CardAction[] {
  const { reviewers, submitters } = view;
  switch (view.deliverable.state) {
    case 'owed':
    case 'returned':
      return [submitAction(view, text, submitters)];
    case 'submitted':
      return reviewActions(view, text, reviewers);
    case 'planned':
    case 'accepted':
    case 'cancelled':
      return [];
  }
}

/** An activity may be told in words alone: the button asks for them. */
export function submitAction(view: DeliverableView, text: Catalogue, who: CardAction['for']): CardAction {
  const { asking } = text.deliverable;
  const isActivity = planOf(view.contract, view.deliverable)?.kind === 'activity';
  const form = isActivity ? [textField('note', asking.note, true, asking.notePlaceholder)] : undefined;
  return deliverableAction('deliver_submit', view, text, { style: 'primary', who, ...(form && { form }) });
}

function reviewActions(view: DeliverableView, text: Catalogue, who: CardAction['for']): readonly CardAction[] {
  const { asking } = text.deliverable;
  const form = [textField('reason', asking.reason, true, asking.reasonPlaceholder)];
  return [
    deliverableAction('deliver_accept', view, text, { style: 'primary', who }),
    deliverableAction('deliver_return', view, text, { style: 'danger', who, form }),
  ];
}

/** A button: its name is the command that may be typed as well, with the code. */
export function deliverableAction(
  command: DeliverableCommand,
  { code, deliverable }: Pick<DeliverableView, 'code' | 'deliverable'>,
  text: Catalogue,
  how: {
    readonly style: CardAction['style'];
    readonly who: CardAction['for'];
    readonly form?: readonly FormField[];
    readonly label?: string;
  },
): CardAction {
  const { example, label } = text.deliverable.commands[command];
  const typed = example(code);
  return {
    action: command,
    label: how.label ?? label,
    style: how.style,
    for: how.who,
    subject: subjectOf(deliverable),
    ...(how.form && { form: how.form }),
    command: typed,
    hint: text.card.typed(how.label ?? label, typed),
  };
}
