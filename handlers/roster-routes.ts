import type { RosterCommand } from '../cards/catalogue-roster.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { sign } from './attendance.ts';
import { takeLeaveByText } from './duty-leave.ts';
import { assignByText, endLeaveByText } from './duty-plan.ts';
import { answerRequestByTap, answerRequestByText, askStandInByText } from './duty-request.ts';
import { dutyOfDayQuestion, showDutyOfDay, showDutyTable, showOnDuty, tellPhone } from './duty-show.ts';
import { takeOverByTap, takeOverByText } from './handover.ts';
import type { Router } from './router-types.ts';
import { asked } from './spoken-language.ts';

const ANSWERS = { duty_accept: 'agreed', duty_decline: 'declined', duty_withdraw: 'withdrawn' } as const;

/** What people say and tap about duty. */
export function registerRoster(router: Router): void {
  router.hears(
    inEveryLanguage(({ roster }) => roster.phone.words),
    asked(tellPhone),
  );
  router.command(wordsOf('on_duty'), asked(showOnDuty));
  router.hears(dutyOfDayQuestion(), asked(showDutyOfDay));
  router.hears(wordsOf('duty_table'), asked(showDutyTable));
  router.command(wordsOf('ask_stand_in'), askStandInByText);
  router.command(wordsOf('assign_cover'), assignByText);
  router.command(wordsOf('take_leave'), takeLeaveByText);
  router.command(wordsOf('end_leave'), endLeaveByText);
  for (const command of ['duty_accept', 'duty_decline', 'duty_withdraw'] as const) {
    router.hears(wordsOf(command), (ctx) => answerRequestByText(ctx, ANSWERS[command]));
    router.action(command, (ctx) => answerRequestByTap(ctx, ANSWERS[command]));
  }
  router.hears(wordsOf('take_over'), takeOverByText);
  router.action('take_over', takeOverByTap);
  for (const command of ['sign_in', 'sign_out'] as const) {
    router.hears(wordsOf(command), (ctx) => sign(ctx, command));
    router.action(command, (ctx) => sign(ctx, command));
  }
}

function wordsOf(command: RosterCommand): readonly string[] {
  return inEveryLanguage(({ roster }) => roster.commands[command].words);
}
