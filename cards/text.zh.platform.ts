import type { PlatformTexts } from './catalogue-platform.ts';

export const platformTextsZh: PlatformTexts = {
  names: { wecom: '企业微信', dingtalk: '钉钉', sandbox: '沙箱' },
  saidIn: (platform, title) => (title === '' ? `（转自${platform}群）` : `（转自${platform}群「${title}」）`),
  withheld: (who, platform) => [
    ...who,
    ` 本月${platform}机器人消息额度已用完，未能读取您刚才的消息，尚未登记工单。如为报障，请直接电话联系值班人员。`,
  ],
  withheldAlone: (platform) =>
    `本月${platform}机器人消息额度已用完，未能读取您刚才的消息，尚未登记工单。如为报障，请直接电话联系值班人员。`,
  withheldFrom: (duty, who, platform) => [
    ...duty,
    ` ${who}通过私聊发来消息，因本月${platform}机器人消息额度已用完未能读取。请与其电话核实，如为报障请人工处理。`,
  ],
  readAloud: (duty) => [...duty, ' 请查看上述消息；如为报障，请与报障人电话核实并人工处理。'],
  quotaLow: {
    calls: (who, platform, used) => [
      ...who,
      ` 本月${platform}接口调用额度即将用完${inBrackets(used)}。请联系${platform}管理员扩容，或请系统管理员开启节约模式。`,
    ],
    messages: (who, platform, used) => [
      ...who,
      ` 本月${platform}机器人消息额度即将用完${inBrackets(used)}，用完后将无法接收报障。请联系${platform}管理员扩容。`,
    ],
  },
  quotaExhausted: {
    calls: (who, platform, used) => [
      ...who,
      ` 本月${platform}接口调用额度已用完${inBrackets(used)}，部分卡片和提醒将无法发送，请自行关注在办工单时限，并尽快联系${platform}管理员扩容。`,
    ],
    messages: (who, platform, used) => [
      ...who,
      ` 本月${platform}机器人消息额度已用完${inBrackets(used)}，机器人无法读取群内消息，报障请改用电话。请尽快联系${platform}管理员扩容。`,
    ],
  },
  guest: (who, platform) => [
    ...who,
    ` 未能识别您的${platform}企业账号：您可以报障和补充情况，接单、到场等操作请由已登记的本单位人员进行，后续提醒也不会通知到您。`,
  ],
};

function inBrackets(used: string): string {
  return used === '' ? '' : `（已用 ${used}）`;
}
