import { attendanceDay } from './attendance-day.ts';
import { dailyReport } from './daily-report.ts';
import { dutyLapse } from './duty-lapse.ts';
import { erasureRoutine } from './erasure-routine.ts';
import { gradingRound } from './grading-routine.ts';
import { handover } from './handover.ts';
import { managerDigest } from './manager-digest.ts';
import { obligationsRoutine } from './obligations-routine.ts';
import { rosterGap } from './roster-gap.ts';
import type { Routine } from './routine-types.ts';

/** Everything that the program does again and again by itself for each contract that wants it. */
export const ROUTINES: readonly Routine[] = [
  managerDigest,
  handover,
  rosterGap,
  dutyLapse,
  attendanceDay,
  gradingRound,
  dailyReport,
  obligationsRoutine,
  erasureRoutine,
];
