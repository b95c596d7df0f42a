import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { MediaTexts } from './catalogue-media.ts';
import { displayName, nameOf, type TicketView } from './ticket-view.ts';
import type { CardField } from './types.ts';
import { instantWords } from './words.ts';

/** A picture or file as cards show it. */
export interface ShownAttachment {
  readonly kind: keyof MediaTexts['kind'];
  readonly name?: string;
  readonly personId: PersonId;
  readonly receivedAt: Instant;
  readonly state: 'waiting' | 'kept' | 'lost';
  /** Bytes, once kept. */
  readonly size?: number;
  /** Of its bytes, once kept. */
  readonly hash?: string;
  /** Where it can be opened by those who see this. */
  readonly link?: string;
}

/** The newest that a timeline names. */
const ENTRIES_SHOWN_MAX = 10;

/** 图片 2、文件 1: how many there are of each kind, and how many could not be kept. */
export function attachmentSummary({ attachments = [] }: TicketView, text: Catalogue): readonly CardField[] {
  if (attachments.length === 0) return [];
  const { card, attachment } = text;
  const lost = attachments.filter(({ state }) => state === 'lost').length;
  const had = attachments.filter(({ state }) => state !== 'lost');
  const words = [...(had.length > 0 ? [kindsWords(had, text)] : []), ...(lost > 0 ? [attachment.lost(lost)] : [])];
  return [{ label: attachment.label, value: [words.join(card.comma)] }];
}

export function kindsWords(attachments: readonly Pick<ShownAttachment, 'kind'>[], text: Catalogue): string {
  const byKind = Map.groupBy(attachments, ({ kind }) => kind);
  return [...byKind]
    .map(([kind, those]) => text.attachment.count(text.media.kind[kind], those.length))
    .join(text.card.comma);
}

/** Who sent what when, a field for each of the newest. */
export function attachmentEntries(view: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  const { attachments = [], members } = view;
  const { attachment } = text;
  const shown = attachments.slice(-ENTRIES_SHOWN_MAX);
  const left = attachments.length - shown.length;
  const entries = shown.map((one) => {
    const words = attachment.entry(
      instantWords(one.receivedAt, now, text, 'always'),
      nameOf(members, one.personId, text),
      [text.media.kind[one.kind], one.name === undefined ? '' : displayName(one.name)].join(' ').trim(),
      stateOf(one, text),
    );
    return one.link === undefined ? words : `${words} ${one.link}`;
  });
  return [...(left > 0 ? [text.timeline.more(left)] : []), ...entries].map((value) => ({
    label: attachment.label,
    value: [value],
  }));
}

function stateOf({ size, state }: ShownAttachment, { attachment }: Catalogue): string {
  if (state === 'waiting') return attachment.waiting;
  return state === 'lost' || size === undefined ? attachment.notKept : sizeWords(size);
}

const KILO = 1_024;

/** At least 1 KB, with one decimal from 1 MB on. */
function sizeWords(bytes: number): string {
  const kilos = Math.max(1, Math.round(bytes / KILO));
  return kilos < KILO ? `${kilos} KB` : `${(kilos / KILO).toFixed(1)} MB`;
}
