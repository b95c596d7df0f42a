import { isOpen } from '../domain/clocks.ts';
import { systemOf } from '../domain/contract-lookup.ts';
import { clip } from '../domain/plain-text.ts';
import type { TicketClock } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { lexicon } from './lexicon.zh.ts';
import { mentions, saidText, type TicketView } from './ticket-view.ts';
import type { Line } from './types.ts';
import { clockName, instantWords, systemName } from './words.ts';

/** In graphemes: a locked screen shows little more. */
const SUMMARY_SHOWN_MAX = { zh: 24, en: 48 } as const;

/** What binds a name to what is said of it. */
const AFTER_NAME = new RegExp(`^(?:[\\s\\p{P}]|${lexicon.attributives.map(RegExp.escape).join('|')})+`, 'u');

/** Rings the first on duty, with all that he has to know before he opens the card: what it is, and by when. */
export function openedLine(view: TicketView, now: Instant, text: Catalogue): Line {
  const { notice } = text;
  const { number } = view.ticket;
  const duty = view.onDuty.slice(0, 1);
  const what = [systemName(view.contract, view.ticket.systemId, text), summaryWords(view, text)] as const;
  if (view.ticket.kind === 'service_request' && duty.length > 0) {
    return text.dialogue.request.opened(mentions(duty), number, ...what, firstDeadline(view, now, text));
  }
  if (duty.length === 0) return notice.openedWithoutDuty(number, ...what);
  return notice.opened(mentions(duty), number, ...what, firstDeadline(view, now, text));
}

/** The report without the name of the system, which stands before it; what leans on the name (也登不上) keeps it. */
function summaryWords({ ticket, contract, texts }: TicketView, text: Catalogue): string {
  const said = saidText(ticket.summary, texts, text);
  const system = ticket.systemId === undefined ? undefined : systemOf(contract, ticket.systemId);
  const names = system ? [system.name, system.nameEn, ...system.aliases] : [];
  const [name = ''] = names
    .filter((one) => said.toLowerCase().startsWith(one.toLowerCase()))
    .toSorted((a, b) => b.length - a.length);
  const rest = name === '' ? said : said.slice(name.length).replace(AFTER_NAME, '');
  const isWhole = rest === '' || text.card.leaning.some((word) => rest.toLowerCase().startsWith(word));
  // A sentence goes on behind it.
  return clip(isWhole ? said : rest, SUMMARY_SHOWN_MAX[text.language]).replace(
    /[\s.!,;\u3002\uff01\uff0c\uff1b]+$/u,
    '',
  );
}

function firstDeadline({ ticket }: TicketView, now: Instant, text: Catalogue): string {
  const [first] = ticket.clocks.filter(isDated).toSorted((a, b) => a.dueAt - b.dueAt);
  if (!first) return text.card.takeIt;
  const at = instantWords(first.dueAt, now, text, 'if_any');
  return first.clock === 'respond' ? text.card.takeItBy(at) : text.card.takeItFor(clockName(first.clock, text), at);
}

function isDated(clock: TicketClock): clock is TicketClock & { readonly dueAt: Instant } {
  return isOpen(clock) && clock.dueAt !== undefined;
}
