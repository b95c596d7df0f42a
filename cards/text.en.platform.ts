import type { PlatformTexts } from './catalogue-platform.ts';

export const platformTextsEn: PlatformTexts = {
  names: { wecom: 'WeCom', dingtalk: 'DingTalk', sandbox: 'the sandbox' },
  saidIn: (platform, title) =>
    title === '' ? `(from a group of ${platform})` : `(from the group "${title}" of ${platform})`,
  withheld: (who, platform) => [
    ...who,
    ` This month’s quota of ${platform} for bot messages is used up, so I could not read your message and registered nothing. To report a fault, please call the person on duty.`,
  ],
  withheldAlone: (platform) =>
    `This month’s quota of ${platform} for bot messages is used up, so I could not read your message and registered nothing. To report a fault, please call the person on duty.`,
  withheldFrom: (duty, who, platform) => [
    ...duty,
    ` ${who} has written to me alone, and I could not read it: this month’s quota of ${platform} for bot messages is used up. Please call and ask; if it reports a fault, handle it.`,
  ],
  readAloud: (duty) => [
    ...duty,
    ' please read the message above; if it reports a fault, call the reporter and handle it.',
  ],
  quotaLow: {
    calls: (who, platform, used) => [
      ...who,
      ` This month’s quota of ${platform} for API calls is nearly used up${inBrackets(used)}. Please ask the administrator of ${platform} for more, or the bot’s administrator for the economy mode.`,
    ],
    messages: (who, platform, used) => [
      ...who,
      ` This month’s quota of ${platform} for bot messages is nearly used up${inBrackets(used)}: after that no report is heard. Please ask the administrator of ${platform} for more.`,
    ],
  },
  quotaExhausted: {
    calls: (who, platform, used) => [
      ...who,
      ` This month’s quota of ${platform} for API calls is used up${inBrackets(used)}: some cards and reminders can’t be sent. Please watch the open tickets’ times, and ask the administrator of ${platform} for more.`,
    ],
    messages: (who, platform, used) => [
      ...who,
      ` This month’s quota of ${platform} for bot messages is used up${inBrackets(used)}: the bot can’t read the group. Please report faults by telephone, and ask the administrator of ${platform} for more.`,
    ],
  },
  guest: (who, platform) => [
    ...who,
    ` I can’t see which member of the organisation you are on ${platform}: you can report faults and add to them. Acknowledging, arriving and the like are for registered members, and reminders won’t reach you.`,
  ],
};

function inBrackets(used: string): string {
  return used === '' ? '' : ` (${used})`;
}
