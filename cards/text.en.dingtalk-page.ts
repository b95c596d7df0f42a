import type { TapPageTexts } from './catalogue-dingtalk.ts';

export const tapPageTextsEn: TapPageTexts = {
  title: 'Please confirm',
  person: 'You are',
  about: 'Concerning',
  action: 'Action',
  effect: (person, label) =>
    `The button below submits “${label}” in the name of ${person}. The time of submission counts, and it is recorded.`,
  effectAsking: (person, label) =>
    `After the button below the bot asks you for what “${label}” needs. Once that is complete, it is recorded in the name of ${person}.`,
  asking: 'Please answer what the bot asks you; it takes effect once that is complete.',
  caution: (person) =>
    `This link is for ${person} only. It is valid for 24 hours and can be submitted once. Please do not forward it. If you are not ${person}, please close this page.`,
  submitted: {
    group: () => 'Submitted. See the group for the result.',
    private: (bot) => `Submitted. See your chat with ${bot} for the result.`,
  },
  submittedAsking: (bot) => `Received. Please complete it in your chat with ${bot}.`,
  submittedBefore: {
    group: () => 'Already submitted; nothing more to do. See the group for the result.',
    private: (bot) => `Already submitted; nothing more to do. See your chat with ${bot} for the result.`,
  },
  close: 'You may close this page.',
  expired: {
    heading: 'This link has expired',
    advice: 'Links are valid for 24 hours. Nothing was submitted. Please use the buttons of the latest message.',
  },
  invalid: {
    heading: 'This link is not valid',
    advice:
      'It is incomplete or was not issued by this system. Nothing was submitted. Please return to DingTalk and tap the button in the message again.',
  },
  tooMany: { heading: 'Too many attempts', advice: 'Nothing was submitted. Please try again in a minute.' },
  failed: {
    heading: 'Not submitted',
    advice: 'The system could not save this action. Please try again shortly; if it is urgent, please telephone.',
  },
  instead: {
    group: (bot, command) => `You may also mention @${bot} in the group and send “${command}”.`,
    private: (bot, command) => `You may also send “${command}” to ${bot}.`,
  },
};
