import type { Contract } from '../domain/contract.ts';
import type { Catalogue, QueryName } from './catalogue.ts';
import type { Card, CardAction } from './types.ts';
import { durationWords } from './words.ts';

/** A tap that asks; `show_` and the name of the query. */
export type QueryAction = `show_${Exclude<QueryName, 'ticket' | 'explain' | 'help'>}`;
const OFFERED = ['my_tickets', 'open_tickets', 'overdue', 'today'] as const;
export const QUERY_ACTIONS: readonly QueryAction[] = OFFERED.map((name): QueryAction => `show_${name}`);

/** How to use the bot, in five lines, with a button for each question. */
export function helpCard(contract: Contract, text: Catalogue): Card {
  const { help } = text;
  return {
    tone: 'info',
    title: help.title,
    lines: [[help.introduction]],
    fields: [
      { label: help.report, value: [help.reportExample] },
      { label: help.act, value: [help.actHow] },
      { label: help.decide, value: [help.decideHow] },
      { label: help.more, value: [help.moreHow] },
      { label: help.reply, value: [help.replyHow] },
      { label: help.ask, value: [help.askHow] },
      { label: help.undo, value: [help.undoHow(durationWords(contract.undoWithinMs, text))] },
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
