import { afterEach, beforeEach, expect, test } from 'vitest';
import { Desk } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.store.close());

const toldInGroup = async () => {
  const said = await desk.say('wang', '', { chat: 'private-wang', private: true, withheld: 'quota' });
  return said.all.filter(({ key }) => key.startsWith('withheld:')).flatMap(({ content }) => content.lines);
};

test('whoever is on duty is told whose words in private were withheld', async () => {
  expect(await toldInGroup()).toMatchObject([[{ mention: 'li' }, expect.stringContaining('王敏通过私聊发来消息')]]);
});

test('the group is told so where the supplier has nobody yet', async () => {
  desk.withoutSupplier();
  expect(await toldInGroup()).toEqual([[expect.stringMatching(/^王敏通过私聊发来消息/)]]);
});
