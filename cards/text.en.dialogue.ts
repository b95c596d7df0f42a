import type { DialogueTexts } from './catalogue-dialogue.ts';

export const dialogue: DialogueTexts = {
  request: {
    title: 'May be a service request: please confirm',
    kind: 'Kind',
    register: 'Register as a service request',
    ring: (speaker) => [...speaker, ' please say whether this is to be registered as a service request.'],
    words: ['register request', 'service request'],
    faultWord: 'register fault',
    opened: (onDuty, number, system, said, take) => [
      ...onDuty,
      ` new service request ${number}, ${system}: “${said}”. ${take}`,
    ],
  },
  system: {
    title: (number) => `Which system is ${number} about?`,
    ask: (who, number) => [
      ...who,
      ` ${number} is registered and its clocks are running. Please choose the system that it is about.`,
    ],
    other: 'Another system',
    how: 'Please name the system: its full or short name, what people call it, or whose it is.',
    likely: 'It may be one of these: choose it, or answer with its number. Any other one can be named.',
    unknown: (said) =>
      `No system goes by “${said}”. Please name it otherwise: its full or short name, what people call it, or whose it is.`,
    fits: (said, hasMore) =>
      `“${said}” may be one of these: choose it, answer with its number, or say more exactly which${hasMore ? '. More of them fit than are shown' : ''}.`,
  },
  resolved: {
    title: (number) => `Is ${number} resolved?`,
    own: (who, number) => [
      ...who,
      ` if ${number} is done, please tap “Resolve” with cause and action. Until then its clocks go on.`,
    ],
    heard: (who, by, number) => [
      ...who,
      ` ${by} says that ${number} works again. Please check; if it is done, tap “Resolve” with cause and action.`,
    ],
  },
  standing: {
    words: [
      'any update',
      'any updates',
      'any news',
      'any progress',
      "what's the status",
      'what is the status',
      'how is it going',
      'is anyone coming',
      'is anybody coming',
      'is someone coming',
      'is anyone working on it',
      'who is working on it',
      'when will it be fixed',
      'when will it be back',
      'when will it work',
      'how much longer',
      'is it fixed',
      'is it fixed yet',
      'eta',
    ],
    line: (number, system, state) => `${number} ${system}: ${state}.`,
    nobodyYet: (onDuty) => `Nobody has taken it yet${onDuty === '' ? '' : `; on duty: ${onDuty}`}.`,
    takenBy: (assignee, at) => `${assignee} took it at ${at}.`,
    arrivedAt: (at) => `On site since ${at}.`,
    progress: (at, words) => `Latest progress (${at}): ${words}.`,
  },
};
