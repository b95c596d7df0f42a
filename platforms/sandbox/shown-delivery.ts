import { createHash } from 'node:crypto';
import type { Delivery, WireContent } from '../types.ts';
import type { BotMessage } from './types.ts';

/** What a delivery shows. */
export function saidBy(
  delivery: Exclude<Delivery, { op: 'update' }>,
): Pick<BotMessage, 'content' | 'file' | 'hadClocks'> {
  if (delivery.op !== 'file') {
    const { content } = delivery;
    return { content, ...(hasClocks(content) && { hadClocks: true }) };
  }
  const { bytes, kind, mediaType, name } = delivery.file;
  const hash = createHash('sha256').update(bytes).digest('hex');
  const file = { kind, name, mediaType, size: bytes.byteLength, hash };
  return { content: { lines: [], people: {} }, file };
}

export function hasClocks({ card }: WireContent): boolean {
  return card !== undefined && card.clocks.length > 0;
}
