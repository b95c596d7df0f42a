import { inEveryLanguage } from '../cards/language.ts';
import { searchByQuestion, searchQuestion } from './knowledge-search.ts';
import type { Router } from './router-types.ts';
import { asked } from './spoken-language.ts';
import { forgetByText, showTaughtNames, teachByText } from './teach.ts';
import { rememberPattern } from './teach-words.ts';

/** What was done before, and what systems are called. */
export function registerKnowledge(router: Router): void {
  router.hears(rememberPattern(), teachByText);
  router.command(
    inEveryLanguage(({ teaching }) => teaching.forget),
    forgetByText,
  );
  router.hears(
    inEveryLanguage(({ teaching }) => teaching.list),
    asked(showTaughtNames),
  );
  router.hears(searchQuestion(), asked(searchByQuestion));
}
