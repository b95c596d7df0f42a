import type { Contract } from '../domain/contract.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import { type AdviceView, adviceFields, DRAFT_ADVISED_ACTION, isNews } from './advice-parts.ts';
import type { Catalogue } from './catalogue.ts';
import { quotedReport } from './ticket-view.ts';
import type { Card, CardAction } from './types.ts';
import { instantWords, levelName, systemName } from './words.ts';

export const DRAFT_INCIDENT_ACTION = 'draft_incident';
export const DRAFT_REQUEST_ACTION = 'draft_request';
export const DRAFT_DISMISS_ACTION = 'draft_dismiss';
export const DRAFT_SAME_ACTION = 'draft_same';

/** What became of such words: the number of their own ticket, or of the one that they joined; neither: they were no report. */
export type DraftOutcome = { readonly registeredAs?: string } | { readonly joinedTo: string };

/** A message of which the bot is not sure, and what it would register. */
export interface DraftView {
  readonly id: string;
  readonly version: number;
  readonly body: string;
  readonly reportedAt: Instant;
  readonly systemId?: string;
  readonly level: string;
  /** A wish: it is asked whether it is a service request. */
  readonly isRequest?: true;
  /** What a language model would have registered. */
  readonly advice?: AdviceView;
  /** Number of the ticket that it may be about as well. */
  readonly sameNumber?: string;
  readonly mayRegister: readonly PersonId[];
  readonly mayDismiss: readonly PersonId[];
}

/** 登记为故障 / 不是; of a wish 登记为服务请求 before them. */
export function questionCard(draft: DraftView, contract: Contract, now: Instant, text: Catalogue): Card {
  const { question } = text;
  const base = draftBase(draft, contract, text);
  return {
    ...base,
    fields: [...base.fields, ...adviceFields(draft.advice, contract, text)],
    tone: 'info',
    title: titleOf(draft, text),
    actions: questionActions(draft, text),
    footnote: question.startsAt(instantWords(draft.reportedAt, now, text, 'always')),
  };
}

function titleOf({ isRequest, sameNumber }: DraftView, { dialogue, question, sameFault }: Catalogue): string {
  if (sameNumber !== undefined) return sameFault.title;
  return isRequest ? dialogue.request.title : question.title;
}

function questionActions(
  draft: DraftView,
  { advice, card, dialogue: { request }, question, sameFault }: Catalogue,
): readonly CardAction[] {
  const { isRequest, mayDismiss, mayRegister, sameNumber } = draft;
  const [register = ''] = question.registerWords;
  const [dismiss = ''] = question.dismissWords;
  const [wished = ''] = request.words;
  const action = (name: string, label: string, command: string, to: Pick<CardAction, 'for' | 'style'>): CardAction => ({
    ...to,
    action: name,
    label,
    command,
    hint: card.typed(label, command),
  });
  const registering = (style: CardAction['style']) => ({ style, for: mayRegister });
  if (sameNumber !== undefined) {
    const [same = ''] = sameFault.sameWords;
    return [
      action(DRAFT_SAME_ACTION, sameFault.same, same, registering('primary')),
      action(DRAFT_INCIDENT_ACTION, sameFault.other, register, registering('default')),
      action(DRAFT_DISMISS_ACTION, sameFault.dismiss, dismiss, { style: 'default', for: mayDismiss }),
    ];
  }
  return [
    ...(isRequest ? [action(DRAFT_REQUEST_ACTION, request.register, wished, registering('primary'))] : []),
    isRequest
      ? action(DRAFT_INCIDENT_ACTION, question.register, request.faultWord, registering('default'))
      : action(DRAFT_INCIDENT_ACTION, question.register, register, registering('primary')),
    ...(draft.advice && isNews(draft.advice, draft)
      ? [action(DRAFT_ADVISED_ACTION, advice.take, advice.words[0] ?? '', registering('default'))]
      : []),
    action(DRAFT_DISMISS_ACTION, question.dismiss, dismiss, { style: 'default', for: mayDismiss }),
  ];
}

/** The same card once somebody has answered. */
export function answeredQuestionCard(
  draft: DraftView,
  contract: Contract,
  outcome: DraftOutcome,
  text: Catalogue,
): Card {
  const title = outcomeTitle(outcome, text);
  return {
    ...draftBase(draft, contract, text),
    tone: title === undefined ? 'neutral' : 'success',
    title: title ?? text.question.dismissed,
    actions: [],
  };
}

function outcomeTitle(outcome: DraftOutcome, { question, sameFault }: Catalogue): string | undefined {
  if ('joinedTo' in outcome) return sameFault.joined(outcome.joinedTo);
  return outcome.registeredAs === undefined ? undefined : question.registered(outcome.registeredAs);
}

function draftBase(draft: DraftView, contract: Contract, text: Catalogue): Omit<Card, 'tone' | 'title' | 'actions'> {
  return {
    lines: [[quotedReport(draft.body, text)]],
    fields: [
      { label: text.card.system, value: [systemName(contract, draft.systemId, text)] },
      { label: text.card.level, value: [levelName(contract, draft.level, text)] },
      ...(draft.sameNumber === undefined ? [] : [{ label: text.sameFault.ticket, value: [draft.sameNumber] }]),
    ],
    clocks: [],
    subject: { id: draft.id, version: draft.version },
  };
}
