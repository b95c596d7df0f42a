import type { Period } from '../domain/assessment/facts.ts';
import type { Ranked } from '../domain/assessment/ranking.ts';
import type { Catalogue } from './catalogue.ts';
import { pointsWords } from './points-words.ts';
import { copyName, periodWords, type ScorePeople, spanWords } from './score-words.ts';
import type { Card, Line } from './types.ts';

/** People that one card ranks; people read no further. */
export const RANKED_SHOWN_MAX = 30;

export interface RankingView extends ScorePeople {
  readonly name: string;
  readonly period: Period;
  /** The best first. */
  readonly ranked: readonly Ranked[];
}

/** 排名: people by their scores of a month; those who are level share a place. */
export function rankingCard({ name, period, ranked, ...people }: RankingView, text: Catalogue): Card {
  const { ranking } = text.score;
  const lines = ranked.slice(0, RANKED_SHOWN_MAX).map(({ copy, isTied, place, total }): Line => {
    const figure = spanWords(total, pointsWords, text);
    return [ranking.place(place, isTied, copyName(copy, people, text), figure)];
  });
  const left = ranked.length - lines.length;
  return {
    tone: 'info',
    title: ranking.title(name, periodWords(period, text)),
    lines: [...(lines.length === 0 ? [[ranking.none]] : lines), ...(left > 0 ? [[text.timeline.more(left)]] : [])],
    fields: [],
    clocks: [],
    actions: [],
  };
}
