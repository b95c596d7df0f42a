import type { DigestTexts } from './catalogue-digest.ts';
import { plural } from './plural.ts';

export const digest: DigestTexts = {
  reminders: {
    title: (count) => plural(count, 'reminder'),
    overdue: (count) => `${count} of them overdue`,
    ring: (people, count) => [...people, `${people.length > 0 ? ' ' : ''}${plural(count, 'reminder')} for you.`],
    entry: (standings, names) => (names === '' ? standings : `${standings} · ${names}`),
    step: (label, number) => `${label} ${number}`,
  },
  morning: {
    title: (contract, day) => `${contract}, ${day}`,
    open: 'Open',
    overdue: 'Overdue',
    dueToday: 'Due today',
    approvals: 'Waiting for approval',
    rosterGaps: 'Gaps in the roster',
    holidays: 'Holidays',
    count: (count) => `${count} tickets`,
    gap: (from, to) => `${from} to ${to}`,
    more: (count) => `${count} more`,
    knownTo: (year) => `known to the end of ${year} only; enter them once announced, or later time limits stay unknown`,
  },
  timeLeft: {
    words: ['how long left', 'how much time left', 'how long is left', 'time left'],
    title: (number) => `Time left for ${number}`,
    nothingOpen: (number, status) => `${number} has no time limit that is running (${status}).`,
    due: (standing, due) => `${standing} (${due})`,
  },
  pack: {
    inForce: (managers, contract, moved) => [
      ...managers,
      `${managers.length > 0 ? ' ' : ''}The contract pack of "${contract}" was updated and is in force. `,
      moved === 0 ? 'No open ticket is due at another time.' : `${plural(moved, 'open ticket')} due at another time.`,
    ],
    refused: (managers, contract, places, more) => [
      ...managers,
      `${managers.length > 0 ? ' ' : ''}The change of the contract pack of "${contract}" was refused; the earlier one stays in force. `,
      `Please correct ${places.join(', ')}${more > 0 ? ` and ${plural(more, 'more place')}` : ''}.`,
    ],
    place: (file, line) => `${file} line ${line}`,
  },
};
