import { civilDate, civilTime } from '../domain/civil.ts';
import type { Rota } from '../domain/contract.ts';
import type { Turn } from '../domain/roster-turns.ts';
import type { CivilDate, Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { dateWords, rotaName } from './duty-words.ts';
import { type CardMember, nameOf, namesOf } from './ticket-view.ts';
import type { Card, CardField } from './types.ts';
import { instantWords } from './words.ts';

/** A turn with those who are called on it, first to last; nobody where all are away. */
export interface MannedTurn {
  readonly turn: Turn;
  readonly people: readonly PersonId[];
}

export interface RotaNow {
  readonly rota: Rota;
  readonly present?: MannedTurn;
  readonly next?: MannedTurn;
}

export interface DutyNow {
  readonly rotas: readonly RotaNow[];
  /** Whom a report would ring at this moment, first to last. */
  readonly called: readonly PersonId[];
  /** Why no rota says who is on; absent where one does. */
  readonly withoutRota?: 'no_rota' | 'uncovered' | 'away';
  /** Name of the system or department that was asked about. */
  readonly about?: string;
}

interface Seen {
  readonly members: readonly CardMember[];
  readonly now: Instant;
  /** How the reader changes something, if he may. */
  readonly hint?: string | undefined;
}

/** 谁在值班: for each rota who has it, who comes after him, and when. */
export function dutyNowCard({ rotas, called, withoutRota, about }: DutyNow, seen: Seen, text: Catalogue): Card {
  const words = text.roster.now;
  const when = `${dateWords(civilDate(seen.now), text)} ${civilTime(seen.now)}`;
  const people = called.length === 0 ? words.nobody : namesOf(seen.members, called, text);
  const inOrder = withoutRota === undefined ? [] : [{ label: words.withoutRota[withoutRota], value: [people] }];
  return {
    tone: called.length === 0 ? 'danger' : 'info',
    title: about === undefined ? words.title(when) : words.titleFor(about, when),
    lines: [],
    fields: [...inOrder, ...rotas.map((rota) => rotaField(rota, seen, text))],
    clocks: [],
    actions: [],
    ...(seen.hint !== undefined && { footnote: seen.hint }),
  };
}

/** 值班表: a field for each day, its turns in the order of their beginning. */
export function dutyTableCard(
  days: readonly { readonly day: CivilDate; readonly turns: readonly MannedTurn[] }[],
  seen: Seen,
  text: Catalogue,
): Card {
  const [first, last] = [days[0]?.day ?? civilDate(seen.now), days.at(-1)?.day ?? civilDate(seen.now)];
  return {
    tone: days.some(({ turns }) => turns.some(({ people }) => people.length === 0)) ? 'warning' : 'info',
    title: text.roster.table.title(daysWords(first, last, text)),
    lines: [],
    fields: days.map(({ day, turns }) => ({
      label: dateWords(day, text),
      value: [
        turns.length === 0
          ? text.roster.now.nobody
          : turns.map((turn) => mannedWords(turn, seen, text)).join(text.card.dot),
      ],
    })),
    clocks: [],
    actions: [],
    ...(seen.hint !== undefined && { footnote: seen.hint }),
  };
}

/** 值班表 of a contract whose rotas nobody is on. @param called first to last */
export function noRotaCard(called: readonly PersonId[], { members, now }: Seen, text: Catalogue): Card {
  const { now: words, table } = text.roster;
  const names = called.length === 0 ? words.nobody : namesOf(members, called, text);
  return {
    tone: 'info',
    title: table.title(dateWords(civilDate(now), text)),
    lines: [[table.noRota(names)]],
    fields: [],
    clocks: [],
    actions: [],
  };
}

function daysWords(first: CivilDate, last: CivilDate, text: Catalogue): string {
  return first === last ? dateWords(first, text) : text.roster.span(dateWords(first, text), dateWords(last, text));
}

function rotaField({ rota, present, next }: RotaNow, { members, now }: Seen, text: Catalogue): CardField {
  const { now: words } = text.roster;
  const parts: string[] = [];
  if (present) {
    const [first, second] = present.people;
    const until = instantWords(present.turn.to, now, text, 'if_any');
    parts.push(first === undefined ? words.nobody : words.present(nameOf(members, first, text), until));
    if (second !== undefined) parts.push(words.backup(nameOf(members, second, text)));
  }
  if (next) {
    const [first] = next.people;
    const who = first === undefined ? words.nobody : nameOf(members, first, text);
    parts.push(words.next(who, instantWords(next.turn.from, now, text, 'if_any')));
  }
  return { label: rotaName(rota, text), value: [parts.join(text.card.dot)] };
}

function mannedWords({ turn, people }: MannedTurn, { members }: Seen, text: Catalogue): string {
  const [first] = people;
  const who = first === undefined ? text.roster.now.nobody : nameOf(members, first, text);
  const { from, to } = turn.rota;
  const hours = text.card.bracketed(text.roster.now.hours(from, to, to <= from));
  return `${rotaName(turn.rota, text)}${hours} ${who}`;
}
