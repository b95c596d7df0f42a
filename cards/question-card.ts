import type { Contract } from '../domain/contract.ts';
import { clip } from '../domain/plain-text.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { REPORT_SHOWN_MAX } from './ticket-view.ts';
import type { Card } from './types.ts';
import { instantWords, levelName, systemName } from './words.ts';

export const DRAFT_INCIDENT_ACTION = 'draft_incident';
export const DRAFT_DISMISS_ACTION = 'draft_dismiss';

/** A message of which the bot is not sure, and what it would register. */
export interface DraftView {
  readonly id: string;
  readonly version: number;
  readonly body: string;
  readonly reportedAt: Instant;
  readonly systemId?: string;
  readonly level: string;
  readonly mayRegister: readonly PersonId[];
  readonly mayDismiss: readonly PersonId[];
}

/** 登记为故障 / 不是. */
export function questionCard(draft: DraftView, contract: Contract, now: Instant, text: Catalogue): Card {
  const { question } = text;
  const [register = ''] = question.registerWords;
  const [dismiss = ''] = question.dismissWords;
  return {
    ...draftBase(draft, contract, text),
    tone: 'info',
    title: question.title,
    actions: [
      {
        action: DRAFT_INCIDENT_ACTION,
        label: question.register,
        style: 'primary',
        for: draft.mayRegister,
        command: register,
        hint: text.card.typed(question.register, register),
      },
      {
        action: DRAFT_DISMISS_ACTION,
        label: question.dismiss,
        style: 'default',
        for: draft.mayDismiss,
        command: dismiss,
        hint: text.card.typed(question.dismiss, dismiss),
      },
    ],
    footnote: question.startsAt(instantWords(draft.reportedAt, now, text, 'always')),
  };
}

/** The same card once somebody has answered. @param outcome the ticket's number, or that nothing was registered */
export function answeredQuestionCard(
  draft: DraftView,
  contract: Contract,
  outcome: { readonly registeredAs?: string },
  text: Catalogue,
): Card {
  const { registeredAs } = outcome;
  return {
    ...draftBase(draft, contract, text),
    tone: registeredAs === undefined ? 'neutral' : 'success',
    title: registeredAs === undefined ? text.question.dismissed : text.question.registered(registeredAs),
    actions: [],
  };
}

function draftBase(draft: DraftView, contract: Contract, text: Catalogue): Omit<Card, 'tone' | 'title' | 'actions'> {
  return {
    lines: [[text.card.quoted(clip(draft.body.replace(/\s+/gu, ' '), REPORT_SHOWN_MAX))]],
    fields: [
      { label: text.card.system, value: [systemName(contract, draft.systemId, text)] },
      { label: text.card.level, value: [levelName(contract, draft.level, text)] },
    ],
    clocks: [],
    subject: { id: draft.id, version: draft.version },
  };
}
