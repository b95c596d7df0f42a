import type { Catalogue, DurationParts } from './catalogue.ts';
import { plural } from './plural.ts';
import { adviceTextsEn } from './text.en.advice.ts';
import { alertTextsEn } from './text.en.alerts.ts';
import { assessmentTextsEn } from './text.en.assessment.ts';
import { commands } from './text.en.commands.ts';
import { conversation } from './text.en.conversation.ts';
import { deliverableTextsEn } from './text.en.deliverable.ts';
import { dialogue } from './text.en.dialogue.ts';
import { digest } from './text.en.digest.ts';
import { dingtalkTextsEn } from './text.en.dingtalk.ts';
import { explainTexts } from './text.en.explain.ts';
import { inspectionTextsEn } from './text.en.inspection.ts';
import { knowledgeTextsEn, teachingTextsEn } from './text.en.knowledge.ts';
import { mediaTextsEn } from './text.en.media.ts';
import { platformTextsEn } from './text.en.platform.ts';
import { reportingTextsEn } from './text.en.reporting.ts';
import { roster } from './text.en.roster.ts';
import { sameFaultTextsEn, splitTextsEn } from './text.en.same-fault.ts';
import { scoreTextsEn } from './text.en.score.ts';
import { ticketTexts } from './text.en.ticket.ts';
import { wecomTextsEn } from './text.en.wecom.ts';

/** The largest two units that matter: seconds only under ten minutes. */
function duration({ days, hours, minutes, seconds, milliseconds }: DurationParts): string {
  const exact = milliseconds > 0 ? `${seconds}.${String(milliseconds).padStart(3, '0')}` : `${seconds}`;
  const parts = [
    days > 0 ? plural(days, 'day') : '',
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    seconds > 0 || milliseconds > 0 ? `${exact} s` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'less than 1 s' : parts.join(' ');
}

/** The English catalogue. */
export const en: Catalogue = {
  language: 'en',
  botName: 'Dutybell',
  names: {
    status: {
      open: 'Open',
      acknowledged: 'In progress',
      on_site: 'On site',
      resolved: 'Awaiting confirmation',
      closed: 'Closed',
      cancelled: 'Cancelled',
      merged: 'Merged',
    },
    suspended: 'Suspended',
    suspensionPending: 'Suspension to be approved',
    kind: {
      incident: 'Incident',
      service_request: 'Service request',
      security_event: 'Security event',
      inspection_anomaly: 'Inspection anomaly',
    },
    clock: {
      respond: 'Respond',
      arrive: 'Arrive',
      diagnose: 'Diagnose',
      report_up: 'Report to management',
      workaround: 'Workaround',
      resolve: 'Resolve',
      update: 'Progress update',
      fault_report: 'Fault report',
    },
    clockState: {
      running: 'running',
      paused: 'paused',
      met: 'met',
      breached: 'breached',
      void: 'no longer counted',
      unknown: 'unknown',
      unagreed: 'to be agreed',
    },
    milestone: {
      reported: 'reported',
      acknowledged: 'acknowledged',
      arrived: 'arrived',
      diagnosed: 'diagnosed',
      worked_around: 'worked around',
      resolved: 'resolved',
      confirmed: 'confirmed',
    },
    event: {
      opened: 'report',
      acknowledged: 'acknowledgement',
      arrived: 'arrival',
      reported_up: 'report to management',
      diagnosed: 'diagnosis',
      worked_around: 'workaround',
      progressed: 'progress update',
      supplemented: 'addition',
      resolved: 'resolution',
      confirmed: 'confirmation',
      rated: 'rating',
      reopened: 'reopening',
      transferred: 'transfer',
      suspension_requested: 'request to suspend',
      suspended: 'suspension',
      suspension_approved: 'approval of the suspension',
      suspension_refused: 'refusal of the suspension',
      resumed: 'resumption',
      level_changed: 'change of level',
      cancelled: 'cancellation',
      closed: 'automatic closing',
      system_changed: 'change of system',
      arrival_requested: 'request to come',
      due_proposed: 'proposed due time',
      due_agreed: 'agreement on the due time',
      due_refused: 'refusal of the due time',
      late_entry_requested: 'late entry',
      late_entry_approved: 'approval of the late entry',
      late_entry_refused: 'refusal of the late entry',
      fault_reported: 'fault report',
      merged: 'merging',
      absorbed: 'merging of another report',
      split_off: 'split',
      silence_noticed: 'question for progress',
      alerts_counted: 'count of alerts',
      calendar_changed: 'correction of the calendar',
      undone: 'undo',
      reminded: 'reminder',
    },
    role: { reporter: 'reporter', engineer: 'engineer', manager: 'project manager', supervisor: 'supervisor' },
    unknownPerson: 'somebody not on the list',
    unknownSystem: 'system to be confirmed',
    erasedText: '(text erased at the end of its retention)',
    reportedUp: 'reported to management',
    stage: {
      used: (percent) => `${percent}% used`,
      breach: 'overdue',
      escalation: (step) => `escalation ${step}`,
    },
  },
  time: {
    duration,
    workdays: (count) => plural(count, 'working day'),
    days: (count) => plural(count, 'day'),
    workdayEnds: (count) => `the end of ${plural(count, 'working day')}`,
    nextWorkdayAt: (time) => `next working day ${time}`,
    agreed: 'as agreed',
    until: (instant) => `agreed until ${instant}`,
    left: (length) => `${length} left`,
    over: (length) => `overdue by ${length}`,
    justOver: 'just overdue',
    wasOver: (due, dueNow) => `overdue since ${due} (limit of the earlier level); due now by ${dueNow}`,
    dueUnknown: 'due time unknown (no holidays known for that year)',
    dueUnagreed: 'due time to be agreed',
    unknown: 'unknown',
    before: (instant) => `by ${instant}`,
    wasDue: (instant) => `was due by ${instant}`,
    overSince: (instant) => `missed ${instant}`,
    paused: 'paused',
    day: (month, day) => `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
  },
  ...commands,
  ...ticketTexts,
  ...conversation,
  dialogue,
  ...explainTexts,
  digest,
  media: mediaTextsEn,
  advice: adviceTextsEn,
  alerts: alertTextsEn,
  knowledge: knowledgeTextsEn,
  teaching: teachingTextsEn,
  sameFault: sameFaultTextsEn,
  split: splitTextsEn,
  question: {
    title: 'Perhaps a fault report',
    register: 'Register incident',
    dismiss: 'No',
    startsAt: (at) => `If registered, the clocks count from ${at}.`,
    dismissed: 'Fine, nothing was registered.',
    registered: (number) => `Registered as ${number}`,
    answered: 'This has been answered already.',
    ring: (speaker) => [...speaker, ' Please say whether this is to be registered.'],
    unanswered: (onDuty, speaker, after) => [
      ...onDuty,
      ` Nobody has said within ${after} whether these words of ${speaker} are a report. Please check.`,
    ],
    notYoursAsRequest:
      'These words wish for nothing: only the person who wrote them or a supervisor can register a service request; you can register a fault.',
    notYoursToDismiss: 'Only the person who wrote it or a supervisor can say no; you can register it.',
    tooOld: (at, within) =>
      `That was said at ${at}, more than ${within} ago, and can no longer be registered. Please report again.`,
    judge: (number) => `Does it work again? ${number}`,
    continued: (body, system, number) => `${body} (${system}, after ${number})`,
    continuation: / \([^()]{1,60}, after [A-Z0-9-]{6,40}\)$/u,
    notYours: 'Only the person who wrote it, an engineer, the project manager or a supervisor can choose.',
    registerWords: ['register', 'register fault', 'report'],
    dismissWords: ['dismiss', 'no'],
    nothingAsked: 'There is nothing to register. Tell me which system has what problem.',
  },
  list: {
    title: { my_tickets: 'My tickets', open_tickets: 'Open tickets', overdue: 'Overdue tickets', due_soon: 'Due soon' },
    none: {
      my_tickets: 'You have no open tickets.',
      open_tickets: 'There are no open tickets.',
      overdue: 'No ticket is overdue.',
      due_soon: 'No ticket is due soon.',
    },
    count: (shown, total) => `${shown} of ${total} shown`,
    whichOne: (command) => `Which ticket is "${command}" for?`,
    whichMeant: 'Which ticket do you mean?',
    whichAsked: 'Which ticket do you ask about?',
    lookAt: 'Show',
    whichOneHint: (command) => `For example: "${command}"`,
    nothingFor: (command) => `There is no ticket for "${command}".`,
    unknownTicket: (reference) => `There is no ticket "${reference}". Send "open" to see the open ones.`,
  },
  timeline: {
    title: (number) => `Ticket ${number}`,
    use: (used, target, state, due) => `${used} of ${target} (by ${due}), ${state}`,
    internal: 'internal',
    pauses: 'Paused',
    pause: (span, cause) => `${span} (${cause})`,
    pauseCause: { suspended: 'suspended', resolved: 'resolved, before it was reopened' },
    untilNow: 'now',
    more: (count) => `${count} earlier`,
    rounds: (met, judged) => `${met} of ${judged} met`,
    deaf: 'Bot offline',
    span: (from, to) => `${from} to ${to}`,
    earlier: (count) => `(${plural(count, 'earlier entry', 'earlier entries')})`,
    bot: 'bot',
  },
  today: {
    title: (day) => `Today, ${day}`,
    reported: 'Reported',
    byLevel: 'By level',
    inHand: 'Still open',
    resolved: 'Resolved',
    cancelled: 'Cancelled',
    merged: 'Merged',
    clocks: 'Deadlines met',
    clocksMet: (met, judged) => `${met} of ${judged}`,
    noneJudged: 'none judged yet',
    overdue: 'Overdue, of all open',
    rating: 'Mean rating',
    ratings: (sum, count) => `${(sum / count).toFixed(1)} (${plural(count, 'rating')})`,
    count: (count) => String(count),
    levelCount: (level, count) => `${level} ${count}`,
    truncated: (limit) => `Only the first ${limit} are counted.`,
  },
  roster,
  score: scoreTextsEn,
  inspection: inspectionTextsEn,
  deliverable: deliverableTextsEn,
  reporting: reportingTextsEn,
  help: {
    title: 'How to use Dutybell',
    mention: 'In a group, begin every message with a mention of this bot.',
    report: 'Report',
    reportExample: (system) => `${system} is down`,
    act: 'Act',
    actHow:
      'Tap a button, or reply "ack 7", "arrive 7", "resolve 7 cause ‹root cause› action ‹what was done›"; 7 is the number of the day',
    decide: 'Approve',
    decideHow: 'Supervisors reply "approve 7" or "refuse 7", and may "merge 8 into 7" or "split 7"',
    judge: 'Confirm',
    judgeHow:
      '"confirm 7 rating 5" (1 to 5), "not fixed 7 ‹what is still wrong›", "request arrival 7", "agree on 7 tomorrow 15:00", "change system 7 ‹name of the system›"',
    more: 'More',
    moreHow:
      '"late entry 7 arrive 09:05 ‹why not then›", "agree on 7 tomorrow 15:00", "fault report 7 ‹course, cause and improvement›", "merge 8 into 7", "change system 7 ‹name of the system›", "remember ‹nickname› = ‹name of the system›"',
    duty: 'Duty',
    dutyHow: (commands) => `"${commands.join('", "')}"`,
    reply: 'Add',
    replyHow: 'Reply to the ticket\'s card, or send "add 7 ‹what else is known›"; pictures and files may come with it',
    ask: 'Ask',
    askHow:
      'my tickets, open, overdue, due soon, ticket 7, how long left 7, explain 7, today, who is on duty, duty table, holidays, how to fix ‹what is wrong›, nicknames',
    undo: 'Undo',
    undoHow: (within) => `Within ${within} of a wrong tap, send "undo 7"`,
    welcome: (newcomer) => `Hello ${newcomer}, I am Dutybell.`,
    welcomeAll: 'Hello everybody, I am Dutybell.',
    introduction:
      'Mention me with one sentence to report a fault; you get a ticket number and the name of who handles it.',
  },
  talk: {
    greeting: 'Hello. Tell me which system has what problem, and I will register a ticket.',
    thanks: 'You are welcome.',
    other: 'Fine. To report a fault, tell me the system and what is wrong.',
    question:
      'I register incidents and watch deadlines; please ask the people on duty. Tap below to register this as an incident, or send "help".',
  },
  input: {
    notSubmitted: 'What you wrote was not submitted; you can copy it:',
    written: (label) => `${label}:`,
    missing: (fields) => `Please fill in: ${fields}.`,
    example: (command) => `For example: ${command}`,
    unknownPerson: (name, candidates) => `I do not know "${name}". You can transfer to: ${candidates}.`,
    ambiguousPerson: (name, people) =>
      `"${name}" may be: ${people}. Please give the whole name, or choose on the card.`,
    unknownLevel: (levels) => `Please name the level: ${levels}.`,
    unknownTime: (said, example) => `I can't read the time "${said}". For example: ${example}.`,
    unknownStep: (steps) => `Please name the step: ${steps}.`,
  },
  system: {
    contractMissing:
      'The settings of this group’s contract are not loaded, so I cannot register tickets. Please ask the administrator.',
    noContract: 'You are not part of any contract yet, so I cannot register tickets. Please ask the project manager.',
    failed: 'Something went wrong. Your message is kept; please try again later or call the person on duty.',
    wasDeaf: (from, to) =>
      `The bot was offline from ${from} to ${to} and missed what was said. Please send reports again.`,
    unknownAction: 'This button no longer works. Please use the latest card.',
    ready: 'is running, and says here how it is',
    readyToOpen: 'is running, open in your browser',
    unconnected: (platform) => `but ${platform} is not connected yet ("npx dutybell doctor" says what to do)`,
  },
  assessment: assessmentTextsEn,
  platform: platformTextsEn,
  wecom: wecomTextsEn,
  dingtalk: dingtalkTextsEn,
};
