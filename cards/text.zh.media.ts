import type { MediaTexts } from './catalogue-media.ts';

const sent = (what: string, number: string | undefined) =>
  number === undefined ? `您发送的${what}` : `您为工单 ${number} 发送的${what}`;
const withWhat = (number: string | undefined) => (number === undefined ? '并附文字说明' : '并写明工单号');

export const mediaTextsZh: MediaTexts = {
  kind: { image: '图片', file: '文件', audio: '语音', video: '视频' },
  lost: {
    too_large: (what, number, sizeMax) =>
      `${sent(what, number)}超过 ${sizeMax}，未能保存。请压缩后重新发送，${withWhat(number)}。`,
    type_refused: (what, number) =>
      `${sent(what, number)}类型不在允许范围内，未能保存。请改用图片、PDF、Office 文档、文本或压缩包，${withWhat(number)}。`,
    infected: (what, number) =>
      `${sent(what, number)}经检测含有恶意程序，未予保存。请先查杀本机病毒，再重新发送无毒的文件，${withWhat(number)}。`,
    not_fetched: (what, number) => `${sent(what, number)}未能保存。请重新发送，${withWhat(number)}。`,
  },
  link: {
    invalid: '链接无效或不完整。请在群里重新查询工单，使用新的链接打开附件。',
    expired: '链接已过期。请在群里重新查询工单，使用新的链接打开附件。',
    gone: '该附件已不存在。请联系项目经理。',
  },
};
