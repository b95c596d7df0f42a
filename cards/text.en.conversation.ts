import type { ConversationTexts } from './catalogue-conversation.ts';
import { plural } from './plural.ts';

export const conversation: ConversationTexts = {
  asking: {
    choose: (fields) => `Please choose: ${fields}.`,
    about: (number, command, group) => `${number} “${command}”${group === '' ? '' : ` (${group})`}: `,
    kept: (field, value) => `${field} is recorded: “${value}”. `,
    still: (fields) => `Still missing: ${fields}.`,
    copied: (words) => `“${words}” is only the example's wording: please write what it really is.`,
    answer: {
      group: (within, giveUp) => `Mention me in the group within ${within} and write it, or “${giveUp}” to leave it.`,
      private: (within, giveUp) => `Just write it within ${within}, or “${giveUp}” to leave it.`,
    },
    rate: {
      group: (command) => `To rate it, mention me in the group and send “${command}” (1 to 5; 5 is the best).`,
      private: (command) => `To rate it, send “${command}” (1 to 5; 5 is the best).`,
    },
    ratePlainly: {
      group: (points) => `If that is a rating, mention me in the group and send “${plural(points, 'point')}”.`,
      private: (points) => `If that is a rating, send “${plural(points, 'point')}”.`,
    },
    rated: (by, number, rating) => `The rating of ${number} by ${by} is recorded: ${rating}.`,
    giveUpWords: ['cancel', 'never mind', 'forget it'],
    givenUp: (number, command) => `All right, “${command}” was not done to ${number}.`,
    elsewhere: (number, register) =>
      `${number} belongs to another contract: please mention me in its group and answer there. To report a new fault, write “${register}” and what is wrong.`,
    nothingChosen: 'Please choose an action in the drop-down first, then press the button.',
  },
  binding: {
    title: 'Which contract does this group belong to?',
    ask: 'This group is not bound to a contract yet. Choose it, and tickets can be registered here.',
    parkedOnCard: (within) =>
      `What was said to me within ${within} before that is kept and taken up then. Until then no ticket exists and no clock is watched: if it is urgent, please telephone. Please send older messages and all pictures again after it.`,
    parked:
      'This group is not bound to a contract yet. Your message is kept, but no ticket exists and no clock is watched: if it is urgent, please telephone first. A manager or supervisor of the contract, please mention me here and write “bind”.',
    picturesAfterwards: 'Please send pictures again after that.',
    unbound:
      'This group is not bound to a contract yet; a manager or supervisor of the contract, please mention me here and write “bind”.',
    whoMay: 'A manager or supervisor of that contract, or an administrator, confirms it.',
    words: ['bind'],
    example: (place) => `bind ${place}`,
    choose: 'Bind',
    unknownContract: (said, contracts) =>
      `There is no contract “${said}” that you can choose. You can choose: ${contracts}.`,
    notAllowed: 'Only a manager or supervisor of a contract, or an administrator, can bind a group to it.',
    bound: (contract) => `This group is bound to “${contract}”`,
    boundTo: (contract, department) => `This group is bound to “${contract}”, department: ${department}`,
    afterwards: (within) => `What was said within ${within} before is taken up now; please send older messages again.`,
    nameDepartment: (example, departments) =>
      `If this group belongs to one department, mention me and write “${example}”. Its departments: ${departments}.`,
    unknownDepartment: (said, departments) => `The contract has no department “${said}”. There are: ${departments}.`,
    departmentSet: (department) => `This group belongs to the department “${department}” now.`,
    contract: 'Contract',
    department: 'Department',
    boundBy: 'Confirmed by',
    howToChange: (command) => `To change it, ask the administrator to run: ${command}`,
    privateChat: 'A private chat needs no binding: it counts for the contract that you are a member of.',
  },
  attachment: {
    label: 'Attachments',
    count: (kind, count) => plural(count, kind),
    lost: (count) => `${count} could not be kept`,
    entry: (at, by, what, size) => `${at} ${by} ${what}${size === '' ? '' : ` (${size})`}`,
    waiting: 'being received',
    notKept: 'could not be kept',
    added: (number, what) => `Added to ${number}: ${what}.`,
    addedTo: (responsible, number, by, what) => [...responsible, ` ${by} attached to ${number}: ${what}.`],
    withQuestion: (what, said) =>
      `Received: ${what}. It will be registered together with ${said === '' ? 'what you sent before' : `“${said}”`}.`,
    notTaken: (what) => `Not kept: ${what}. Please send it again with the ticket's number.`,
    whichTicket:
      'You have several open tickets: please reply to the card of the one that it is for, or write “add 7 …” with the picture; 7 is the number of the day.',
    alone: '(only a picture or file, without words)',
    askWords: (speaker) => [
      ...speaker,
      ' please say which system it is and what is wrong; if it is a fault, you can also just press the button.',
    ],
  },
};
