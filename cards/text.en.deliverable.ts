import type { DeliverableTexts } from './catalogue-deliverable.ts';
import type { PlanPeriod } from './obligation-name.ts';
import { MONTHS_EN } from './text.en.period.ts';

const HANDED_OVER = "The supplier's managers and engineers submit what is owed; the customer's supervisors review it.";

/** The English catalogue's words about documents and activities that are owed. */
export const deliverableTextsEn: DeliverableTexts = {
  commands: {
    deliver_submit: { label: 'Submit', words: ['submit', 'deliver'], example: (about) => `submit ${about}` },
    deliver_accept: {
      label: 'Pass',
      words: ['pass'],
      shared: ['approve', 'accept'],
      example: (about) => `pass ${about}`,
    },
    deliver_return: {
      label: 'Return',
      words: ['return'],
      shared: ['reject', 'refuse'],
      example: (about) => `return ${about} ‹reason›`,
    },
    deliver_show: { label: 'Show', words: ['deliverable'], example: (about) => `deliverable ${about}` },
    deliver_list: {
      label: 'Due documents',
      words: ['deliverables', 'due documents', 'to review'],
      example: () => 'deliverables',
    },
  },
  offlineWords: ['on paper', 'offline'],
  states: {
    planned: 'not open yet',
    owed: 'owed',
    submitted: 'under review',
    returned: 'returned',
    accepted: 'accepted',
    cancelled: 'cancelled',
  },
  handedIn: 'submitted',
  period: {
    week: (week, first, last) => `week ${week}, ${first} – ${last}`,
    days: (first, last) => `${first} – ${last}`,
    aliases: periodAliases,
    relative: [
      ['today', 'day', 0],
      ['yesterday', 'day', 1],
      ['this week', 'week', 0],
      ['last week', 'week', 1],
      ['this month', 1, 0],
      ['last month', 1, 1],
      ['this quarter', 3, 0],
      ['last quarter', 3, 1],
      ['this year', 12, 0],
      ['last year', 12, 1],
    ],
  },
  named: (name, of) => (of.length === 0 ? name : `${name} (${of.join(', ')})`),
  labels: {
    due: 'Due',
    submitted: 'Submitted',
    files: 'Files',
    note: 'Note',
    late: 'Lateness',
    review: 'Review',
    clause: 'Clause',
    code: 'Code',
  },
  list: {
    help: {
      label: 'Deliverables',
      how: '"deliverables", "submit ‹deliverable›" with its file',
      review: 'Reviews (supervisor)',
      reviewHow: '"deliverables", "pass ‹deliverable›", "return ‹deliverable› ‹reason›"',
    },
    title: 'Due documents',
    none: 'Nothing is due',
    more: (shown, total) => `The ${shown} most urgent of ${total}.`,
    hint: (example) => `To submit, send "${example}" with the file, or the file alone and choose then.`,
    staffOnly: 'Managers, engineers and supervisors may ask for what is due.',
    faultReport: (number) => `Fault report (${number})`,
  },
  standing: {
    dueBy: (instant, left) => `due by ${instant}, ${left}`,
    late: (days, due) => `late by ${days} (was due by ${due})`,
    over: (due) => `past its due time (${due})`,
    returned: (reason, due) =>
      `returned${reason === '' ? '' : `: "${reason}"`}; please correct and submit it again (was due by ${due})`,
    underReview: (at) => `submitted at ${at}, under review`,
    days: (count, unit) =>
      unit === 'workdays' ? `${count} workday${count === 1 ? '' : 's'}` : `${count} day${count === 1 ? '' : 's'}`,
    inTime: 'in time',
    lateBy: (days) => `late by ${days}`,
  },
  asking: {
    file: {
      group: (name, within) =>
        `Please send the file of "${name}" within ${within}: quote it here and mention me, or send it to me alone.`,
      private: (name, within) => `Please send the file of "${name}" within ${within}.`,
    },
    offline: (example) => `If it was handed in on paper, send "${example}".`,
    words: (name) => `Please say how "${name}" went (when, who took part, the result); a file may come with it.`,
    giveUp: (word) => `To leave it, reply "${word}".`,
    givenUp: 'All right, nothing was submitted.',
    note: 'How it went',
    notePlaceholder: 'When, who took part, the result',
    reason: 'Reason',
    reasonPlaceholder: 'What has to be corrected',
    returnReason: (name) => `Please give the reason for returning "${name}".`,
    whichTitle: 'Which document is this?',
    whichFile: (files, within) =>
      `Received: ${files}. Please choose within ${within} which one it is; until then it is not submitted.`,
    which: (said) => `"${said}" may be one of these; please choose.`,
    whichHint: (example) => `Or send "${example}".`,
    unknown: (said, known) => `There is no document "${said}". Due now: ${known}.`,
    nothingOwed: 'Nothing is due at the moment.',
    nothingToReview: 'Nothing waits for a review at the moment.',
    settled: (name, state) => `"${name}" is ${state}; no other one of its kind is due.`,
    notOpen: (name, opens, example) => `"${name}" opens at ${opens}; to submit it earlier, send "${example}".`,
  },
  told: {
    submitted: (name, at, lateness) => `"${name}" was submitted at ${at}, ${lateness}.`,
    waitsForReview: 'The supervisors were asked to review it.',
    needsNoReview: 'It needs no review: it is done.',
    toReview: (name, by, lateness) => `${by} has submitted "${name}" (${lateness}). Please review it.`,
    accepted: (name, by) => `${by} has accepted "${name}".`,
    returned: (name, by, reason) => `${by} has returned "${name}": "${reason}".`,
    again: (example) => `Once it is corrected, submit it again: "${example}".`,
    remindTitle: (count) => `Due documents: ${count}`,
    before: (name, due) => `"${name}" is due by ${due}.`,
    due: (name, due) => `"${name}" was due by ${due} and is not submitted.`,
    late: (name, days) => `"${name}" is late by ${days}. Please submit it.`,
    stillReturned: (name) => `"${name}" was returned and has not been submitted again.`,
    toldLate: 'This reminder comes later than planned: the system was down.',
    file: (name, of) => `File of "${of}": ${name}. Where it does not show, see the chat in which it was sent.`,
    lost: (file, of, example) =>
      `The ${file} of "${of}" could not be kept. Please send it again: "${example}" with the file.`,
  },
  refusals: {
    supplier_only: () => HANDED_OVER,
    supervisor_only: () => HANDED_OVER,
    not_open_yet: ({ name }) => `"${name}" is not open yet.`,
    cancelled: ({ name }) => `"${name}" was cancelled.`,
    accepted_already: ({ name, person, at }) =>
      person === '' ? `"${name}" is submitted already.` : `${person} has accepted "${name}" at ${at}.`,
    submitted_already: ({ name, person, at }) => `${person} has submitted "${name}" at ${at}; it is under review.`,
    nothing_to_review: ({ name, state }) => `"${name}" is ${state}: there is nothing to review.`,
    nothing_handed_in: ({ name }) => `"${name}" needs a file or words.`,
    needs_reason: ({ name, example }) => `Please give the reason for returning "${name}": "${example}".`,
    outdated: ({ name, state }) => `"${name}" has changed (${state}); please go by its present card.`,
  },
  faultReport: {
    name: (number) => `Fault report ${number}`,
    draft: (number, due) =>
      `The fault report of ${number} is due by ${due}. This draft is made of the record; please check it, add the improvements and submit it.`,
    draftNoDue: (number) =>
      `This draft of the fault report of ${number} is made of the record; please check it, add the improvements and submit it.`,
    how: (example) =>
      `To submit, send "${example}" with the file, or write what happened, the cause and the improvements.`,
    unavailable: (example) => `The draft is not ready; send "${example}" later to get it.`,
    byFile: (files) => `As a file: ${files}`,
  },
};

function periodAliases({ day, isDay, label, month, months, number = 1, week, year }: PlanPeriod): readonly string[] {
  const name = MONTHS_EN[month - 1] ?? '';
  if (isDay) return [label, `${name} ${day}`, `${day} ${name}`];
  if (week !== undefined) return [label, `W${week}`, `week ${week}`];
  if (months === 1) return [label, `${name} ${year}`, name, name.slice(0, 3)];
  if (months === 3) return [label, `Q${number} ${year}`, `Q${number}`];
  if (months === 6) return [label, `H${number} ${year}`, `H${number}`];
  return months === 12 ? [label, String(year)] : [label, `${day} ${name}`, `${name} ${day}`];
}
