import type { DigestTexts } from './catalogue-digest.ts';
import { plural } from './plural.ts';
import { packTextsEn } from './text.en.pack.ts';

export const digest: DigestTexts = {
  reminders: {
    title: (count) => `Reminders of ${plural(count, 'ticket')}`,
    overdue: (count) => `${count} of them overdue`,
    ring: (people, count) => [...people, `${people.length > 0 ? ' ' : ''}${plural(count, 'ticket')} to see to.`],
    entry: (...facts) => facts.filter((fact) => fact !== '').join(' · '),
    step: (label, number) => `${label} ${number}`,
  },
  morning: {
    title: (contract, day) => `${contract}, tickets on ${day}`,
    open: 'Open',
    overdue: 'Overdue',
    dueToday: 'Due today',
    approvals: 'Waiting for approval',
    rosterGaps: 'Gaps in the roster',
    holidays: 'Holidays',
    count: (count) => `${count} tickets`,
    gap: (from, to) => `${from} to ${to}`,
    more: (count) => `${count} more`,
    unlisted: (count, command) => `${count} more open; say "${command}" to see them.`,
    knownTo: (year) => `known to the end of ${year} only; enter them once announced, or later time limits stay unknown`,
  },
  timeLeft: {
    words: ['how long left', 'how much time left', 'how long is left', 'time left'],
    command: (number) => `${number} how long left`,
    title: (number) => `Time left for ${number}`,
    nothingOpen: (number, status) => `${number} has no time limit that is running (${status}).`,
    due: (standing, due) => `${standing} (${due})`,
  },
  pack: packTextsEn,
};
