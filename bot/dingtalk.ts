import { CATALOGUES } from '../cards/language.ts';
import { type DingtalkPlatform, dingtalkPlatform } from '../platforms/dingtalk/platform.ts';
import type { DingtalkSettings } from '../platforms/dingtalk/types.ts';
import type { DingtalkWords } from '../platforms/dingtalk/words.ts';
import { type PlatformParts, platformParts } from './platform-parts.ts';

/** The words of DingTalk's adapter, from the catalogues. */
export const DINGTALK_WORDS: DingtalkWords = { ...CATALOGUES.zh.dingtalk, en: CATALOGUES.en.dingtalk };

/** DingTalk's adapter as the program runs it. */
export function openDingtalk(settings: DingtalkSettings, parts: PlatformParts): DingtalkPlatform {
  const { deps, options } = platformParts('dingtalk', parts);
  return dingtalkPlatform(settings, { ...deps, usage: parts.store.usage }, DINGTALK_WORDS, options);
}
