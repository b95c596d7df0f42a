import type { PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { AssessmentCommand } from './catalogue-assessment.ts';
import { assessmentAction } from './finding-card.ts';
import type { Card, CardAction, CardField, CardSubject } from './types.ts';

/** A period's score to be signed, as it was signed, or to be corrected; ready to show but for the labels. */
export interface SignView {
  readonly state: 'open' | 'ready' | 'signed' | 'proposed' | 'agreed' | 'refused';
  /** As people name it: `P1`, and the tables where that is not enough. */
  readonly period: string;
  readonly subject: CardSubject;
  /** One line for each table. */
  readonly tables: readonly string[];
  /** What the supplier owes by it; empty: nothing. */
  readonly money: string;
  /** What is missing; empty: nothing. */
  readonly open: string;
  readonly disputed: number;
  readonly signer: string;
  readonly agreedBy: string;
  readonly refusedBy: string;
  readonly ledger: string;
  readonly changes: readonly string[];
  /** Who may take the next step. */
  readonly deciders: readonly PersonId[];
}

/** 评分定稿 P1: totals, what is missing, and the button that signs; or what a correction changes, for the other side. */
export function signCard(view: SignView, text: Catalogue): Card {
  const { signing } = text.assessment;
  const field = (label: string, value: string): readonly CardField[] =>
    value === '' ? [] : [{ label, value: [value] }];
  const isCorrection = view.state === 'proposed' || view.state === 'agreed' || view.state === 'refused';
  return {
    tone: TONES[view.state],
    title: titleOf(view, text),
    lines: isCorrection ? view.changes.map((change) => [change]) : view.tables.map((table) => [table]),
    fields: [
      ...field(signing.money, view.money),
      ...field(signing.open, view.open),
      ...(view.disputed > 0 ? [{ label: signing.open, value: [signing.disputed(view.disputed)] }] : []),
      ...field(signing.signer, view.signer),
      ...field(signing.agreedBy, view.agreedBy),
      ...field(signing.refusedBy, view.refusedBy),
      ...field(signing.ledger, view.ledger),
    ],
    clocks: [],
    actions: actionsOf(view, text),
    subject: view.subject,
    ...(view.state === 'ready' && { footnote: signing.frozen }),
  };
}

const TONES = {
  open: 'warning',
  ready: 'info',
  signed: 'success',
  proposed: 'warning',
  agreed: 'success',
  refused: 'neutral',
} as const satisfies Record<SignView['state'], Card['tone']>;

function titleOf({ period, state }: SignView, text: Catalogue): string {
  const { signing } = text.assessment;
  switch (state) {
    case 'open':
    case 'ready':
      return signing.title(period);
    case 'signed':
      return signing.titleSigned(period);
    case 'proposed':
      return signing.titleCorrection(period);
    case 'agreed':
      return signing.titleCorrected(period);
    case 'refused':
      return signing.titleNotCorrected(period);
  }
}

function actionsOf({ deciders, period, state }: SignView, text: Catalogue): readonly CardAction[] {
  const action = (command: AssessmentCommand, style: CardAction['style']): CardAction => ({
    ...assessmentAction(command, period, text),
    style,
    for: deciders,
  });
  if (state === 'ready') return [action('sign_score', 'primary')];
  return state === 'proposed' ? [action('correction_agree', 'primary'), action('correction_refuse', 'danger')] : [];
}
