import { DRAFT_ADVISED_ACTION } from '../cards/advice-parts.ts';
import { BIND_CHAT_ACTION } from '../cards/binding-card.ts';
import type { Catalogue, QueryName } from '../cards/catalogue.ts';
import { inEveryLanguage } from '../cards/language.ts';
import {
  DRAFT_DISMISS_ACTION,
  DRAFT_INCIDENT_ACTION,
  DRAFT_REQUEST_ACTION,
  DRAFT_SAME_ACTION,
} from '../cards/question-card.ts';
import { SPLIT_ACTIONS, SPLIT_OWN_ACTION } from '../cards/same-fault-card.ts';
import { NAME_SYSTEM_ACTION } from '../cards/system-question-card.ts';
import { zh } from '../cards/text.zh.ts';
import { SHOW_TICKET_ACTION } from '../cards/ticket-actions.ts';
import type { TicketCommandType } from '../domain/ticket-types.ts';
import { NOTHING_CHOSEN_ACTION } from '../platforms/types.ts';
import { decideByText } from './act-by-decision.ts';
import { actByTap } from './act-by-tap.ts';
import { actByText } from './act-by-text.ts';
import {
  answerDraftByTap,
  dismissByText,
  registerAdvisedByText,
  registerAsSameByText,
  registerByText,
  registerRequestByText,
} from './answer-draft.ts';
import { answerForm } from './answer-form.ts';
import { registerAssessment, registerAssessmentAnswers } from './assessment-routes.ts';
import { tellIfNotTaken } from './attachments.ts';
import { showBinding, tellBinding } from './bind-chat.ts';
import type { UpdateContext } from './context.ts';
import { registerDeliverableAnswers, registerDeliverables } from './deliverable-routes.ts';
import { showDueSoon } from './due-soon.ts';
import { explainByQuestion, explainByText } from './explain.ts';
import { tellGuest } from './guest.ts';
import { hear } from './hear.ts';
import { greetNewcomer, showHelp } from './help.ts';
import { showHolidays } from './holidays.ts';
import { answerInspection } from './inspection-by-text.ts';
import { registerInspections } from './inspection-routes.ts';
import { registerKnowledge } from './knowledge-routes.ts';
import { commitAnswer, say } from './messages.ts';
import { registerReports } from './report-routes.ts';
import { registerRoster } from './roster-routes.ts';
import type { Router } from './router-types.ts';
import { registerScores } from './score-routes.ts';
import { splitByTap, splitByText } from './split.ts';
import { splitOwnByTap } from './split-own.ts';
import { asked } from './spoken-language.ts';
import { nameSystemByTap } from './system-question.ts';
import { showMyTickets, showOpenTickets, showOverdueTickets } from './ticket-lists.ts';
import { showTicketByTap, showTicketByText } from './ticket-timeline.ts';
import { showTimeLeft, timeLeftQuestion } from './time-left.ts';
import { showToday } from './today.ts';
import { answerWithheld } from './withheld.ts';

/** Those that need no more than their word. */
type PlainQuery = Exclude<QueryName, 'ticket' | 'explain' | 'score' | 'ranking' | 'what_if'>;
const QUERIES: Readonly<Record<PlainQuery, (ctx: UpdateContext) => Promise<void>>> = {
  my_tickets: showMyTickets,
  open_tickets: showOpenTickets,
  overdue: showOverdueTickets,
  due_soon: showDueSoon,
  today: showToday,
  holidays: showHolidays,
  help: showHelp,
};

/** Everything that a person can say, tap or ask, in the order in which it is tried. Both languages, in every chat. */
export function registerHandlers(router: Router): void {
  // People talk with each other in these groups; the bot keeps out of what is not said to it.
  router.on('message', async (ctx, next) => {
    if (!ctx.update.addressed) return;
    tellIfNotTaken(ctx);
    tellGuest(ctx);
    await next();
  });
  router.on('action', async (ctx, next) => {
    tellGuest(ctx);
    await next();
  });
  router.on('message', answerWithheld);
  registerDeliverables(router);
  registerAssessment(router);
  registerInspections(router);
  registerQueries(router);
  registerKnowledge(router);
  registerRoster(router);
  registerCommands(router);
  registerScores(router);
  registerReports(router);
  registerAnswers(router);
  router.command(
    wordsOf(({ binding }) => binding.words),
    showBinding,
  );
  router.action(BIND_CHAT_ACTION, tellBinding);
  registerAssessmentAnswers(router);
  registerDeliverableAnswers(router);
  router.on('message', answerInspection);
  router.on('message', answerForm);
  router.on('message', hear);
  router.on('join', greetNewcomer);
  router.action(NOTHING_CHOSEN_ACTION, async (ctx) => commitAnswer(ctx, say(ctx.text.asking.nothingChosen)));
  // Buttons of an older version of the program.
  router.on('action', async (ctx) => commitAnswer(ctx, say(ctx.text.system.unknownAction)));
}

function registerQueries(router: Router): void {
  for (const [name, show] of entries(QUERIES)) {
    router.hears(
      wordsOf(({ queries }) => queries[name].words),
      asked(show),
    );
    router.action(`show_${name}`, show);
  }
  router.hears(timeLeftQuestion(), asked(showTimeLeft));
  router.command(
    wordsOf(({ queries }) => queries.ticket.words),
    asked(showTicketByText),
  );
  router.action(SHOW_TICKET_ACTION, showTicketByTap);
  router.command(
    wordsOf(({ queries }) => queries.explain.words),
    asked(explainByText),
  );
  router.command(
    wordsOf(({ explain }) => explain.whyWords),
    asked(explainByQuestion),
  );
}

function registerAnswers(router: Router): void {
  router.action(
    [DRAFT_INCIDENT_ACTION, DRAFT_REQUEST_ACTION, DRAFT_SAME_ACTION, DRAFT_ADVISED_ACTION, DRAFT_DISMISS_ACTION],
    answerDraftByTap,
  );
  router.hears(
    wordsOf(({ advice }) => advice.words),
    registerAdvisedByText,
  );
  router.hears(
    wordsOf(({ sameFault }) => sameFault.sameWords),
    registerAsSameByText,
  );
  router.command(
    wordsOf(({ dialogue }) => dialogue.request.words),
    registerRequestByText,
  );
  router.command(
    wordsOf(({ question }) => question.registerWords),
    registerByText,
  );
  router.hears(
    wordsOf(({ question }) => question.dismissWords),
    dismissByText,
  );
}

function registerCommands(router: Router): void {
  router.command(
    wordsOf(({ split }) => split.words),
    splitByText,
  );
  router.action(SPLIT_OWN_ACTION, splitOwnByTap);
  router.action(SPLIT_ACTIONS, splitByTap);
  for (const type of commandTypes()) {
    router.command(
      wordsOf(({ commands }) => commands[type].words),
      (ctx, next) => actByText(ctx, next, type),
    );
    router.action(type, (ctx) => actByTap(ctx, type));
  }
  router.action(NAME_SYSTEM_ACTION, nameSystemByTap);
  for (const answer of ['approve', 'refuse'] as const) {
    router.command(
      wordsOf(({ decisions }) => decisions[answer]),
      (ctx, next) => decideByText(ctx, next, answer),
    );
  }
}

function wordsOf(words: (catalogue: Catalogue) => readonly string[]): readonly string[] {
  return inEveryLanguage(words);
}

/** The catalogue has a text for each command, so its keys are the commands. */
function commandTypes(): readonly TicketCommandType[] {
  return entries(zh.commands).map(([type]) => type);
}

/** `Object.entries` with its keys typed: sound for these tables, whose types list all their keys. */
function entries<Key extends string, Value>(table: Readonly<Record<Key, Value>>): readonly (readonly [Key, Value])[] {
  return Object.entries(table) as [Key, Value][];
}
