import type { AdviceTexts } from './catalogue-advice.ts';

const LABEL = 'Suggestion (model, for reference only)';

export const adviceTextsEn: AdviceTexts = {
  label: LABEL,
  kinds: { incident: 'register a fault', request: 'register a service request', none: 'register nothing' },
  value: (parts) => parts.join(', '),
  take: 'Register as suggested',
  words: ['as suggested', 'register as suggested'],
  news: (value) => `${LABEL}: ${value}.`,
  outdated: 'The words or the suggestion have changed. Please use the latest card.',
  nothing: 'There is no suggestion to follow; please choose whether to register a fault.',
};
