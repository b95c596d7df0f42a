import { CATALOGUES } from '../cards/language.ts';
import { type WecomPlatform, wecomPlatform } from '../platforms/wecom/platform.ts';
import type { WecomSettings } from '../platforms/wecom/types.ts';
import type { WecomWords } from '../platforms/wecom/words.ts';
import { type PlatformParts, platformParts } from './platform-parts.ts';

/** The words of WeCom's adapter, from the catalogues. */
export const WECOM_WORDS: WecomWords = { ...CATALOGUES.zh.wecom, en: CATALOGUES.en.wecom };

/** WeCom's adapter as the program runs it; a tap on a card without buttons leads to the pages, or to WeCom's own page. */
export function openWecom(wecom: WecomSettings, parts: PlatformParts): WecomPlatform {
  const { publicUrl } = parts;
  const settings = { ...wecom, ...(publicUrl !== undefined && { noticeUrl: publicUrl }) };
  const { deps, options } = platformParts('wecom', parts);
  return wecomPlatform(settings, deps, WECOM_WORDS, options);
}
