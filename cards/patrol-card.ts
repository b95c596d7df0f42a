import { obligationSubject } from '../domain/obligations/obligation-code.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { type RoundView, roundCode } from './inspection-view.ts';
import { shownText } from './ticket-view.ts';
import type { Card, CardAction } from './types.ts';
import { instantWords } from './words.ts';

/** What was ordered, with its first and its last instant, and how it is taken back. */
export function patrolCard(views: readonly RoundView[], now: Instant, text: Catalogue): Card {
  const { labels, patrol, words } = text.inspection;
  const [first] = views;
  const from = Math.min(...views.map(({ inspection }) => inspection.opensAt));
  const to = Math.max(...views.map(({ inspection }) => inspection.dueAt));
  const [start, end] = [from, to].map((at) => instantWords(at, now, text, 'if_any'));
  const reason = first ? shownText(first.inspection.occasion?.text, first.texts, text) : '';
  const command = `${words.cancel[0] ?? ''} ${first ? roundCode(first) : ''}`;
  const cancel: CardAction = {
    action: 'patrol_cancel',
    label: labels.patrol_cancel,
    style: 'danger',
    for: 'everyone',
    command,
    hint: text.card.typed(labels.patrol_cancel, command),
  };
  return {
    tone: 'info',
    title: patrol.title(first ? planName(first, text) : ''),
    lines: [[patrol.made]],
    fields: [
      { label: patrol.fields.when, value: [patrol.days(start ?? '', end ?? '', views.length)] },
      { label: patrol.fields.reason, value: [reason] },
    ],
    clocks: [],
    actions: [cancel],
    ...(first && { subject: { id: obligationSubject(first.inspection), version: first.inspection.version } }),
  };
}

function planName(view: RoundView, text: Catalogue): string {
  return text.language === 'en' ? view.plan.nameEn : view.plan.name;
}
