import type { Turn } from '../domain/roster-turns.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { rosterAction } from './duty-request-card.ts';
import { rotaName } from './duty-words.ts';
import { LIST_SHOWN_MAX, ticketField } from './list-card.ts';
import { type CardMember, nameOf, type TicketView } from './ticket-view.ts';
import type { Card } from './types.ts';
import { instantWords } from './words.ts';

export interface HandoverView {
  /** `handover:<rota>:<begin>` */
  readonly id: string;
  readonly turn: Turn;
  /** Who takes over. */
  readonly person: PersonId;
  /** Who was on duty before; absent where nobody was, or it was the same person. */
  readonly before?: PersonId;
  /** What is open for him, some of it. */
  readonly open: readonly TicketView[];
  readonly total: string;
  /** When he took over. */
  readonly takenAt?: Instant;
}

/** 交接班: all that is open, for whoever takes over. */
export function handoverCard(
  view: HandoverView,
  { members, now }: { readonly members: readonly CardMember[]; readonly now: Instant },
  text: Catalogue,
): Card {
  const { handover } = text.roster;
  const { before, open, person, takenAt, turn } = view;
  const who = nameOf(members, person, text);
  const until = instantWords(turn.to, now, text, 'if_any');
  const first =
    before === undefined ? handover.goesOn(who, until) : handover.from(who, nameOf(members, before, text), until);
  return {
    tone: takenAt === undefined ? 'info' : 'success',
    title: handover.title(rotaName(turn.rota, text)),
    lines: [[first], [open.length === 0 ? handover.nothingOpen : handover.open(view.total)]],
    fields: open.slice(0, LIST_SHOWN_MAX).map((ticket) => ticketField(ticket, now, text)),
    clocks: [],
    actions: takenAt === undefined ? [rosterAction('take_over', 'primary', [person], text)] : [],
    subject: { id: view.id, version: 0 },
    ...(takenAt !== undefined && { footnote: handover.taken(who, instantWords(takenAt, now, text, 'always')) }),
  };
}
