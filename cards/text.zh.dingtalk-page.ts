import type { TapPageTexts } from './catalogue-dingtalk.ts';

export const tapPageTextsZh: TapPageTexts = {
  title: '请确认操作',
  person: '操作人',
  about: '事项',
  action: '操作',
  effect: (person, label) => `点击下方按钮，即以${person}的名义提交「${label}」，以提交时间为准，并记入处理记录。`,
  effectAsking: (person, label) =>
    `点击下方按钮后，机器人将请您补充「${label}」所需的内容；补充完整后，以${person}的名义记入处理记录。`,
  asking: '请按机器人的提示补充内容，补充完整后方可生效。',
  caution: (person) =>
    `本链接仅供${person}本人使用，发出后 24 小时内有效，只能提交一次，请勿转发。如您不是${person}，请关闭本页。`,
  submitted: {
    group: () => '已提交，结果见群。',
    private: (bot) => `已提交，结果见您与${bot}的单聊。`,
  },
  submittedAsking: (bot) => `已收到，请到您与${bot}的单聊中补充。`,
  submittedBefore: {
    group: () => '此前已提交，无需重复操作，结果见群。',
    private: (bot) => `此前已提交，无需重复操作，结果见您与${bot}的单聊。`,
  },
  close: '可以关闭本页。',
  expired: { heading: '链接已过期', advice: '链接发出后 24 小时内有效，本次未提交。请使用最新消息中的按钮。' },
  invalid: {
    heading: '链接无效',
    advice: '链接不完整，或不是由本系统发出的，未提交任何操作。请回到钉钉，重新点击消息中的按钮。',
  },
  tooMany: { heading: '操作过于频繁', advice: '本次未提交，请一分钟后再试。' },
  failed: { heading: '暂时无法提交', advice: '系统未能保存本次操作，请稍后再试；情况紧急的，请直接电话联系。' },
  instead: {
    group: (bot, command) => `也可在群内 @${bot} 发送「${command}」。`,
    private: (bot, command) => `也可向${bot}发送「${command}」。`,
  },
};
