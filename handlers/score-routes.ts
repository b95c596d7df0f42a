import { SHOW_SCORE_ACTION, SHOW_SCORE_ITEM_ACTION, SHOW_SCORE_OPEN_ACTION } from '../cards/score-card.ts';
import { showRanking } from './ranking.ts';
import type { Router } from './router-types.ts';
import { showOpenByTap, showScoreByTap, showScoreByText } from './score.ts';
import { wordQuestion } from './score-question.ts';
import { asked } from './spoken-language.ts';
import { showWhatIf, whatIfQuestion } from './what-if.ts';

/** What managers and supervisors ask about scores. Behind the commands: 确认 7 评分 5 is one. */
export function registerScores(router: Router): void {
  router.hears(wordQuestion('score'), asked(showScoreByText));
  router.hears(wordQuestion('ranking'), asked(showRanking));
  router.hears(whatIfQuestion(), asked(showWhatIf));
  router.action([SHOW_SCORE_ACTION, SHOW_SCORE_ITEM_ACTION], showScoreByTap);
  router.action(SHOW_SCORE_OPEN_ACTION, showOpenByTap);
}
