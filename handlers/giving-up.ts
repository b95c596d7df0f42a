import { inEveryLanguage } from '../cards/language.ts';

const GIVING_UP = new Set(inEveryLanguage(({ asking }) => asking.giveUpWords));

/** Somebody whom the bot has asked for something does not want to go on with it. */
export function isGivingUp(said: string): boolean {
  return GIVING_UP.has(said.toLowerCase().replace(/[\s,.!~，。！～]+$/u, ''));
}
