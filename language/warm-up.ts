import { warmUpChinese } from './chinese.ts';
import { likeness } from './likeness.ts';

/** Loads what the first message would otherwise wait for. */
export function warmUpLanguage(): void {
  warmUpChinese();
  likeness();
}
