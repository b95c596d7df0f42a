import type { Card, Tone } from '../cards/types.ts';

/** Colour is not for every card; a mark in front of the title is what a phone shows of it. */
const TONE_MARKS: Readonly<Record<Tone, string>> = {
  danger: '🔴',
  warning: '🟡',
  info: '🔵',
  success: '🟢',
  neutral: '',
};

/** The title with the mark of the card's tone. */
export function markedTitle({ title, tone }: Pick<Card, 'title' | 'tone'>): string {
  return `${TONE_MARKS[tone]} ${title}`.trim();
}
