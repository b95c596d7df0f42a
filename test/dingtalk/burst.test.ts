import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { type DingtalkStage, openDingtalkStage, ROOM } from './fault-stage.ts';

describeEngines((open, engine) => {
  // On the database's server fewer show the same, and take less of a run.
  const [callbacks, reports] = engine === 'libsql' ? [10_000, 200] : [2_000, 60];
  let play: DingtalkStage;
  beforeEach(async () => {
    play = await openDingtalkStage(await open());
  });
  afterEach(() => play.close());

  test(`${callbacks} callbacks in a burst: each report is one ticket, in order, and each repeat is none`, async () => {
    const { metering, people, webhooks } = play.fake;
    const ids: (string | undefined)[] = [];
    for (let place = 1; place <= reports; place += 1) {
      await people.say({
        room: ROOM,
        from: 'wang',
        text: `@值班铃 登记 双公示系统第${place}个页面打不开了，报错${place}`,
      });
      ids.push(people.lastId);
    }
    // DingTalk repeats what it believes unheard, mixed up and all at once, in frames of the same and of new names.
    const repeats = Array.from({ length: callbacks - reports }, (_, place) =>
      people.again(ids[(place * 7) % reports], place % 2 === 0 ? 'same' : 'new'),
    );
    await Promise.all(repeats);
    await play.heard(callbacks);
    await play.stage.settle();
    const tickets = await play.tickets();
    expect(tickets.map(({ summary }) => summary.match(/第(\d+)个/)?.[1])).toEqual(
      Array.from({ length: reports }, (_, place) => String(place + 1)),
    );
    await play.pass(10 * MINUTE);
    const said = play.words().join('\n');
    expect(tickets.filter(({ ticket }) => !said.includes(ticket.number))).toEqual([]);
    expect(webhooks.quota.mostPerMinute('session group ops')).toBeLessThanOrEqual(20);
    expect(metering.mostPerSecond).toBeLessThanOrEqual(20);
    expect(play.fake.log.complaints).toEqual([]);
    expect(await play.verdicts()).toEqual(['ok']);
  }, 120_000);
});
