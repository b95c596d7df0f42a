import { expect, test } from 'vitest';
import { cardAsLines } from '../../cards/card-as-text.ts';
import { CATALOGUES } from '../../cards/language.ts';
import { ticketCard } from '../../cards/ticket-card.ts';
import { timelineCard } from '../../cards/timeline-card.ts';
import { MINUTE } from '../../domain/types.ts';
import { withoutQuotes } from '../../platforms/quotes.ts';
import { li, minutes, qian, T0, words } from '../domain/fixture.ts';
import { EXAMPLES, type Examples, fresh, taken, texts, viewOf } from './example-cards.ts';
import { readCard, readLine } from './read-card.ts';

// What people see, as text, for a reader to judge. `vitest -u` writes the files anew; the diff is what is reviewed.

test.each([...EXAMPLES])('%s', async (name, show) => {
  await golden(name, show);
});

test('a card for a platform that has none says how each button’s effect is typed', async () => {
  await golden('card as text', (text) => [{ lines: cardAsLines(ticketCard(viewOf(taken()), minutes(1.5), text)) }]);
});

test('a timeline of a ticket that was open for weeks stays a card that a phone can show', () => {
  const story = taken();
  for (let round = 0; round < 300; round += 1) {
    story.act(minutes(10 + round * 20), li, { type: 'progress', text: words('report') });
    story.act(minutes(15 + round * 20), li, { type: 'suspend', reason: words('power') });
    story.act(minutes(16 + round * 20), qian, { type: 'approve_suspension' });
    story.act(minutes(18 + round * 20), li, { type: 'resume' });
  }
  const deaf = Array.from({ length: 200 }, (_, index) => ({ from: minutes(index), to: minutes(index + 0.5) }));
  const card = timelineCard(
    { view: viewOf(story), events: story.history, deaf, alerts: [] },
    minutes(7_000),
    CATALOGUES.zh,
  );
  expect(card.lines.length).toBeLessThanOrEqual(41);
  expect(card.fields.length).toBeLessThanOrEqual(20);
  const said = card.fields.map(({ label, value }) => `${label} ${value.join('')}`);
  expect(said).toContain('进展通报 300 / 300 次达标');
  expect(said).toContain('暂停计时 此前另有 295 条');
  expect(said).toContain('机器人离线 此前另有 195 条');
});

/** Both languages in one file, so that a reviewer sees what one of them lacks. */
async function golden(name: string, show: Examples) {
  const pages = Object.values(CATALOGUES).map((text) =>
    show(text)
      .flatMap(({ card, lines }) => [lines.map(readLine), card ? readCard(card) : []])
      .filter((part) => part.length > 0)
      .map((part) => part.join('\n'))
      .join('\n\n'),
  );
  await expect(`${pages.join('\n\n---\n\n')}\n`).toMatchFileSnapshot(`golden/${name.replace(/[ ,]+/g, '-')}.txt`);
}

test('a card never shows more of a report than a phone can take', () => {
  const long = new Map([['summary', '打不开'.repeat(3_000)]]);
  const [shown] = ticketCard(viewOf(fresh(), long), T0 + MINUTE, CATALOGUES.zh).lines;
  expect(readLine(shown ?? [])).toHaveLength(122);
});

test.each([...EXAMPLES])(
  '%s: what people wrote stands in quotation marks, where a platform finds it',
  (_name, show) => {
    for (const text of Object.values(CATALOGUES)) {
      for (const { card, lines } of show(text)) {
        const shown = { lines: lines.map((line) => [readLine(line)]), people: {}, ...(card && { card }) };
        const bare = withoutQuotes(shown);
        const rest = [
          ...bare.lines,
          ...(bare.card ? [...bare.card.lines, ...bare.card.fields.map((f) => f.value)] : []),
        ];
        const said = rest.map((line) => readLine(line.filter((run) => typeof run === 'string'))).join('\n');
        for (const body of texts.values()) expect(said).not.toContain(body.slice(-5));
      }
    }
  },
);
