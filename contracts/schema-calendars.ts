import { z } from 'zod';
import { dateForm, keyForm, monthDayForm, spanForm, wording, yearForm } from './forms.ts';
import { expandWeekdays, overlapIn, WEEKDAYS_FORM, weekdayRange } from './weekly.ts';

const spans = z
  .array(spanForm)
  .superRefine((list, context) => {
    const overlap = overlapIn(list);
    if (overlap === undefined) return;
    const remedy = 'write the spans of a day in order, each from the end of the one before or later';
    context.addIssue({
      code: 'custom',
      path: [overlap],
      message: 'the span begins before the one before it ends',
      params: { remedy },
    });
  })
  .describe('Working hours of a day in order, such as [09:00-12:00, 13:00-18:00]; [] is a day off.');

const weekly = z
  .record(weekdayRange, spans)
  .superRefine((value, context) => {
    const { repeated, isIdle } = expandWeekdays(value);
    for (const { key, day } of repeated) {
      context.addIssue({
        code: 'custom',
        path: [key],
        message: `${day} has its hours twice`,
        params: { remedy: 'name each weekday once' },
      });
    }
    if (isIdle)
      context.addIssue({ code: 'custom', message: 'the week has no working hours', params: { remedy: WEEKDAYS_FORM } });
  })
  .describe('Hours of the weekdays: mon-fri, sat … Days that are not named are days off.');

const observed = z
  .enum(['china', 'none'])
  .describe('china: rests on statutory holidays and works on make-up days (tiaoxiu). none: works through them.');

const season = z.strictObject({
  from: monthDayForm.describe('First day of each year, such as 05-01.'),
  to: monthDayForm.describe("Last day of each year, included; may lie before `from`, then it wraps the year's end."),
  weekly,
  holidays: observed
    .exactOptional()
    .describe("Whether statutory holidays count in the season; left out: as in the calendar's `holidays`."),
});

const day = z
  .union([z.enum(['holiday', 'workday']), spans])
  .describe('holiday: a day off. workday: the hours of an ordinary working day. Or hours of its own.');

const workingHours = z
  .strictObject({
    holidays: observed,
    weekly,
    days: z
      .record(dateForm, day)
      .default({})
      .describe('Days that are not as the weekday, the season and the statutory table say; they win over all of them.'),
    seasons: z
      .array(season)
      .default([])
      .describe('Other weekly hours between two days of each year; the first that covers a day counts.'),
  })
  .superRefine(({ holidays, seasons }, context) => {
    for (const [index, { holidays: ofSeason }] of seasons.entries()) {
      if (holidays !== 'none' || ofSeason !== 'china') continue;
      context.addIssue({
        code: 'custom',
        path: ['seasons', index, 'holidays'],
        message: 'the calendar works through holidays and its season does not',
        params: { remedy: 'write holidays: china for the calendar, and holidays: none for its other seasons' },
      });
    }
  });

export const calendars = z
  .record(keyForm, z.union([z.literal('always'), workingHours]))
  .describe('When clocks count, by key. always: round the clock, every day.');

const dayList = z
  .union([z.array(dateForm), z.record(wording, z.array(dateForm))])
  .describe('Days as a list, or lists of days by the name of the holiday.');

const holidayYear = z.strictObject({
  holidays: dayList.describe('Every day off that the State Council has announced for the year, weekends included.'),
  workdays: dayList.default([]).describe('Every make-up day (tiaoxiu) on which people work.'),
});

export const holidayYears = z
  .record(yearForm, holidayYear)
  .describe(
    'Statutory holidays of years that the package chinese-days does not know yet; a year here replaces its own.',
  );

export const holidayChanges = z
  .record(dateForm, z.enum(['holiday', 'workday']).describe('What the day is: a day off, or a day of work.'))
  .describe('Corrections of single days for all calendars with `holidays: china`.');
