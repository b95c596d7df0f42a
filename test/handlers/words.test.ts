import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { QUERY_ACTIONS } from '../../cards/help-card.ts';
import { inEveryLanguage } from '../../cards/language.ts';
import { zh } from '../../cards/text.zh.ts';
import { Desk } from './harness.ts';

// Nothing here changes anything, so one desk serves all.
let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.store.close());

describe('every word of a command is heard as a command', () => {
  test.each(Object.keys(zh.commands).flatMap((type) => wordsOf(type).map((word) => [type, word])))(
    '%s: %s',
    async (_type, word) => {
      const said = await desk.say('li', `${word} 99`);
      expect(said.ops).toEqual(['answer']);
      expect(said.lines[0]).toMatch(/没有找到工单「99」|There is no ticket "99"/);
    },
  );
});

describe('every word of a question is answered with a card, and opens no ticket', () => {
  const queries = ['my_tickets', 'open_tickets', 'overdue', 'today', 'holidays', 'help'] as const;
  const words = queries.flatMap((name) =>
    inEveryLanguage((text) => text.queries[name].words).map((word) => [name, word] as const),
  );
  test.each(words)('%s: %s', async (_name, word) => {
    const said = await desk.say('li', word);
    expect(said.all).toHaveLength(1);
    expect(said.card().title).not.toBe('');
    expect(await desk.tickets()).toEqual([]);
  });

  test.each(QUERY_ACTIONS)('the help card’s button %s', async (action) => {
    const said = await desk.tap('li', action, { id: desk.contract.id, version: 0 });
    expect(said.card().title).not.toBe('');
  });
});

function wordsOf(type: string): readonly string[] {
  return inEveryLanguage(({ commands }) => Object.entries(commands).find(([name]) => name === type)?.[1].words ?? []);
}
