import { civilDate, civilTimeWithSeconds, dayNumber, startOfDay } from '../../domain/civil.ts';
import type { ExplainedSpan } from '../../domain/explain-spans.ts';
import { HOUR } from '../../domain/types.ts';

/** `03-06 16:00 – 18:00 + working 2h`; of a span that ends on another day both days. */
export function shown({ from, to, counted, why, total }: ExplainedSpan): string {
  const end =
    to === undefined ? '…' : to === startOfDay(dayNumber(civilDate(to))) ? `${instant(to - 1, '24:00')}` : instant(to);
  const name = 'name' in why ? `(${why.name})` : '';
  const sum = total && ('ms' in total ? ` ${total.ms / HOUR}h` : ` ${total.days}d`);
  return `${instant(from)} – ${end} ${counted ? '+' : '-'} ${why.kind}${name}${sum ?? ''}`;
}
function instant(ms: number, time = civilTimeWithSeconds(ms).replace(/:00$/, '')): string {
  return `${civilDate(ms).slice(5)} ${time}`;
}
