import { expect, test } from 'vitest';
import { impliedStop } from '../../cards/implied-stop.ts';
import { zh } from '../../cards/text.zh.ts';
import { changeLevel, contractWith, li, minutes, qian, reopen, resolve, Story, wang } from '../domain/fixture.ts';

const FROM_AFAR = zh.card.impliedByResolution.arrive;
const ofArrival = (story: Story) => impliedStop(story.clock('critical.arrive'), story.ticket, zh);

test('a clock that another level ended was stopped by no resolution', () => {
  const clocks = contractWith().clocks.filter(({ id }) => id !== 'normal.arrive');
  const missed = new Story({ clocks }).act(minutes(6), qian, changeLevel('normal'));
  expect(missed.clock('critical.arrive')).toMatchObject({ breached: true, stoppedAt: minutes(6) });
  expect(ofArrival(missed)).toBeUndefined();
  expect(ofArrival(missed.act(minutes(10), li, { type: 'arrive' })), 'nor where somebody comes later').toBeUndefined();
});

test('a clock that a resolution stopped says so, also once it is reopened and counts afresh', () => {
  const story = new Story({ reopen: 'restart' }).act(minutes(4), li, resolve);
  expect(ofArrival(story)).toBe(FROM_AFAR);
  expect(ofArrival(story.act(minutes(60), wang, reopen))).toBe(FROM_AFAR);
  expect(ofArrival(story.act(minutes(62), li, { type: 'arrive' }))).toBe(FROM_AFAR);
});
