import { INSPECTION_ACTIONS, type InspectionWord } from '../cards/catalogue-inspection.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { allNormalByText, inspectByText } from './inspection-by-text.ts';
import {
  hasInspections,
  showOpenInspections,
  showStatistics,
  showToday,
  statisticsQuestion,
} from './inspection-queries.ts';
import { inspectByTap } from './inspection-tap.ts';
import { inMeantContract } from './meant-contract.ts';
import type { CommandContext, Next, Router } from './router-types.ts';
import { cancelByTap, cancelByText, orderByText } from './special-patrol.ts';

/** What people say and tap about inspections. */
export function registerInspections(router: Router): void {
  router.hears(wordsOf('today'), showToday);
  router.hears(wordsOf('open'), showOpenInspections);
  router.hears(statisticsQuestion(), showStatistics);
  typed(router, 'allNormal', allNormalByText);
  typed(router, 'cancel', cancelByText);
  typed(router, 'patrol', (ctx, next) => orderByText(ctx, next, 'patrol'));
  typed(router, 'guard', (ctx, next) => orderByText(ctx, next, 'guard'));
  typed(router, 'mine', inspectByText);
  router.action('patrol_cancel', cancelByTap);
  for (const action of INSPECTION_ACTIONS) router.action(action, (ctx) => inspectByTap(ctx, action));
}

function typed(router: Router, word: InspectionWord, handle: (ctx: CommandContext, next: Next) => Promise<void>): void {
  router.command(wordsOf(word), (ctx, next) => inMeantContract(ctx, hasInspections, (there) => handle(there, next)));
}

function wordsOf(word: InspectionWord): readonly string[] {
  return inEveryLanguage(({ inspection }) => inspection.words[word]);
}
