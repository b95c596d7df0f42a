import { clip } from '../domain/plain-text.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { isWaiting, roundAction } from './inspection-card.ts';
import {
  anomaliesOf,
  dueWords,
  type RoundView,
  roundCode,
  roundName,
  roundParts,
  roundPlanName,
  roundState,
} from './inspection-view.ts';
import { namesOf } from './ticket-view.ts';
import type { Card, CardAction, CardField } from './types.ts';
import { dayWords } from './words.ts';

/** Rounds that one card lists; a day of a large contract has more, and says so. */
const ROUNDS_LISTED_MAX = 12;
const OFFERED_MAX = 5;
/** Some platforms show less, so what tells buttons apart comes first. */
const LABEL_MAX = 20;

export interface ListedRound {
  readonly view: RoundView;
  /** Who does it, or did it. */
  readonly people: readonly PersonId[];
}

/** Several rounds with their state, and a button for each that waits. */
export function inspectionListCard(
  name: 'mine' | 'today' | 'open',
  rounds: readonly ListedRound[],
  now: Instant,
  text: Catalogue,
): Card {
  const { inspection: words } = text;
  const shown = rounds.slice(0, ROUNDS_LISTED_MAX);
  const waiting = rounds.filter(({ view }) => isWaiting(view));
  const offered = waiting.slice(0, OFFERED_MAX);
  const [first] = offered;
  const { none, title } = words.list[name];
  const more = rounds.length - shown.length;
  return {
    tone: rounds.some(({ view }) => view.inspection.state === 'missed')
      ? 'danger'
      : waiting.length > 0
        ? 'info'
        : 'success',
    title: rounds.length === 0 ? none : title,
    ...(rounds.length > 0 && { badge: String(rounds.length) }),
    lines: more > 0 ? [[words.more(more)]] : [],
    fields: shown.map((round) => listedField(round, now, text)),
    clocks: [],
    actions: offered.map(
      ({ view }): CardAction => ({
        ...roundAction('inspection_show', view, text),
        label: shortName(
          view,
          offered.map((one) => one.view),
          text,
        ),
      }),
    ),
    ...(first && {
      footnote: text.card.typed(words.labels.inspection_show, `${words.words.mine[0] ?? ''} ${roundCode(first.view)}`),
    }),
  };
}

function listedField({ people, view }: ListedRound, now: Instant, text: Catalogue): CardField {
  const { inspection: words } = text;
  const names = namesOf(view.members, people, text);
  const state = words.states[roundState(view.inspection)];
  const value = words.listed(state, dueWords(view, now, text), names, anomaliesOf(view).length);
  return { label: roundCode(view), value: [`${roundName(view, text)}${text.card.dot}${value}`] };
}

/** The plan's name; of several of one plan what tells them apart: the day, the time of day, the department. */
function shortName(view: RoundView, among: readonly RoundView[], text: Catalogue): string {
  const name = roundPlanName(view, text);
  const alike = among.filter(({ plan }) => plan.id === view.plan.id);
  if (alike.length <= 1) return clip(name, LABEL_MAX);
  const day = dayShown(view, text);
  const isSameDay = alike.every((one) => dayShown(one, text) === day);
  const apart = [...(isSameDay ? [] : [day]), ...roundParts(view, text)];
  const told = apart.length === 0 ? roundCode(view) : apart.join(' ');
  return clip(alike.length === among.length ? told : `${told} ${name}`, LABEL_MAX);
}

/** 24:00 belongs to the day that ends. */
function dayShown({ inspection }: RoundView, text: Catalogue): string {
  return dayWords(inspection.dueAt - 1, text);
}
