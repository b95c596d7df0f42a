import { chargesOf, findingListCard, itemOf, openListCard, ticketNumbersOf } from '../cards/finding-list-card.ts';
import { type ScoreView, scoreCard } from '../cards/score-card.ts';
import { scoreListCard } from '../cards/score-list-card.ts';
import { copyName, itemsOf, periodWords, tableName } from '../cards/score-words.ts';
import type { Content } from '../db/changes.ts';
import type { PeriodAsk } from '../domain/assessment/period.ts';
import type { ItemScore, TableScore } from '../domain/assessment/statement.ts';
import type { Scene } from './context.ts';
import { say, showCard } from './messages.ts';
import type { ScoreScope } from './score-scope.ts';
import { scoreView } from './score-view.ts';
import { type MadeScore, type ScoredPeriod, scoredFor } from './scored.ts';

/** Tickets whose buttons a card of findings may have. */
const TICKETS_LOOKED_UP_MAX = 12;

/** One table's card, the list of several, an item's findings; or why there is nothing to show. @param page of a list */
export async function scoreContent(scene: Scene, ask: PeriodAsk, scope: ScoreScope, page?: number): Promise<Content> {
  const { contract, members, text } = scene;
  if (contract.tables.length === 0) return say(text.score.noTables);
  const scored = await scoredFor(scene, ask, scope);
  const { listed, statement } = scored;
  const [first, ...more] = listed;
  if (!first) return scope.copy === undefined ? noPeriod(scene) : say(nothingFor(scene, scope.copy));
  if (scope.item !== undefined) return itemContent(scene, scored, scope.item);
  const withPoints = listed.filter(({ score }) => hasPoints(score));
  const main = more.length === 0 ? first : withPoints.length === 1 ? withPoints[0] : undefined;
  if (main && page === undefined) return showCard(scoreCard(await scoreView(scene, scored, main), scene.now, text));
  const view = {
    contract,
    members,
    contractId: contract.id,
    ...(scope.tables?.length === 1 && { table: scope.tables[0] ?? '' }),
    ...(scope.copy !== undefined && { copy: scope.copy }),
    label: statement.label,
    statement,
    scores: listed,
    page: page ?? 0,
  };
  return showCard(scoreListCard(view, scene.now, text));
}

/** Before the service, after it, or what is no period at all. */
export function noPeriod({ contract: { term }, text }: Scene): Content {
  return say(text.score.unknownPeriod(periodWords({ firstDay: term.from, lastDay: term.to }, text)));
}

/** Of several tables the only one with points is the answer; what the others cost stands on its card. */
function hasPoints({ isUnscored, total }: TableScore): boolean {
  return !isUnscored && total !== undefined;
}

/** What is not graded yet of one table. */
export async function openContent(scene: Scene, ask: PeriodAsk, scope: ScoreScope): Promise<Content> {
  const scored = await scoredFor(scene, ask, scope);
  const [first] = scored.listed;
  if (!first) return noPeriod(scene);
  return showCard(openListCard(await scoreView(scene, scored, first), scene.now, scene.text));
}

async function itemContent(scene: Scene, scored: ScoredPeriod, itemId: string): Promise<Content> {
  const { text } = scene;
  const all = scored.listed.filter(({ score }) => itemsOf(score).some(({ id }) => id === itemId));
  // Of a period that was cut the newest stretch: its card says which one it is.
  const having = all.filter(
    ({ score }, place) =>
      !all.slice(place + 1).some((later) => later.score.id === score.id && later.score.copy === score.copy),
  );
  const [only, ...more] = having;
  if (!only) return noPeriod(scene);
  const names = having.map(({ score }) => tableName(score, scene, text)).join(text.card.comma);
  if (more.length > 0) return say(text.score.ambiguous(itemId, names));
  const view = await scoreView(scene, scored, only);
  const item = itemOf(view, itemId);
  return item ? findingsContent(scene, { view, item, missed: missedBy(only, item) }) : noPeriod(scene);
}

interface AskedItem {
  readonly view: ScoreView;
  readonly item: ItemScore;
  readonly missed: readonly string[];
}

async function findingsContent(scene: Scene, { item, missed, view }: AskedItem): Promise<Content> {
  const tickets = await ticketsOf(scene, [...chargesOf(item).toReversed().flatMap(ticketNumbersOf), ...missed]);
  return showCard(findingListCard(view, item, { tickets, missed }, scene.now, scene.text));
}

/** Tickets because of which a ratio of the item is no whole one. */
function missedBy({ made, score }: MadeScore, { rules }: ItemScore): readonly string[] {
  const ratios = made.facts.ratios.filter(
    ({ copy, rule }) => copy === score.copy && rules.some(({ id }) => id === rule),
  );
  const named = ratios.flatMap(({ evidence }) => evidence.flatMap(({ kind, ref }) => (kind === 'ticket' ? [ref] : [])));
  return [...new Set(named)].slice(0, TICKETS_LOOKED_UP_MAX);
}

async function ticketsOf({ contract, store }: Scene, named: readonly string[]) {
  const numbers = [...new Set(named)].slice(0, TICKETS_LOOKED_UP_MAX);
  const found = await Promise.all(numbers.map((number) => store.ticketByNumber(contract.id, number)));
  return new Map(
    found.flatMap((ticket) => (ticket ? [[ticket.number, { id: ticket.id, version: ticket.version }]] : [])),
  );
}

function nothingFor(scene: Scene, copy: string): string {
  return scene.text.score.nothingFor(copyName(copy, scene, scene.text));
}
