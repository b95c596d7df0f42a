import type { DutyChange } from '../domain/roster-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { RosterCommand } from './catalogue-roster.ts';
import type { Card, CardAction } from './types.ts';
import { instantWords } from './words.ts';

export interface DutyRequestView {
  readonly id: string;
  readonly version: number;
  readonly state: DutyChange['state'] | 'lapsed';
  readonly asker: PersonId;
  readonly other: PersonId;
  /** Who takes whose turns, ready to show. */
  readonly parts: readonly string[];
  /** It lapses then. */
  readonly until: Instant;
}

/** 换班请求, with 接受 and 谢绝 for the other one; without buttons once it has its result. */
export function dutyRequestCard(request: DutyRequestView, now: Instant, text: Catalogue): Card {
  const { roster } = text;
  const { state } = request;
  const base = {
    lines: request.parts.map((part) => [part]),
    fields: [],
    clocks: [],
    subject: { id: request.id, version: request.version },
  };
  if (state !== 'asked') {
    const tone = state === 'agreed' ? 'success' : 'neutral';
    return { ...base, tone, title: roster.request.titles[state], actions: [] };
  }
  return {
    ...base,
    tone: 'info',
    title: roster.request.title,
    actions: [
      rosterAction('duty_accept', 'primary', [request.other], text),
      rosterAction('duty_decline', 'danger', [request.other], text),
      rosterAction('duty_withdraw', 'default', [request.asker], text),
    ],
    footnote: roster.request.until(instantWords(request.until, now, text, 'if_any')),
  };
}

/** A button of the roster: its name is the command that may be typed as well. */
export function rosterAction(
  command: RosterCommand,
  style: CardAction['style'],
  who: CardAction['for'],
  text: Catalogue,
): CardAction {
  const { label, words } = text.roster.commands[command];
  const [typed = label] = words;
  return { action: command, label, style, for: who, command: typed, hint: text.card.typed(label, typed) };
}
