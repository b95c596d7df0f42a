import type { KnowledgeTexts, TeachingTexts } from './catalogue-knowledge.ts';

export const knowledgeTextsEn: KnowledgeTexts = {
  how: ['how to fix', 'how to handle', 'how to solve', 'how to resolve'],
  howBefore: ['similar tickets', 'how did we fix', 'how did we handle', 'how did we solve', 'how was it fixed'],
  before: ['last time', 'previously'],
  now: ['now', 'again', 'still'],
  fitting: (number) => `${number}: earlier tickets that look alike:`,
  found: (about) => `Resolved tickets that look like "${about}":`,
  case: ({ action, cause, number, system }) =>
    `${number}${system === '' ? '' : ` (${system})`} cause: ${cause}; action: ${action}`,
  none: (about) => `No resolved ticket looks like "${about}".`,
  usage: (example) => `Please say what it is about, for example: ${example}`,
  example: (system) => `how to fix ${system} can't be opened`,
  ifNow: (command) =>
    `This only looked something up; no ticket was opened. If it is broken right now, send "${command}".`,
};

export const teachingTextsEn: TeachingTexts = {
  remember: ['remember', 'please remember'],
  forget: ['forget'],
  list: ['nicknames', 'system names', 'taught names'],
  means: ['means', 'is', 'stands for'],
  taught: (by, name, system) => `${by} taught a name: "${name}" means ${system}. Earlier tickets stay as they are.`,
  retaught: (by, name, system, before) =>
    `${by} changed a name: "${name}" means ${system}, no longer ${before}. Earlier tickets stay as they are.`,
  known: (name, system) => `"${name}" means ${system} already.`,
  forgotten: (by, name, system) => `${by} removed the name "${name}" (${system}). Earlier tickets stay as they are.`,
  notTaught: (name, example) => `Nobody taught the name "${name}". Send "${example}" to see them all.`,
  title: 'Taught names of systems',
  line: (system, names) => `${system}: ${names}`,
  none: 'No names of systems were taught yet.',
  more: (count) => `${count} more are not shown.`,
  usage: (example) => `To add one, send "${example}".`,
  command: (name, system) => `remember ${name} = ${system}`,
  forgetCommand: (name) => `forget ${name}`,
  sample: 'nickname',
  hint: (example) => `If people call a system by another name, send "${example}", and it is recognised from then on.`,
  refusals: {
    not_allowed: () => "Names of systems are taught by the supplier's engineers, the project manager or a supervisor.",
    too_short: ({ name }) => `"${name}" is too short: a name has at least 2 characters.`,
    too_long: ({ limit }) => `A name has at most ${limit} characters.`,
    not_a_name: ({ name }) => `"${name}" can't be a name: it needs letters, and no punctuation.`,
    name_of_system: ({ name, systems }) => `"${name}" already is ${systems} in the contract.`,
    name_of_other: ({ name }) => `"${name}" is the name of a person, a department or a place.`,
    common_word: ({ name }) => `"${name}" is an everyday word or a command; please choose a more specific name.`,
    too_many: ({ limit }) => `There are ${limit} names already. Please remove some that nobody uses.`,
    unknown_system: ({ example, name, systems }) =>
      systems === ''
        ? `The contract has no system "${name}". Please write its full name.`
        : `The contract has no system "${name}". Did you mean ${systems}? Send "${example}".`,
    ambiguous_system: ({ example, name, systems }) =>
      `"${name}" may be ${systems}. Please write the full name, for example "${example}".`,
  },
};
