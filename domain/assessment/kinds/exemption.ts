import { eventOf, type Line, type Lines } from '../line.ts';

/**
 * A finding under an exemption excuses its event: the same ticket or event costs nothing by the rules that the exemption is of. One
 * that names no event excuses all about its subject.
 */
export function exempt(lines: Lines, excuses: Lines): Lines {
  const live = excuses.filter(({ units }) => units > 0);
  if (live.length === 0) return lines;
  const events = new Map<string, Line>();
  const subjects = new Map<string, Line>();
  for (const excuse of live) {
    const event = eventOf(excuse.finding);
    if (event !== undefined) events.set(event, excuse);
    else if (excuse.finding.subject !== undefined) subjects.set(excuse.finding.subject, excuse);
  }
  return lines.map((line) => {
    if (line.units === 0) return line;
    const event = eventOf(line.finding);
    const excuse =
      (event === undefined ? undefined : events.get(event)) ??
      (line.finding.subject === undefined ? undefined : subjects.get(line.finding.subject));
    if (!excuse) return line;
    const reason = excuse.finding.reason ?? excuse.finding.note;
    return { ...line, units: 0, because: 'exempted', ...(reason !== undefined && { reason }) };
  });
}
