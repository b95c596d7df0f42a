import type { SameFaultTexts, SplitTexts } from './catalogue-same-fault.ts';

export const sameFaultTextsEn: SameFaultTexts = {
  title: 'Is it the same fault?',
  same: 'Same fault',
  other: 'Register separately',
  dismiss: 'No fault',
  sameWords: ['same fault', 'same', 'it is the same'],
  ticket: 'Ticket in work',
  ask: (speaker, number, by, at, words) => [
    ...speaker,
    ` ${by ?? 'you'} reported at ${at}: ${words} (${number}). Is yours the same fault?`,
  ],
  unanswered: (responsible, by, number, since) => [
    ...responsible,
    ` for ${since} nobody has said whether ${by}'s message is the same fault as ${number}. Please help to decide.`,
  ],
  joined: (number) => `Added to ${number}`,
  joinedWords: (place, isResolved, isMonitored) =>
    `${isMonitored ? 'Monitoring has reported it as well. ' : ''}You are reporter no. ${place}. ${
      isResolved
        ? 'It is resolved; if it still does not work, please press “Not resolved”.'
        : 'You need do no more, and will be told the result.'
    }`,
  joinedFor: (reporter, by, number) => [
    ...reporter,
    ` ${by} added your report to ${number}. If it is another fault, please press "Not the same fault".`,
  ],
  notSame: 'Not the same fault',
  repeated: (number, register) =>
    `This fault is registered; what you wrote was added to ${number}. For another fault, please send "${register}" and what is wrong.`,
  added: (number, register) => `Added to ${number}. If it is another fault, please send "${register}".`,
  ended: (number) => `${number} is closed or cancelled, so your report got a ticket of its own.`,
  anotherWords: ['another', 'different', 'separate'],
  levelAsked: (supervisors, number, by, said, level) => [
    ...supervisors,
    ` ${by} reported the same fault as ${number}, by his words "${said}"; the ticket is timed as "${level}". Please decide on the level.`,
  ],
  reporters: (name, people) => `${name} and others (${people})`,
  monitorAndPeople: (monitor, people) => `${monitor}, and ${people === 1 ? '1 person' : `${people} people`}`,
  peopleAndMonitor: (reporters, monitor) => `${reporters}, and ${monitor}`,
  report: (name, at) => `${name} ${at}`,
  moreReports: (count) => `${count} in all`,
};

export const splitTextsEn: SplitTexts = {
  words: ['split'],
  label: 'Split',
  which: (number) => `Which report shall leave ${number}?`,
  take: (place) => `Take out no. ${place}`,
  changed: 'The reports of this ticket have changed. Please choose from the list as it is now.',
  howTo: (example) => `Please name the ticket: ${example}`,
  refused: {
    not_yours: () => 'A manager or a supervisor splits tickets; a reporter may take out his own report.',
    too_late: (number) => `${number} ended more than a day ago. Please report it anew.`,
    no_report: (number) => `${number} has no report that could be taken out.`,
  },
  noOwn: (number) => `${number} has no report of yours that could be taken out.`,
  alreadyOut: (number, into) => `This report was already taken out of ${number}: see ${into}.`,
  done: (people, by, reporter, number, into) => [
    ...people,
    ` ${by} took ${reporter === undefined ? 'his own report' : `the report of ${reporter}`} out of ${number}: it is ${into} now, timed from when it was reported.`,
  ],
  moved: (people, by, reporter, number, into) => [
    ...people,
    ` ${by} took ${reporter === undefined ? 'his own report' : `the report of ${reporter}`} out of ${number} and added it to ${into}, which is his own of the same system.`,
  ],
  wentOn: (into) => `It was taken out again: it is ${into} now; please act there.`,
  along: 'your report was added',
  doneTo: (number, into) => `Taken out of ${number}: it is ${into} now, timed from when it was reported.`,
};
