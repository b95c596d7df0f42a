const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Figures in their order as a line of bars, the least one lowest; one that does not change is a line in the middle. Empty for fewer than two. */
export function sparkline(values: readonly number[]): string {
  if (values.length < 2) return '';
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  const place = (value: number) => (span === 0 ? 3 : Math.round(((value - least) / span) * (BARS.length - 1)));
  return values.map((value) => BARS[place(value)] ?? '').join('');
}
